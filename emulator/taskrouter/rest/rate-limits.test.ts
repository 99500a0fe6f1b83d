import { bodyOf, testTaskrouter, type TestTaskrouter } from '../testing/workspace';

let desk: TestTaskrouter;

beforeEach(async () => {
  desk = await testTaskrouter();
});
afterEach(() => desk.world.close());

const LISTS = [
  "/Tasks?EvaluateTaskAttributes=type=='sales'",
  '/Workers?TargetWorkersExpression=level>1',
  '/TaskQueues?EvaluateWorkerAttributes={"level":1}',
];

test.each(LISTS)('%s is limited to three requests a second, when limits are on', async path => {
  const statuses = async (): Promise<number[]> => {
    const found: number[] = [];
    for (let n = 0; n < 4; n += 1) found.push((await desk.send('GET', path)).status);
    return found;
  };
  expect(await statuses()).toEqual([200, 200, 200, 200]);
  desk.limits.isOn = true;
  expect(await statuses()).toEqual([200, 200, 200, 429]);
  expect(bodyOf(await desk.send('GET', path))).toMatchObject({ code: 20429, status: 429 });
  expect((await desk.send('GET', path.split('?')[0] ?? '')).status).toBe(200);
  await desk.world.controls.advance(1000);
  expect(await statuses()).toEqual([200, 200, 200, 429]);
});

test('many statistics in one request are limited to five requests a second', async () => {
  desk.limits.isOn = true;
  const json = { queueSids: [await desk.sidOf('/TaskQueues', 'Sample Queue')] };
  const statuses: number[] = [];
  for (let n = 0; n < 6; n += 1) {
    statuses.push((await desk.send('POST', '/TaskQueues/RealTimeStatistics', { json })).status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
});
