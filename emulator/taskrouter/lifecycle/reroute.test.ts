import { testTaskrouter, type TestTaskrouter } from '../testing/workspace';

let desk: TestTaskrouter;
let now: (ms: number) => Promise<void>;
let workflow: string;
const queues: Record<string, string> = {};

/** Sales waits 10 s in A, then 10 s in B; support has no time-out in B; the rest goes to C. */
beforeEach(async () => {
  desk = await testTaskrouter();
  now = ms => desk.world.controls.advance(ms);
  for (const FriendlyName of ['A', 'B', 'C']) {
    queues[FriendlyName] = String((await desk.post('/TaskQueues', { FriendlyName, TargetWorkers: '' })).sid);
  }
  const { A, B, C } = queues;
  const filters = [
    {
      expression: "type == 'sales'",
      targets: [
        { queue: A, timeout: 10 },
        { queue: B, timeout: 10 },
      ],
    },
    { expression: "type == 'support'", targets: [{ queue: B, priority: 7 }] },
  ];
  const Configuration = JSON.stringify({ task_routing: { filters, default_filter: { queue: C } } });
  workflow = String((await desk.post('/Workflows', { FriendlyName: 'By type', Configuration })).sid);
});
afterEach(() => desk.world.close());

const task = async (type: string): Promise<string> => {
  const { sid } = await desk.post('/Tasks', { WorkflowSid: workflow, Attributes: JSON.stringify({ type }) });
  return String(sid);
};
const where = async (sid: string): Promise<unknown> => (await desk.get(`/Tasks/${sid}`)).task_queue_friendly_name;
const become = (sid: string, type: string): Promise<unknown> =>
  desk.post(`/Tasks/${sid}`, { Attributes: JSON.stringify({ type }) });

describe('a pending task whose attributes change', () => {
  test('goes where its workflow sends such tasks, with the priority of that step', async () => {
    const sid = await task('other');
    expect(await where(sid)).toBe('C');
    await become(sid, 'support');
    expect(await where(sid)).toBe('B');
    expect((await desk.get(`/Tasks/${sid}`)).priority).toBe(7);
    const types = (await desk.list(`/Events?TaskSid=${sid}`)).map(({ event_type: type }) => type).reverse();
    expect(types.slice(-4)).toEqual([
      'task.updated',
      'task-queue.moved',
      'task-queue.entered',
      'workflow.target-matched',
    ]);
  });

  test('keeps its place when it stays in its step', async () => {
    const sid = await task('support');
    const { task_queue_entered_date: before } = await desk.get(`/Tasks/${sid}`);
    await now(5000);
    await desk.post(`/Tasks/${sid}`, { Attributes: '{"type":"support","note":1}' });
    expect((await desk.get(`/Tasks/${sid}`)).task_queue_entered_date).toBe(before);
    expect(await desk.list(`/Events?TaskSid=${sid}&EventType=task-queue.entered`)).toHaveLength(1);
  });

  test('passes the steps whose time is over at its age', async () => {
    const sid = await task('other');
    await now(12_000);
    await become(sid, 'sales');
    expect(await where(sid)).toBe('B');
    await now(8000);
    expect(await desk.get(`/Tasks/${sid}`)).toMatchObject({
      assignment_status: 'canceled',
      reason: 'Task canceled on Workflow timeout',
    });
  });

  test('is routed anew after the worker who was asked has declined', async () => {
    await desk.post(`/TaskQueues/${String(queues['C'])}`, { TargetWorkers: '1==1' });
    await desk.worker('Ada');
    const sid = await task('other');
    const [offer] = await desk.list(`/Tasks/${sid}/Reservations`);
    await become(sid, 'support');
    expect(await where(sid)).toBe('C');
    await desk.post(`/Tasks/${sid}/Reservations/${String(offer?.sid)}`, { ReservationStatus: 'rejected' });
    expect(await where(sid)).toBe('B');
  });
});

test('a workflow routes its tasks anew when it is told to, not before', async () => {
  const sid = await task('other');
  const { B } = queues;
  const Configuration = JSON.stringify({ task_routing: { default_filter: { queue: B } } });
  await desk.post(`/Workflows/${workflow}`, { Configuration });
  expect(await where(sid)).toBe('C');
  await desk.post(`/Workflows/${workflow}`, { ReEvaluateTasks: 'true' });
  expect(await where(sid)).toBe('B');
});
