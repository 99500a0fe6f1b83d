import { bodyOf, testTaskrouter, type Body, type TestTaskrouter } from '../testing/workspace';

let desk: TestTaskrouter;
let now: (ms: number) => Promise<void>;
let queue: string;
let workflow: string;

beforeEach(async () => {
  desk = await testTaskrouter();
  now = ms => desk.world.controls.advance(ms);
  queue = await desk.sidOf('/TaskQueues', 'Sample Queue');
  workflow = await desk.sidOf('/Workflows', 'Default Fifo Workflow');
});
afterEach(() => desk.world.close());

const task = async (form: Record<string, string> = {}): Promise<string> =>
  String((await desk.post('/Tasks', form)).sid);
const answer = async (taskSid: string, ReservationStatus: string): Promise<void> => {
  const pending = (await desk.list(`/Tasks/${taskSid}/Reservations`)).find(
    ({ reservation_status: status }) => status === 'pending' || status === 'accepted',
  );
  await desk.post(`/Tasks/${taskSid}/Reservations/${String(pending?.sid)}`, { ReservationStatus });
};
const part = (body: Body, name: string): Body => bodyOf({ status: 200, body: Object(body[name]) as object });

describe('now', () => {
  test('tasks are counted by status and priority, the oldest that waits is named', async () => {
    await desk.worker('Ada');
    const offered = await task({ Priority: '5' });
    await now(3000);
    const waiting = await task();
    await now(7000);
    for (const path of ['', `/TaskQueues/${queue}`, `/Workflows/${workflow}`]) {
      expect(await desk.get(`${path}/RealTimeStatistics`)).toMatchObject({
        tasks_by_status: { reserved: 1, pending: 1, assigned: 0, wrapping: 0 },
        tasks_by_priority: { 0: 1, 5: 1 },
        total_tasks: 2,
        longest_task_waiting_age: 7,
        longest_task_waiting_sid: waiting,
      });
    }
    await answer(offered, 'accepted');
    expect(await desk.get('/RealTimeStatistics')).toMatchObject({ tasks_by_status: { assigned: 1, reserved: 0 } });
    await answer(offered, 'completed');
    expect(await desk.get('/RealTimeStatistics')).toMatchObject({ total_tasks: 1, longest_task_waiting_sid: null });
  });

  test('an idle workspace has nothing to name', async () => {
    expect(await desk.get(`/TaskQueues/${queue}/RealTimeStatistics`)).toMatchObject({
      longest_task_waiting_age: 0,
      longest_task_waiting_sid: null,
      longest_relative_task_sid_in_queue: null,
      tasks_by_priority: {},
      total_tasks: 0,
      url: `https://taskrouter.twilio.com/v1/Workspaces/${desk.workspaceSid}/TaskQueues/${queue}/RealTimeStatistics`,
    });
  });

  test('workers are counted by activity; a queue counts who matches it, and who of them is available', async () => {
    await desk.worker('Ada', { skills: ['mail'] });
    await desk.worker('Bob');
    await desk.post('/Workers', { FriendlyName: 'Cem', Attributes: '{"skills":["mail"]}' });
    const mail = await desk.post('/TaskQueues', { FriendlyName: 'Mail', TargetWorkers: "skills HAS 'mail'" });
    expect(await desk.get(`/TaskQueues/${String(mail.sid)}/RealTimeStatistics`)).toMatchObject({
      total_eligible_workers: 2,
      total_available_workers: 1,
      activity_statistics: [
        { friendly_name: 'Offline', workers: 1 },
        { friendly_name: 'Available', workers: 1 },
        { friendly_name: 'Unavailable', workers: 0 },
      ],
    });
    expect(await desk.get('/Workers/RealTimeStatistics')).toMatchObject({ total_workers: 3 });
    const ofQueue = await desk.get('/Workers/Statistics?TaskQueueName=Mail');
    expect(part(ofQueue, 'realtime')).toMatchObject({ total_workers: 2 });
    const named = await desk.get('/Workers/Statistics?FriendlyName=Bob');
    expect(part(named, 'realtime')).toMatchObject({ total_workers: 1 });
  });

  test('a channel narrows, an unknown one is refused', async () => {
    await task({ TaskChannel: 'voice' });
    await task({ TaskChannel: 'sms' });
    expect(await desk.get('/RealTimeStatistics?TaskChannel=voice')).toMatchObject({ total_tasks: 1 });
    const refused = await desk.send('GET', '/RealTimeStatistics?TaskChannel=smoke');
    expect([refused.status, bodyOf(refused).code]).toEqual([400, 20001]);
  });

  test('many queues are asked at once', async () => {
    await task();
    const ask = (queueSids: unknown): ReturnType<typeof desk.send> =>
      desk.send('POST', '/TaskQueues/RealTimeStatistics', { json: { queueSids } });
    const foreign = `WQ${'0'.repeat(32)}`;
    expect(bodyOf(await ask([queue, foreign]))).toMatchObject({
      task_queue_response_count: 2,
      task_queue_data: [
        { task_queue_sid: queue, total_tasks: 1 },
        { task_queue_sid: foreign, total_tasks: 0, total_eligible_workers: 0 },
      ],
    });
    for (const wrong of [[], ['WQ1'], Array<string>(51).fill(queue), queue])
      expect((await ask(wrong)).status).toBe(400);
  });
});

