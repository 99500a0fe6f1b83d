import { handler } from '../../../functions/lines/now.protected';
import { sampleClient } from '../../../lib/config/client.fake';
import { captureLog, runFunction } from '../run-function';

const log = captureLog();
const { greetings } = sampleClient();
beforeEach(() => jest.useFakeTimers({ doNotFake: ['setTimeout', 'setImmediate', 'nextTick'] }));
afterEach(() => jest.useRealTimers());

test.each([
  ['2026-11-23T18:00:00Z', { state: 'open', greeting: greetings.open, messageGreeting: greetings.message }],
  ['2026-11-22T18:00:00Z', { state: 'closed', greeting: greetings.closed, messageGreeting: greetings.closed }],
  ['2026-12-25T18:00:00Z', { state: 'holiday', greeting: greetings.holiday, messageGreeting: greetings.holiday }],
])('at %s the flow hears %j', async (now, expected) => {
  jest.setSystemTime(new Date(now));
  const answer = await runFunction(handler, { CallSid: `CA${'1'.repeat(32)}` });
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' }, body: expected });
});

test('it answers the keys that it says it answers, which is what flows are held against', async () => {
  const { body } = await runFunction(handler, {});
  expect(Object.keys(body as object).sort()).toEqual([...(handler.answers ?? [])].sort());
});

test('a number with hours and words of its own is asked for by To', async () => {
  jest.setSystemTime(new Date('2026-11-23T18:00:00Z'));
  const client = sampleClient();
  const [number, ...others] = client.numbers;
  if (!number) throw new Error('the sample has a number');
  const tokyo = { ...number, timeZone: 'Asia/Tokyo', greetings: { closed: 'Tokyo is asleep.' } };
  const scene = { client: { ...client, numbers: [tokyo, ...others] } };
  expect((await runFunction(handler, { To: tokyo.number }, scene)).body).toMatchObject({
    state: 'closed',
    greeting: 'Tokyo is asleep.',
  });
  expect((await runFunction(handler, { To: others[0]?.number ?? '' }, scene)).body).toMatchObject({ state: 'open' });
});

test("in another client's account it refuses and says why", async () => {
  const answer = await runFunction(handler, {}, { context: { ACCOUNT_SID: `AC${'9'.repeat(32)}` } });
  expect(answer).toMatchObject({
    status: 500,
    body: { code: 'WRONG_ACCOUNT', message: expect.stringContaining('Deploy it with the credentials') },
  });
  expect(log.lines()).toEqual([expect.objectContaining({ level: 'error', code: 'WRONG_ACCOUNT' })]);
});

test("a build without the client's file says how to make one", async () => {
  const answer = await runFunction(handler, {}, { client: null });
  expect(answer).toMatchObject({
    status: 500,
    body: { code: 'CLIENT_FILE_INVALID', message: expect.stringContaining('linekit build') },
  });
});
