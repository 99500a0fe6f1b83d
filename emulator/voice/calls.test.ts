import type { CallerStep, WebRequest } from '../contract';
import { TEST_ACCOUNT_SID } from '../testing/world';
import { CALLER_NUMBER, heardIn, LINE_NUMBER, testLine, VOICE_URL } from './testing/test-line';

const SORRY = 'We are sorry, an application error has occurred. Goodbye.';

test('the first request says what Twilio says of an inbound call', async () => {
  const line = await testLine({ '/voice': '<Hangup/>' });
  const { call } = await line.call([]);
  expect(line.sentTo('/voice')).toEqual([
    {
      accountSid: TEST_ACCOUNT_SID,
      callSid: call.sid,
      kind: 'voice-url',
      method: 'POST',
      url: VOICE_URL,
      parameters: {
        AccountSid: TEST_ACCOUNT_SID,
        ApiVersion: '2010-04-01',
        CallSid: call.sid,
        CallStatus: 'ringing',
        CallToken: expect.stringContaining('parentCallInfoToken') as unknown,
        Called: LINE_NUMBER,
        CalledCity: '',
        CalledCountry: 'US',
        CalledState: '',
        CalledZip: '',
        Caller: CALLER_NUMBER,
        CallerCity: '',
        CallerCountry: 'US',
        CallerState: '',
        CallerZip: '',
        Direction: 'inbound',
        From: CALLER_NUMBER,
        FromCity: '',
        FromCountry: 'US',
        FromState: '',
        FromZip: '',
        To: LINE_NUMBER,
        ToCity: '',
        ToCountry: 'US',
        ToState: '',
        ToZip: '',
      },
    },
  ]);
});

test('an anonymous caller has the number that stands for it', async () => {
  const line = await testLine({ '/voice': '<Hangup/>' });
  await line.call([], 'anonymous');
  expect(line.sentTo('/voice')[0]?.parameters).toMatchObject({ From: '+266696687', FromCountry: '' });
});

test('a number nobody has cannot be called', async () => {
  const line = await testLine({});
  expect(() => line.voice.placeCall({ from: CALLER_NUMBER, to: '+15550109999', caller: [] })).toThrow(
    expect.objectContaining({
      status: 404,
      code: 20404,
      message: expect.stringContaining('+15550109999') as unknown,
    }) as Error,
  );
});

test('audio that is no WAV is refused before the phone rings', async () => {
  const line = await testLine({});
  const say: CallerStep = { do: 'say', words: 'hi', audio: Buffer.from('ID3') };
  expect(() => line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller: [say] })).toThrow('not a WAV file');
  expect(line.world.requests).toEqual([]);
});

test('the status callback of the number hears of the end, numbered and timed', async () => {
  const line = await testLine(
    { '/voice': '<Pause length="61"/>', '/ended': '' },
    { number: { StatusCallback: 'https://app.example/ended', StatusCallbackMethod: 'GET' } },
  );
  await line.call([]);
  expect(line.sentTo('/ended')).toEqual([
    expect.objectContaining({
      kind: 'call-status',
      method: 'GET',
      parameters: expect.objectContaining({
        CallStatus: 'completed',
        CallDuration: '61',
        Duration: '2',
        SequenceNumber: '0',
        CallbackSource: 'call-progress-events',
        Timestamp: 'Mon, 02 Mar 2026 15:01:01 +0000',
        SipResponseCode: '200',
      }) as unknown,
    }),
  ]);
});

test('call-ended comes after what the hang-up set off, so that a flow still hears of its recording', async () => {
  const line = await testLine({ '/voice': '<Record action="/action"/>', '/action': '' });
  const order: string[] = [];
  line.world.bus.on('call-ended', ({ status }) => order.push(`ended ${status}`));
  line.world.answer(request => {
    order.push(request.kind);
    return request.kind === 'voice-url' ? '<Response><Record action="/action"/></Response>' : '';
  });
  await line.call([{ do: 'listen', until: 'beep' }, { do: 'say', words: 'one two three' }, { do: 'hang-up' }]);
  expect(order).toEqual(['voice-url', 'action', 'ended completed']);
});

test('the caller hears nothing after the end of the document', async () => {
  const line = await testLine({ '/voice': '<Say>bye</Say>' });
  const report = await line.call([
    { do: 'listen', until: 'prompt-end' },
    { do: 'say', words: 'wait a moment' },
  ]);
  expect(report.timeline.map(entry => entry.kind)).not.toContain('said');
  expect(report.call).toMatchObject({ status: 'completed', duration: '1' });
});