describe('in a time', () => {
  test('waits are measured from creation to acceptance or cancellation, and split where asked', async () => {
    const [quick, slow, gone] = [await task(), await task(), await task()];
    await now(4000);
    const ada = await desk.worker('Ada');
    await answer(quick, 'accepted');
    await now(6000);
    await answer(quick, 'completed');
    await answer(slow, 'accepted');
    await desk.post(`/Tasks/${gone}`, { AssignmentStatus: 'canceled', Reason: 'enough' });
    for (const path of ['', `/TaskQueues/${queue}`, `/Workflows/${workflow}`]) {
      expect(await desk.get(`${path}/CumulativeStatistics?SplitByWaitTime=5,60`)).toMatchObject({
        reservations_created: 2,
        reservations_accepted: 2,
        tasks_canceled: 1,
        tasks_completed: 1,
        avg_task_acceptance_time: 7,
        wait_duration_until_accepted: { avg: 7, min: 4, max: 10, total: 14 },
        wait_duration_until_canceled: { avg: 10, min: 10, max: 10, total: 10 },
        split_by_wait_time: {
          5: {
            below: { tasks_canceled: 0, reservations_accepted: 1 },
            above: { tasks_canceled: 1, reservations_accepted: 1 },
          },
          60: { below: { tasks_canceled: 1, reservations_accepted: 2 } },
        },
      });
    }
    expect(await desk.get('/CumulativeStatistics')).toMatchObject({ tasks_created: 3 });
    expect(await desk.get(`/TaskQueues/${queue}/CumulativeStatistics`)).toMatchObject({ tasks_entered: 3 });
    expect(part(await desk.get(`/Workers/${ada}/Statistics`), 'cumulative')).toMatchObject({
      reservations_accepted: 2,
      activity_durations: expect.arrayContaining([
        expect.objectContaining({ friendly_name: 'Available', total: 6, max: 6 }),
      ]),
    });
  });

  test('only what happened in it counts, by minutes or dates', async () => {
    const sid = await task();
    await desk.post(`/Tasks/${sid}`, { AssignmentStatus: 'canceled', Reason: 'enough' });
    await now(20 * 60_000);
    const canceled = async (query: string): Promise<unknown> =>
      (await desk.get(`/CumulativeStatistics${query}`)).tasks_canceled;
    expect(await canceled('')).toBe(0);
    expect(await canceled('?Minutes=30')).toBe(1);
    expect(await canceled('?StartDate=2026-03-02T14:59:00Z')).toBe(1);
    expect(await canceled('?StartDate=2026-03-02T14:00:00Z&EndDate=2026-03-02T14:59:59Z')).toBe(0);
    expect(await desk.get('/CumulativeStatistics?Minutes=30')).toMatchObject({
      start_time: '2026-03-02T14:50:00Z',
      end_time: '2026-03-02T15:20:00Z',
    });
  });

  test.each(['Minutes=soon', 'StartDate=yesterday', 'StartDate=2027-01-01', 'SplitByWaitTime=5,x'])(
    '%s is refused',
    async query => {
      const reply = await desk.send('GET', `/CumulativeStatistics?${query}`);
      expect([reply.status, bodyOf(reply).code]).toEqual([400, 20001]);
    },
  );

  test('what lies more than 30 days back is refused with its own code', async () => {
    const reply = await desk.send('GET', '/CumulativeStatistics?StartDate=2026-01-30T14:00:00Z');
    expect([reply.status, bodyOf(reply).code]).toEqual([400, 14241]);
  });

  test('a task that moves on, and one that runs out of its workflow, are counted where it happened', async () => {
    const second = await desk.post('/TaskQueues', { FriendlyName: 'Second' });
    const targets = [
      { queue, timeout: 10 },
      { queue: second.sid, timeout: 10 },
    ];
    const routing = { task_routing: { filters: [{ expression: '1==1', targets }] } };
    const { sid } = await desk.post('/Workflows', { FriendlyName: 'Two', Configuration: JSON.stringify(routing) });
    await task({ WorkflowSid: String(sid) });
    await now(20_000);
    expect(await desk.get(`/TaskQueues/${queue}/CumulativeStatistics`)).toMatchObject({ tasks_moved: 1 });
    expect(await desk.get(`/Workflows/${String(sid)}/CumulativeStatistics`)).toMatchObject({
      tasks_entered: 1,
      tasks_moved: 1,
      tasks_timed_out_in_workflow: 1,
      tasks_canceled: 1,
    });
  });

  test('what becomes of offers is told apart', async () => {
    await desk.worker('Ada');
    const sid = await task();
    await answer(sid, 'rejected');
    await now(120_000);
    expect(await desk.get('/Workers/CumulativeStatistics')).toMatchObject({
      reservations_created: 2,
      reservations_rejected: 1,
      reservations_timed_out: 1,
      activity_durations: expect.arrayContaining([
        expect.objectContaining({ friendly_name: 'Available', total: 120, avg: 120 }),
      ]),
    });
  });

  test('both are in one for each queue, page by page', async () => {
    await desk.post('/TaskQueues', { FriendlyName: 'Second' });
    const [first] = await desk.list('/TaskQueues/Statistics?PageSize=1');
    expect(first).toMatchObject({ task_queue_sid: queue, workspace_sid: desk.workspaceSid });
    expect(Object.keys(part(first ?? {}, 'realtime'))).toContain('total_available_workers');
    expect(Object.keys(part(first ?? {}, 'cumulative'))).toContain('wait_duration_in_queue_until_accepted');
    expect(await desk.list('/TaskQueues/Statistics?FriendlyName=Second')).toHaveLength(1);
  });
});
