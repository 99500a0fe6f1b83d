import { testTaskrouter, type TestTaskrouter } from '../testing/workspace';

let desk: TestTaskrouter;
let now: (ms: number) => Promise<void>;

beforeEach(async () => {
  desk = await testTaskrouter();
  now = ms => desk.world.controls.advance(ms);
});
afterEach(() => desk.world.close());

const task = async (form: Record<string, string> = {}): Promise<string> =>
  String((await desk.post('/Tasks', form)).sid);
const statusOf = async (sid: string): Promise<unknown> => (await desk.get(`/Tasks/${sid}`)).assignment_status;
const offersOf = async (sid: string): Promise<unknown[]> =>
  (await desk.list(`/Tasks/${sid}/Reservations`)).map(
    offer => `${String(offer.worker_name)} ${String(offer.reservation_status)}`,
  );
const firstOffer = async (sid: string): Promise<string> =>
  String((await desk.list(`/Tasks/${sid}/Reservations`))[0]?.sid);
const activityOf = async (sid: string): Promise<unknown> => (await desk.get(`/Workers/${sid}`)).activity_name;

async function workflow(routing: object, change: Record<string, string> = {}): Promise<string> {
  const { sid } = await desk.post('/Workflows', {
    FriendlyName: `Workflow ${Math.round(desk.world.timeline.length)}`,
    Configuration: JSON.stringify({ task_routing: routing }),
    ...change,
  });
  return String(sid);
}

describe('a task', () => {
  test('is offered, taken, wrapped up and completed, and disappears after five minutes', async () => {
    await desk.worker('Ada');
    const sid = await task({ Attributes: '{"call_sid":"CA1"}' });
    expect(await statusOf(sid)).toBe('reserved');
    const offer = await firstOffer(sid);
    await desk.post(`/Tasks/${sid}/Reservations/${offer}`, { ReservationStatus: 'accepted' });
    expect(await statusOf(sid)).toBe('assigned');
    await desk.post(`/Tasks/${sid}`, { AssignmentStatus: 'wrapping', Reason: 'talk over' });
    expect(await offersOf(sid)).toEqual(['Ada wrapping']);
    await desk.post(`/Tasks/${sid}`, { AssignmentStatus: 'completed', Reason: 'resolved' });
    expect(await desk.get(`/Tasks/${sid}`)).toMatchObject({ assignment_status: 'completed', reason: 'resolved' });
    expect(await offersOf(sid)).toEqual(['Ada completed']);
    await now(299_000);
    expect(await statusOf(sid)).toBe('completed');
    await now(2_000);
    expect((await desk.send('GET', `/Tasks/${sid}`)).status).toBe(404);
    expect(desk.world.timeline.map(({ kind, text, callSid }) => [kind, text, callSid])).toEqual([
      ['task', 'task created on channel default', 'CA1'],
      ['reservation', 'offered to Ada', 'CA1'],
      ['reservation', 'accepted by Ada', 'CA1'],
      ['task', 'task in wrap-up', 'CA1'],
      ['task', 'task completed: resolved', 'CA1'],
      ['reservation', 'completed by Ada', 'CA1'],
    ]);
  });

  test('waits for a worker, who gets it when they come', async () => {
    const sid = await task();
    expect(await statusOf(sid)).toBe('pending');
    await desk.worker('Ada');
    expect(await offersOf(sid)).toEqual(['Ada pending']);
  });

  test('goes to the next worker after a time-out, which signs the first one off', async () => {
    const ada = await desk.worker('Ada');
    await now(1000);
    await desk.worker('Bob');
    const sid = await task();
    await now(120_000);
    expect(await offersOf(sid)).toEqual(['Ada timeout', 'Bob pending']);
    expect(await activityOf(ada)).toBe('Offline');
    await now(120_000);
    expect(await statusOf(sid)).toBe('pending');
  });

  test('is offered on when a worker declines, who may leave for another activity', async () => {
    const ada = await desk.worker('Ada');
    const sid = await task();
    const WorkerActivitySid = await desk.sidOf('/Activities', 'Unavailable');
    const offer = await firstOffer(sid);
    await desk.post(`/Workers/${ada}/Reservations/${offer}`, { ReservationStatus: 'rejected', WorkerActivitySid });
    expect(await offersOf(sid)).toEqual(['Ada rejected']);
    expect(await activityOf(ada)).toBe('Unavailable');
    expect(await statusOf(sid)).toBe('pending');
  });

  test('that everybody always declines is canceled in the end', async () => {
    await desk.worker('Ada');
    desk.agents.hire({ friendlyName: 'Ada', script: { on: () => ({ do: 'decline', afterMs: 0 }) } });
    await now(1000);
    const sid = await task();
    await now(1000);
    expect(await desk.get(`/Tasks/${sid}`)).toMatchObject({
      assignment_status: 'canceled',
      reason: expect.stringContaining('rejections'),
    });
    expect(await offersOf(sid)).toHaveLength(50);
  });

  test('lives as long as its time-out says', async () => {
    const sid = await task({ Timeout: '30' });
    await now(29_000);
    expect(await statusOf(sid)).toBe('pending');
    await now(1_000);
    expect(await desk.get(`/Tasks/${sid}`)).toMatchObject({
      assignment_status: 'canceled',
      reason: 'Task TTL Exceeded',
    });
  });

  test('that is assigned has no time-out', async () => {
    await desk.worker('Ada');
    const sid = await task({ Timeout: '30' });
    await desk.post(`/Tasks/${sid}/Reservations/${await firstOffer(sid)}`, { Instruction: 'accept' });
    await now(3_600_000);
    expect(await statusOf(sid)).toBe('assigned');
  });

  test('canceled withdraws its offer and frees the worker for the next', async () => {
    await desk.worker('Ada');
    const first = await task();
    const second = await task();
    await desk.post(`/Tasks/${first}`, { AssignmentStatus: 'canceled', Reason: 'no longer needed' });
    expect(await offersOf(first)).toEqual(['Ada canceled']);
    expect(await offersOf(second)).toEqual(['Ada pending']);
  });

  test('of a higher priority goes first', async () => {
    const [low, high] = [await task({ Priority: '1' }), await task({ Priority: '9' })];
    await desk.worker('Ada');
    expect(await statusOf(low)).toBe('pending');
    expect(await statusOf(high)).toBe('reserved');
  });

  test('offered to several is taken by the first and withdrawn from the rest', async () => {
    const queue = await desk.sidOf('/TaskQueues', 'Sample Queue');
    await desk.post(`/TaskQueues/${queue}`, { MaxReservedWorkers: '2' });
    for (const name of ['Ada', 'Bob', 'Cleo']) await desk.worker(name);
    const sid = await task();
    expect(await offersOf(sid)).toEqual(['Ada pending', 'Bob pending']);
    const [, second] = await desk.list(`/Tasks/${sid}/Reservations`);
    await desk.post(`/Tasks/${sid}/Reservations/${String(second?.sid)}`, { ReservationStatus: 'accepted' });
    expect(await offersOf(sid)).toEqual(['Ada rescinded', 'Bob accepted']);
  });

  test('straight to a worker ignores their capacity', async () => {
    const ada = await desk.worker('Ada');
    await task();
    const direct = await task({ RoutingTarget: ada });
    expect(await offersOf(direct)).toEqual(['Ada pending']);
    expect(await desk.get(`/Tasks/${direct}`)).toMatchObject({
      routing_target: ada,
      ignore_capacity: true,
      workflow_sid: null,
    });
  });
});

