import { bookCallback, openDesk } from '../support/desk';
import { moments, openLine, type TestLine } from '../support/line';

/** Nine in the morning after `moments.night`, when the sample opens. */
const OPENING = '2026-11-24T09:00:00-08:00';
const HELD = {
  // Its own queue asks for the skill "scheduling"; after a minute it would come to everyone.
  topic: 'appointments',
  hold: { dueAt: new Date(OPENING).toISOString(), holdHours: 16 as const },
};

let line: TestLine;
beforeEach(async () => {
  line = await openLine(moments.night);
});
afterEach(() => line.close());

/** The sweep comes by at opening time. */
async function morning(): Promise<void> {
  await line.emulator.advance(Date.parse(OPENING) - line.emulator.clock.now() + 60_000);
  const { status, body } = await line.post('/callback/release', {});
  expect([status, JSON.parse(body)]).toMatchObject([200, { released: { complete: true, failed: [] } }]);
}

test('scheduled at night, let go at opening: it comes to the agent who has the skill, and to nobody else', async () => {
  const bo = await openDesk(line, 'Bo');
  const ana = await openDesk(line, 'Ana', { skills: ['scheduling'] });
  await bo.go('Offline');
  await ana.go('Offline');
  const taskSid = await bookCallback(line, HELD);
  // Bo has been there for longer and would be asked first if the task were anybody's.
  await bo.go('Available');
  await ana.go('Available');
  await line.emulator.advance(60_000);
  expect([await ana.offers(), await bo.offers()]).toEqual([[], []]);
  await morning();
  expect([await ana.offers(), await bo.offers()]).toEqual([[taskSid], []]);
  expect((await ana.task(taskSid)).attributes['callBackData']).toMatchObject({ released: true });
});

test('nobody who has the skill is there at opening: it comes to everyone at once', async () => {
  const bo = await openDesk(line, 'Bo');
  const ana = await openDesk(line, 'Ana', { skills: ['scheduling'] });
  await ana.go('Offline');
  const taskSid = await bookCallback(line, HELD);
  await morning();
  expect([await ana.offers(), await bo.offers()]).toEqual([[], [taskSid]]);
});

test('whoever has the skill declines: the task waits for them, and is not lost', async () => {
  const bo = await openDesk(line, 'Bo');
  const ana = await openDesk(line, 'Ana', { skills: ['scheduling'] });
  const taskSid = await bookCallback(line, HELD);
  await morning();
  await ana.decline();
  expect([await ana.offers(), await bo.offers()]).toEqual([[taskSid], []]);
  expect(await ana.accept()).toBe(taskSid);
});

test('no sweep comes by: the workflow lets it go after its hours, to everyone', async () => {
  const bo = await openDesk(line, 'Bo');
  const taskSid = await bookCallback(line, HELD);
  await line.emulator.advance(16 * 3_600_000 + 1_000);
  expect(await bo.offers()).toEqual([taskSid]);
});
