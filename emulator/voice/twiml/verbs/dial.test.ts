import type { Callee } from '../../callee';
import { heardIn, LINE_NUMBER, testLine, untilDone, type TestLine } from '../../testing/test-line';

function dialLine(callee: Callee, attributes = ''): Promise<TestLine> {
  return testLine(
    { '/voice': `<Dial action="/action" ${attributes}>+15550107777</Dial>`, '/action': '<Say>after</Say>' },
    { callees: () => callee },
  );
}

test('a callee who talks and hangs up: completed, with the length of the talk', async () => {
  const line = await dialLine({ do: 'answer', talkMs: 20_000 });
  const report = await line.call([]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({
    DialCallStatus: 'completed',
    DialBridged: 'true',
    DialCallDuration: '20',
  });
  expect(heardIn(report)).toEqual(['after']);
  const { body } = await line.api('GET', `/Calls.json?ParentCallSid=${report.call.sid}`);
  expect(body).toMatchObject({
    calls: [{ direction: 'outbound-dial', to: '+15550107777', status: 'completed', duration: '20' }],
  });
});

test.each([
  [{ do: 'busy' }, 'busy'],
  [{ do: 'fail' }, 'failed'],
  [{ do: 'no-answer' }, 'no-answer'],
  [{ do: 'answer', afterMs: 12_000 }, 'no-answer'],
] as const)('%j within ten seconds: %s', async (callee, status) => {
  const line = await dialLine(callee, 'timeout="10"');
  const report = await line.call([]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ DialCallStatus: status, DialBridged: 'false' });
  expect(Number(report.call.duration)).toBeLessThan(12);
});

test('the caller hangs up while it rings', async () => {
  const line = await dialLine({ do: 'answer' });
  await line.call([{ do: 'listen', until: { ms: 1000 } }, { do: 'hang-up' }]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ DialCallStatus: 'canceled', CallStatus: 'completed' });
});

test.each(['Sim', 'Application', 'WhatsApp'])('what is not there is said not to be: %s', async noun => {
  const line = await testLine({ '/voice': `<Dial><${noun}>X</${noun}></Dial>` });
  const report = await line.call([]);
  expect(heardIn(report)).toEqual(['We are sorry, an application error has occurred. Goodbye.']);
  expect(report.timeline.map(({ text }) => text)).toContain(
    `error 0: <Dial><${noun}> is not emulated by the local Twilio`,
  );
});

describe('several at once', () => {
  const PEOPLE = '<Number>+15550107771</Number><Number>+15550107772</Number><Client>ann</Client>';

  test('the first to answer is joined, the others stop ringing', async () => {
    const line = await testLine(
      { '/voice': `<Dial action="/action">${PEOPLE}</Dial>`, '/action': '' },
      { callees: to => ({ do: 'answer', afterMs: to === 'client:ann' ? 1000 : 5000, talkMs: 3000 }) },
    );
    const report = await line.call([]);
    const { body } = await line.api('GET', `/Calls.json?ParentCallSid=${report.call.sid}`);
    expect(body).toMatchObject({
      calls: [
        { to: 'client:ann', status: 'completed' },
        { to: '+15550107772', status: 'canceled' },
        { to: '+15550107771', status: 'canceled' },
      ],
    });
    expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ DialCallStatus: 'completed', DialCallDuration: '3' });
  });

  test('sequential: one after the other until somebody answers', async () => {
    const line = await testLine(
      { '/voice': `<Dial action="/action" sequential="true" timeout="5">${PEOPLE}</Dial>`, '/action': '' },
      { callees: to => (to === '+15550107772' ? { do: 'answer', talkMs: 1000 } : { do: 'busy' }) },
    );
    const report = await line.call([]);
    const { body } = await line.api('GET', `/Calls.json?ParentCallSid=${report.call.sid}`);
    expect(body).toMatchObject({
      calls: [
        { to: '+15550107772', status: 'completed' },
        { to: '+15550107771', status: 'busy' },
      ],
    });
  });
});