describe('the steps of a workflow', () => {
  const queue = async (FriendlyName: string, TargetWorkers: string): Promise<string> =>
    String((await desk.post('/TaskQueues', { FriendlyName, TargetWorkers })).sid);

  test('escalate by time-out and end in cancellation', async () => {
    const [first, second] = [await queue('First', "team == 'a'"), await queue('Second', "team == 'b'")];
    const targets = [
      { queue: first, timeout: 10, priority: 2 },
      { queue: second, timeout: '20' },
    ];
    const WorkflowSid = await workflow({ filters: [{ expression: '1==1', targets }] });
    const sid = await task({ WorkflowSid, Priority: '1' });
    expect(await desk.get(`/Tasks/${sid}`)).toMatchObject({ task_queue_friendly_name: 'First', priority: 2 });
    await now(10_000);
    expect(await desk.get(`/Tasks/${sid}`)).toMatchObject({ task_queue_friendly_name: 'Second', priority: 2 });
    await now(20_000);
    expect(await desk.get(`/Tasks/${sid}`)).toMatchObject({
      assignment_status: 'canceled',
      reason: 'Task canceled on Workflow timeout',
    });
  });

  test('wait for a worker who has been asked, then go on', async () => {
    const [first, second] = [await queue('First', '1==1'), await queue('Second', '1==1')];
    const filters = [{ expression: '1==1', targets: [{ queue: first, timeout: 10 }, { queue: second }] }];
    const WorkflowSid = await workflow({ filters }, { TaskReservationTimeout: '30' });
    await desk.worker('Ada');
    const sid = await task({ WorkflowSid });
    await now(20_000);
    expect(await desk.get(`/Tasks/${sid}`)).toMatchObject({
      task_queue_friendly_name: 'First',
      assignment_status: 'reserved',
    });
    await now(10_000);
    expect(await desk.get(`/Tasks/${sid}`)).toMatchObject({
      task_queue_friendly_name: 'Second',
      assignment_status: 'pending',
    });
  });

  test('are skipped when skip_if says so and nobody can be asked', async () => {
    const [first, second] = [await queue('First', "team == 'a'"), await queue('Second', '1==1')];
    const targets = [{ queue: first, skip_if: 'workers.available == 0' }, { queue: second }];
    const WorkflowSid = await workflow({ filters: [{ expression: '1==1', targets }] });
    expect(await desk.get(`/Tasks/${await task({ WorkflowSid })}`)).toMatchObject({
      task_queue_friendly_name: 'Second',
    });
    await desk.worker('Ada', { team: 'a' });
    expect(await desk.get(`/Tasks/${await task({ WorkflowSid })}`)).toMatchObject({
      task_queue_friendly_name: 'First',
    });
  });

  test('reach a known worker; without one the task waits until its time is over, and the log says why', async () => {
    const first = await queue('First', '1==1');
    const targets = [{ queue: first, known_worker_friendly_name: 'task.agent', timeout: 10 }, { timeout: 10 }];
    const WorkflowSid = await workflow({
      filters: [{ expression: '1==1', targets }],
      default_filter: { queue: await queue('Rest', '1==2') },
    });
    await desk.worker('Ada');
    await desk.worker('Bob');
    expect(await offersOf(await task({ WorkflowSid, Attributes: '{"agent":"Bob"}' }))).toEqual(['Bob pending']);
    const orphan = await task({ WorkflowSid, Attributes: '{"agent":"Zoe"}' });
    expect(await offersOf(orphan)).toEqual([]);
    expect(desk.world.timeline.map(({ text }) => text)).toContainEqual(expect.stringContaining('error 40154'));
    await now(10_000);
    expect(await offersOf(orphan)).toEqual(['Ada pending']);
  });

  test('end with their filter: the default is for what was skipped or matched nothing', async () => {
    const [nobody, rest] = [await queue('Nobody', '1==2'), await queue('Rest', '1==2')];
    const later = { expression: 'late == true', targets: [{ queue: rest, timeout: 10 }] };
    const route = (target: object): Promise<string> =>
      workflow({
        filters: [{ expression: '1==1', targets: [{ queue: nobody, ...target }] }, later],
        default_filter: { queue: rest },
      });
    const waits = await route({ timeout: 10 });
    const [early, late] = [
      await task({ WorkflowSid: waits }),
      await task({ WorkflowSid: waits, Attributes: '{"late":true}' }),
    ];
    const skips = await task({ WorkflowSid: await route({ timeout: 10, skip_if: '1==1' }) });
    expect(await desk.get(`/Tasks/${skips}`)).toMatchObject({ task_queue_friendly_name: 'Rest' });
    await now(10_000);
    expect(await statusOf(early)).toBe('canceled');
    expect(await desk.get(`/Tasks/${late}`)).toMatchObject({ task_queue_friendly_name: 'Rest' });
    await now(10_000);
    expect([await statusOf(late), await statusOf(skips)]).toEqual(['canceled', 'pending']);
  });

  test('reject a task that has no place', async () => {
    const filters = [{ expression: "type == 'a'", targets: [{ queue: await queue('First', '1==1') }] }];
    const WorkflowSid = await workflow({ filters });
    const reply = await desk.send('POST', '/Tasks', { form: { WorkflowSid } });
    expect(reply).toMatchObject({ status: 400, body: { code: 20001 } });
    expect(await desk.list('/Tasks')).toEqual([]);
  });
});

