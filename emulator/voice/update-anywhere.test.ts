import { socketServer, type SocketServer } from './testing/socket-server';
import { CALLER_NUMBER, heardIn, LINE_NUMBER, testLine, untilDone } from './testing/test-line';

let server: SocketServer;
beforeAll(async () => {
  server = await socketServer();
});
afterAll(() => server.close());

/** Where a call may be, what it is told besides when it is taken elsewhere, and the action that hears of it. */
const PLACES: readonly (readonly [string, () => string, action: Record<string, string> | undefined])[] = [
  ['a Say', () => '<Say loop="0">one two three</Say>', undefined],
  ['a Pause', () => '<Pause length="60"/>', undefined],
  ['a Gather', () => '<Gather action="/action" timeout="60"/>', undefined],
  ['a Record', () => '<Record action="/action" timeout="60" playBeep="false"/>', undefined],
  ['a Dial that rings', () => '<Dial action="/action" timeout="60"><Number>+15550107770</Number></Dial>', undefined],
  ['a Dial that talks', () => '<Dial action="/action"><Number>+15550107777</Number></Dial>', undefined],
  ['a conference', () => '<Dial action="/action"><Conference waitUrl="">room</Conference></Dial>', undefined],
  ['a queue', () => '<Enqueue action="/action" waitUrl="">support</Enqueue>', { QueueResult: 'redirected' }],
  ['a Dial of a queue', () => '<Dial action="/action" timeout="60"><Queue>nobody</Queue></Dial>', undefined],
  ['a stream', () => `<Connect action="/action"><Stream url="${server.url}"/></Connect>`, undefined],
  ['a relay', () => `<Connect action="/action"><ConversationRelay url="${server.url}"/></Connect>`, undefined],
  ['a payment', () => '<Pay action="/action" timeout="60"/>', undefined],
];

test.each(PLACES)('a call is taken out of %s by another document', async (_, twiml, action) => {
  const line = await testLine(
    { '/voice': () => `${twiml()}<Say>never</Say>`, '/action': '<Say>not this</Say>' },
    { callees: to => ({ do: 'answer', afterMs: to.endsWith('0') ? 30_000 : 500 }) },
  );
  await line.api('POST', '/Queues.json', { form: { FriendlyName: 'nobody' } });
  const { callSid, ended } = line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller: [] });
  await line.world.controls.advance(4000);
  const form = { Twiml: '<Response><Say>elsewhere</Say></Response>' };
  expect(await line.api('POST', `/Calls/${callSid}.json`, { form })).toMatchObject({
    status: 200,
    body: { status: 'in-progress' },
  });
  const report = await untilDone(line.world, ended);
  expect(heardIn(report).at(-1)).toBe('elsewhere');
  expect(heardIn(report)).not.toContain('never');
  expect(line.sentTo('/action').map(({ parameters }) => parameters)).toEqual(
    action ? [expect.objectContaining(action)] : [],
  );
  const { body } = await line.api('GET', '/Calls.json?Status=in-progress');
  expect(body).toMatchObject({ calls: [] });
});

test.each(PLACES)('a call is ended over REST in %s', async (_, twiml) => {
  const line = await testLine(
    { '/voice': () => `${twiml()}<Say>never</Say>`, '/action': '<Say>not this</Say>' },
    { callees: to => ({ do: 'answer', afterMs: to.endsWith('0') ? 30_000 : 500 }) },
  );
  await line.api('POST', '/Queues.json', { form: { FriendlyName: 'nobody' } });
  const { callSid, ended } = line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller: [] });
  await line.world.controls.advance(4000);
  await line.api('POST', `/Calls/${callSid}.json`, { form: { Status: 'completed' } });
  const report = await untilDone(line.world, ended);
  expect(report.call).toMatchObject({ status: 'completed', duration: '4' });
  expect(heardIn(report)).not.toContain('not this');
  const { body } = await line.api('GET', '/Calls.json?Status=in-progress');
  expect(body).toMatchObject({ calls: [] });
});