describe('a document that cannot be had', () => {
  const FALLBACK = { VoiceFallbackUrl: 'https://app.example/fallback', VoiceFallbackMethod: 'GET' };
  const lost = { status: 0, failure: { code: 11205, message: 'HTTP connection failure' } };

  test.each([
    ['status 500', { status: 500, body: 'oops' }, 11200],
    ['no answer', lost, 11205],
    ['bad XML', '<?xml version="1.0"?><Response><Say>', 12100],
    ['another root', '<?xml version="1.0"?><Play/>', 12102],
    ['JSON', { body: '{}', headers: { 'content-type': 'application/json' } }, 12300],
    ['nothing', { body: '', headers: {} }, 12100],
  ])('%s: the fallback URL is asked, with the error', async (_, page, code) => {
    const line = await testLine({ '/voice': page, '/fallback': '<Say>fallback</Say>' }, { number: FALLBACK });
    expect(heardIn(await line.call([]))).toEqual(['fallback']);
    expect(line.sentTo('/fallback')).toEqual([
      expect.objectContaining({
        method: 'GET',
        parameters: expect.objectContaining({ ErrorCode: String(code), ErrorUrl: VOICE_URL }) as unknown,
      }),
    ]);
  });

  test('a failing action goes to the fallback too', async () => {
    const line = await testLine(
      { '/voice': '<Gather action="/action" actionOnEmptyResult="true"/>', '/fallback': '<Say>fallback</Say>' },
      { number: FALLBACK },
    );
    expect(heardIn(await line.call([]))).toEqual(['fallback']);
    expect(line.sentTo('/fallback')[0]?.parameters).toMatchObject({ ErrorUrl: 'https://app.example/action' });
  });

  test('without a fallback, or when it fails as well, the caller hears of an application error', async () => {
    expect(heardIn(await (await testLine({})).call([]))).toEqual([SORRY]);
    expect(heardIn(await (await testLine({}, { number: FALLBACK })).call([]))).toEqual([SORRY]);
  });
});

test('plain text is read to the caller', async () => {
  const line = await testLine({ '/voice': { body: 'just words', headers: { 'content-type': 'text/plain' } } });
  expect(heardIn(await line.call([]))).toEqual(['just words']);
});

test('a number without a voice URL does not answer', async () => {
  const line = await testLine({}, { number: { VoiceUrl: '' } });
  expect((await line.call([])).call.status).toBe('no-answer');
});

test('listening for words waits until they are said, not for the whole prompt', async () => {
  const line = await testLine({ '/voice': '<Say>For sales press one for support press two thank you</Say>' });
  const report = await line.call([
    { do: 'listen', until: { text: 'Support  press two' } },
    { do: 'press', digits: '2' },
  ]);
  const pressed = report.timeline.find(entry => entry.kind === 'pressed');
  const answered = report.timeline.find(entry => entry.text === 'answered');
  expect((pressed?.atMs ?? 0) - (answered?.atMs ?? 0)).toBeGreaterThan(2500);
  expect((pressed?.atMs ?? 0) - (answered?.atMs ?? 0)).toBeLessThan(3800);
});

test('two calls at once keep apart', async () => {
  const line = await testLine({
    '/voice': '<Record action="/action" timeout="2"/>',
    '/action': (request: WebRequest) => `<Say>${request.parameters['From'] ?? ''}</Say>`,
  });
  const steps = (words: string): CallerStep[] => [
    { do: 'listen', until: 'beep' },
    { do: 'say', words },
  ];
  const [one, two] = await Promise.all([
    line.call(steps('first words'), '+15550140001'),
    line.call(steps('second'), '+15550140002'),
  ]);
  expect(heardIn(one)).toEqual(['beep', '+15550140001']);
  expect(heardIn(two)).toEqual(['beep', '+15550140002']);
});

test('whoever is on the phone is steered at any time: what they do is dropped, also when it rings', async () => {
  const document = '<Gather numDigits="1" timeout="60" input="dtmf speech" action="/pressed"/>';
  const line = await testLine({ '/voice': document, '/pressed': '<Pause length="60"/>' });
  const caller: CallerStep[] = [
    { do: 'listen', until: { ms: 2000 } },
    { do: 'press', digits: '7' },
  ];
  const { callSid, ended } = line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller });
  line.voice.steerCall(callSid, [{ do: 'wait' }]);
  await line.world.controls.advance(5000);
  expect(line.sentTo('/pressed')).toEqual([]);
  line.voice.steerCall(callSid, [{ do: 'press', digits: '4' }]);
  await line.world.controls.advance(5000);
  expect(line.sentTo('/pressed')[0]?.parameters).toMatchObject({ Digits: '4' });
  line.voice.steerCall(callSid, [{ do: 'hang-up' }]);
  expect((await ended).call).toMatchObject({ status: 'completed', duration: '10' });
  expect(() => line.voice.steerCall(callSid, [])).toThrow(expect.objectContaining({ code: 20404 }) as Error);
});

test('a call outlives a store that is restored to a time before it', async () => {
  const line = await testLine({ '/voice': '<Pause length="10"/>' });
  const before = line.world.store.snapshot();
  const { ended } = line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller: [] });
  await line.world.controls.advance(5000);
  line.world.store.restore(before);
  await line.world.controls.advance(10_000);
  expect((await ended).call).toMatchObject({ status: 'completed', duration: '10' });
  expect(line.world.timeline.filter(entry => entry.kind === 'fault')).toEqual([]);
});

test('a call that a restored store holds and nobody is on is over', async () => {
  const line = await testLine({ '/voice': '<Pause length="10"/>' });
  const { callSid, ended } = line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller: [] });
  await line.world.controls.advance(5000);
  const during = line.world.store.snapshot();
  await line.world.controls.advance(10_000);
  await ended;
  const told: string[] = [];
  line.world.bus.on('call-ended', ({ callSid: sid, status }) => told.push(`${sid} ${status}`));
  line.world.store.restore(during);
  expect(await line.api('GET', `/Calls/${callSid}.json`)).toMatchObject({
    body: { status: 'completed', duration: '15' },
  });
  expect(told).toEqual([`${callSid} completed`]);
});

test('closing hangs up what is going on', async () => {
  const line = await testLine({ '/voice': '<Pause length="100"/>' });
  const { ended } = line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller: [] });
  await line.world.controls.advance(5000);
  await line.voice.product.close?.();
  expect((await ended).call).toMatchObject({ status: 'completed', duration: '5' });
});