describe('callbacks', () => {
  test('of assignments are asked what to do', async () => {
    const queueSid = await desk.sidOf('/TaskQueues', 'Sample Queue');
    const WorkflowSid = await workflow(
      { default_filter: { queue: queueSid } },
      {
        AssignmentCallbackUrl: 'https://desk.example/assign',
        FallbackAssignmentCallbackUrl: 'https://desk.example/fallback',
      },
    );
    desk.world.answer(({ url }) => (url.endsWith('/assign') ? { status: 500 } : '{"instruction":"accept"}'));
    await desk.worker('Ada', { contact_uri: 'client:ada' });
    const sid = await task({ WorkflowSid, Attributes: '{"x":1}' });
    await desk.world.controls.settle();
    expect(await statusOf(sid)).toBe('assigned');
    expect(desk.world.requests.map(({ url, kind }) => [url, kind])).toEqual([
      ['https://desk.example/assign', 'assignment'],
      ['https://desk.example/fallback', 'assignment'],
    ]);
    expect(desk.world.requests[0]?.parameters).toMatchObject({
      TaskSid: sid,
      TaskAttributes: '{"x":1}',
      WorkerAttributes: '{"contact_uri":"client:ada"}',
      WorkerName: 'Ada',
    });
  });

  test('of events tell what their filter wants', async () => {
    await desk.post('', {
      EventCallbackUrl: 'https://desk.example/events',
      EventsFilter: 'task.created, reservation.created',
    });
    await desk.worker('Ada');
    const sid = await task();
    await desk.world.controls.settle();
    expect(desk.world.requests.map(({ parameters }) => parameters.EventType)).toEqual([
      'task.created',
      'reservation.created',
    ]);
    expect(desk.world.requests[0]?.parameters).toMatchObject({
      TaskSid: sid,
      TaskAssignmentStatus: 'pending',
      WorkspaceName: 'Desk',
    });
  });
});