test('both hear each other', async () => {
  const line = await testLine(
    { '/voice': '<Dial>+15550107777</Dial>' },
    {
      callees: () => ({
        do: 'answer',
        steps: [
          { do: 'listen', until: { text: 'who is there' } },
          { do: 'say', words: 'it is Ann' },
        ],
      }),
    },
  );
  const report = await line.call([
    { do: 'listen', until: { ms: 4000 } },
    { do: 'say', words: 'hello who is there' },
    { do: 'listen', until: { text: 'it is Ann' } },
    { do: 'hang-up' },
  ]);
  expect(heardIn(report)).toContain('it is Ann');
  expect(line.world.timeline.map(entry => entry.text)).toContain('hello who is there');
});

describe('whisper', () => {
  const pages = {
    '/voice': '<Dial action="/action"><Number url="/whisper">+15550107777</Number></Dial>',
    '/action': '',
  };

  test('the callee hears it before both are joined', async () => {
    const line = await testLine(
      { ...pages, '/whisper': '<Say>A call from the shop</Say>' },
      { callees: () => ({ do: 'answer', talkMs: 10_000 }) },
    );
    await line.call([]);
    const [request] = line.sentTo('/whisper');
    const action = line.sentTo('/action')[0]?.parameters;
    expect(request?.parameters).toMatchObject({ Direction: 'outbound-dial', CallStatus: 'in-progress' });
    expect(request?.parameters['CallSid']).toBe(action?.['DialCallSid']);
    expect(action).toMatchObject({ DialBridged: 'true', DialCallDuration: '8' });
  });

  test('a Hangup in it: answered, but never joined', async () => {
    const line = await testLine({ ...pages, '/whisper': '<Hangup/>' });
    await line.call([]);
    expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'false' });
  });
});

test('the callee’s leg tells its own status callback, with the parent', async () => {
  const events = 'statusCallback="/status" statusCallbackEvent="initiated ringing answered completed"';
  const line = await testLine(
    { '/voice': `<Dial><Number ${events}>+15550107777</Number></Dial>`, '/status': '' },
    { callees: () => ({ do: 'answer', talkMs: 1000 }) },
  );
  const report = await line.call([]);
  expect(
    line
      .sentTo('/status')
      .map(({ parameters: { CallStatus, SequenceNumber, ParentCallSid } }) => [
        CallStatus,
        SequenceNumber,
        ParentCallSid,
      ]),
  ).toEqual([
    ['initiated', '0', report.call.sid],
    ['ringing', '1', report.call.sid],
    ['in-progress', '2', report.call.sid],
    ['completed', '3', report.call.sid],
  ]);
});

test('answerOnBridge: the caller’s call is answered when the callee answers', async () => {
  const line = await testLine(
    { '/voice': '<Dial answerOnBridge="true">+15550107777</Dial>' },
    { callees: () => ({ do: 'answer', afterMs: 8000, talkMs: 5000 }) },
  );
  expect((await line.call([])).call.duration).toBe('5');
  const missed = await testLine(
    { '/voice': '<Dial answerOnBridge="true" action="/action">+15550107777</Dial>', '/action': '<Reject/>' },
    { callees: () => ({ do: 'busy' }) },
  );
  expect((await missed.call([])).call.status).toBe('no-answer');
});

test('hangupOnStar and timeLimit part both', async () => {
  const starred = await testLine({ '/voice': '<Dial hangupOnStar="true">+15550107777</Dial><Say>after</Say>' });
  const report = await starred.call([
    { do: 'listen', until: { ms: 5000 } },
    { do: 'press', digits: '*' },
  ]);
  expect(heardIn(report)).toEqual(['after']);
  const limited = await testLine({
    '/voice': '<Dial timeLimit="7" action="/action">+15550107777</Dial>',
    '/action': '',
  });
  await limited.call([]);
  expect(limited.sentTo('/action')[0]?.parameters).toMatchObject({ DialCallDuration: '7' });
});