describe('calls as work', () => {
  const enqueue = async (): Promise<string> =>
    desk.work.enqueue({
      accountSid: String((await desk.get('')).account_sid),
      callSid: 'CA9',
      workflowSid: await desk.sidOf('/Workflows', 'Default Fifo Workflow'),
      attributes: { from: '+15550001111' },
      timeoutSeconds: 60,
    }).taskSid;

  test('are joined with the agent, who hangs up and wraps up', async () => {
    await desk.worker('Ada');
    desk.agents.hire({ friendlyName: 'Ada', script: { on: () => ({ do: 'accept', afterMs: 3000, talkMs: 20_000 }) } });
    const sid = await enqueue();
    expect(await desk.get(`/Tasks/${sid}`)).toMatchObject({
      task_channel_unique_name: 'voice',
      timeout: 60,
      attributes: '{"call_sid":"CA9","from":"+15550001111"}',
    });
    await now(3000);
    expect(desk.calls).toEqual([`connect ${sid} Ada`]);
    await now(20_000);
    expect(desk.calls).toEqual([`connect ${sid} Ada`, `hang up ${sid}`]);
    expect(await statusOf(sid)).toBe('wrapping');
    await now(1000);
    expect(await statusOf(sid)).toBe('completed');
  });

  test('are canceled when the caller goes, before or as the agent answers', async () => {
    await desk.worker('Ada');
    const first = await enqueue();
    desk.work.abandon(first, 'hangup');
    expect(await desk.get(`/Tasks/${first}`)).toMatchObject({ assignment_status: 'canceled', reason: 'hangup' });
    desk.callsWait = false;
    const second = await enqueue();
    await desk.post(`/Tasks/${second}/Reservations/${await firstOffer(second)}`, { Instruction: 'conference' });
    expect(await desk.get(`/Tasks/${second}`)).toMatchObject({ assignment_status: 'canceled', reason: 'hangup' });
    expect(await offersOf(second)).toEqual(['Ada canceled']);
  });

  test('need a workflow of the same account', () => {
    const call = { accountSid: 'AC0', callSid: 'CA9', workflowSid: 'WW0', attributes: {} };
    expect(() => desk.work.enqueue(call)).toThrow('Invalid WorkflowSid');
  });

  test('that no call stands behind are completed after the work', async () => {
    await desk.worker('Ada');
    desk.agents.hire({
      friendlyName: 'Ada',
      script: {
        on: ({ attributes }) => (attributes.name === 'voicemail' ? { do: 'accept', talkMs: 5000 } : { do: 'ignore' }),
      },
    });
    const sid = await task({ Attributes: '{"name":"voicemail"}' });
    await now(7000);
    expect(await statusOf(sid)).toBe('completed');
    expect(desk.calls).toEqual([]);
  });
});

test('a restored store goes on where it stood', async () => {
  await desk.worker('Ada');
  const first = await task();
  const second = await task({ Timeout: '600' });
  const snapshot = desk.world.store.snapshot();
  await desk.post(`/Tasks/${first}/Reservations/${await firstOffer(first)}`, { ReservationStatus: 'rejected' });
  await desk.post(`/Tasks/${second}`, { AssignmentStatus: 'canceled' });
  desk.world.store.restore(snapshot);
  expect(await offersOf(first)).toEqual(['Ada pending']);
  await desk.post(`/Tasks/${first}/Reservations/${await firstOffer(first)}`, { ReservationStatus: 'accepted' });
  await desk.post(`/Tasks/${first}`, { AssignmentStatus: 'completed' });
  expect(await offersOf(second)).toEqual(['Ada pending']);
  await now(600_000);
  expect(await statusOf(second).catch(() => 'gone')).toBe('canceled');
});