test('addresses: parameters of a client, headers of a SIP address, callerId', async () => {
  const rung: unknown[] = [];
  const line = await testLine(
    {
      '/voice':
        '<Dial callerId="+15550100200"><Client><Identity>ann</Identity><Parameter name="a" value="1"/></Client>' +
        '<Client>bob?b=2</Client><Sip>sip:cleo@example.com?X-Id=7&amp;Other=8</Sip></Dial>',
    },
    {
      callees: (to, { from, parameters }) => {
        rung.push([to, from, parameters]);
        return { do: 'busy' };
      },
    },
  );
  await line.call([]);
  expect(rung).toEqual([
    ['client:ann', '+15550100200', { a: '1' }],
    ['client:bob', '+15550100200', { b: '2' }],
    ['sip:cleo@example.com', '+15550100200', { 'X-Id': '7' }],
  ]);
});

test('a Dial is recorded, each side on its own channel', async () => {
  const line = await testLine(
    {
      '/voice':
        '<Dial record="record-from-answer-dual" action="/action" recordingStatusCallback="/recorded">+15550107777</Dial>',
      '/action': '',
      '/recorded': '',
    },
    { callees: () => ({ do: 'answer', steps: [{ do: 'say', words: 'yes hello there' }, { do: 'hang-up' }] }) },
  );
  await line.call([]);
  const sid = line.sentTo('/action')[0]?.parameters['RecordingSid'] ?? '';
  expect(line.sentTo('/recorded')[0]?.parameters).toMatchObject({
    RecordingSid: sid,
    RecordingSource: 'DialVerb',
    RecordingChannels: '2',
    RecordingTrack: 'both',
  });
  const { body } = await line.api('GET', `/Recordings/${sid}.wav`);
  if (!Buffer.isBuffer(body)) throw new Error('no file');
  expect(body.readUInt16LE(22)).toBe(2);
});

test('the callee’s leg redirected over REST goes on alone; the caller goes on behind the Dial', async () => {
  const line = await testLine({
    '/voice': '<Dial action="/action">+15550107777</Dial>',
    '/action': '<Say>after</Say>',
  });
  const { ended } = line.voice.placeCall({ from: '+15550142222', to: LINE_NUMBER, caller: [] });
  await line.world.controls.advance(5000);
  const { body } = await line.api('GET', '/Calls.json?Status=in-progress&To=%2B15550107777');
  const [child] = (body as { calls: { sid: string }[] }).calls;
  await line.api('POST', `/Calls/${child?.sid ?? ''}.json`, {
    form: { Twiml: '<Response><Say>alone</Say><Pause length="9"/></Response>' },
  });
  expect(heardIn(await untilDone(line.world, ended))).toEqual(['after']);
  expect(await line.api('GET', `/Calls/${child?.sid ?? ''}.json`)).toMatchObject({ body: { status: 'in-progress' } });
  await line.world.controls.advance(20_000);
  expect(await line.api('GET', `/Calls/${child?.sid ?? ''}.json`)).toMatchObject({ body: { status: 'completed' } });
});

test('an empty queue is waited for; one that does not exist fails at once', async () => {
  const line = await testLine({
    '/voice': '<Dial action="/action" timeout="10"><Queue>support</Queue></Dial>',
    '/action': '',
  });
  const without = await line.call([]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ DialCallStatus: 'failed', DialBridged: 'false' });
  expect(Number(without.call.duration)).toBeLessThan(2);
  await line.api('POST', '/Queues.json', { form: { FriendlyName: 'support' } });
  const empty = await line.call([]);
  expect(line.sentTo('/action')[1]?.parameters).toMatchObject({ DialCallStatus: 'no-answer', DialBridged: 'false' });
  expect(Number(empty.call.duration)).toBeGreaterThanOrEqual(10);
});

test('who waited hangs up in the whisper: both were never joined', async () => {
  const line = await testLine({
    '/voice': ({ parameters: { From } }) =>
      From === LINE_NUMBER
        ? '<Dial action="/action"><Queue url="/whisper">support</Queue></Dial>'
        : '<Enqueue waitUrl="">support</Enqueue>',
    '/whisper': '<Pause length="60"/>',
    '/action': '',
  });
  const waits = line.call([{ do: 'listen', until: { ms: 9000 } }, { do: 'hang-up' }]);
  await line.call([], LINE_NUMBER);
  await waits;
  const [told] = line.sentTo('/action');
  expect(told?.parameters).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'false' });
  expect(told?.parameters).not.toHaveProperty('DialCallDuration');
});
