import { bodyOf, testTaskrouter, type Form, type TestTaskrouter } from '../testing/workspace';

let desk: TestTaskrouter;

beforeEach(async () => {
  desk = await testTaskrouter();
});
afterEach(() => desk.world.close());

const refused = async (path: string, form: Form = {}): Promise<unknown> => {
  const reply = await desk.send('POST', path, { form });
  return { status: reply.status, code: bodyOf(reply).code };
};
const invalid = { status: 400, code: 20001 };
const removed = async (path: string): Promise<number> => (await desk.send('DELETE', path)).status;
const names = async (path: string): Promise<unknown[]> => (await desk.list(path)).map(record => record.friendly_name);

describe('a workspace', () => {
  test('of the FIFO template has activities, channels, a queue and a workflow', async () => {
    expect(await desk.get('')).toMatchObject({
      friendly_name: 'Desk',
      default_activity_name: 'Offline',
      timeout_activity_name: 'Offline',
      multi_task_enabled: true,
      prioritize_queue_order: 'FIFO',
      url: `https://taskrouter.twilio.com/v1/Workspaces/${desk.workspaceSid}`,
    });
    const activities = await desk.list('/Activities');
    expect(activities.map(({ friendly_name: name, available }) => [name, available])).toEqual([
      ['Offline', false],
      ['Available', true],
      ['Unavailable', false],
    ]);
    expect((await desk.list('/TaskChannels')).map(channel => channel.unique_name)).toEqual([
      'default',
      'voice',
      'chat',
      'sms',
      'video',
    ]);
    expect(await desk.list('/TaskQueues')).toMatchObject([
      { friendly_name: 'Sample Queue', target_workers: '1==1', max_reserved_workers: 1 },
    ]);
    expect(await desk.list('/Workflows')).toMatchObject([
      { friendly_name: 'Default Fifo Workflow', task_reservation_timeout: 120 },
    ]);
  });

  test('keeps multitasking once it has it', async () => {
    expect(await refused('', { MultiTaskEnabled: 'false' })).toEqual(invalid);
    expect(await refused('', { PrioritizeQueueOrder: 'RANDOM' })).toEqual(invalid);
    expect(await refused('', { DefaultActivitySid: `WA${'0'.repeat(32)}` })).toEqual(invalid);
  });

  test('goes with all it holds', async () => {
    await desk.worker('Ada');
    const { sid } = await desk.post('/Tasks');
    expect(await removed('')).toBe(204);
    expect((await desk.send('GET', `/Tasks/${String(sid)}`)).status).toBe(404);
    expect(desk.world.store.collection('taskrouter.workers').all()).toEqual([]);
    await desk.world.controls.advance(600_000);
  });
});

describe('names', () => {
  test.each([
    ['/Activities', { FriendlyName: 'Offline' }],
    ['/TaskQueues', { FriendlyName: 'Sample Queue' }],
    ['/Workers', { FriendlyName: 'Ada' }],
    ['/Workflows', { FriendlyName: 'Default Fifo Workflow', Configuration: '{"task_routing":{}}' }],
    ['/TaskChannels', { FriendlyName: 'Voice', UniqueName: 'voice' }],
  ])('in %s are given once', async (path, form) => {
    await desk.worker('Ada');
    const reply = await desk.send('POST', path, { form });
    expect(reply).toMatchObject({
      status: 400,
      body: { code: 20001, message: expect.stringMatching(/same (friendly|unique) name already exists/) },
    });
  });
});

describe('activities', () => {
  test('keep their availability, and can go when nobody is in them', async () => {
    const available = await desk.sidOf('/Activities', 'Available');
    expect(await desk.post(`/Activities/${available}`, { FriendlyName: 'Ready', Available: 'false' })).toMatchObject({
      friendly_name: 'Ready',
      available: true,
    });
    const { sid } = await desk.post('/Activities', { FriendlyName: 'Lunch' });
    expect(await removed(`/Activities/${String(sid)}`)).toBe(204);
    expect(await removed(`/Activities/${await desk.sidOf('/Activities', 'Offline')}`)).toBe(400);
    await desk.post('/Workers', { FriendlyName: 'Ada', ActivitySid: available });
    expect(await removed(`/Activities/${available}`)).toBe(400);
  });
});

describe('task queues', () => {
  test('refuse expressions that do not parse, in the words of the parser', async () => {
    const reply = await desk.send('POST', '/TaskQueues', {
      form: { FriendlyName: 'Q', TargetWorkers: 'skill-level > 3' },
    });
    expect(reply).toMatchObject({
      status: 400,
      body: {
        code: 20001,
        message: expect.stringMatching(/^Invalid TargetWorkers: .*extraneous input 'evel' expecting OPERATOR/),
      },
    });
    expect(await refused('/TaskQueues', { FriendlyName: 'Q', MaxReservedWorkers: '51' })).toEqual(invalid);
    expect(await refused('/TaskQueues', { FriendlyName: 'Q', TaskOrder: 'ANY' })).toEqual(invalid);
  });

  test('stay while a workflow refers to them', async () => {
    expect(await removed(`/TaskQueues/${await desk.sidOf('/TaskQueues', 'Sample Queue')}`)).toBe(400);
    const { sid } = await desk.post('/TaskQueues', { FriendlyName: 'Idle' });
    expect(await removed(`/TaskQueues/${String(sid)}`)).toBe(204);
  });

  test('are found by the workers who match them', async () => {
    await desk.post('/TaskQueues', { FriendlyName: 'Mail', TargetWorkers: "skills HAS 'mail'" });
    const ada = await desk.worker('Ada', { skills: ['mail'] });
    const bob = await desk.worker('Bob');
    expect(await names(`/TaskQueues?WorkerSid=${ada}`)).toEqual(['Sample Queue', 'Mail']);
    expect(await names(`/TaskQueues?WorkerSid=${bob}`)).toEqual(['Sample Queue']);
    expect(await names(`/TaskQueues?EvaluateWorkerAttributes=${encodeURIComponent('{"skills":["mail"]}')}`)).toEqual([
      'Sample Queue',
      'Mail',
    ]);
  });

  test('open to whom a changed expression lets in', async () => {
    const queue = await desk.sidOf('/TaskQueues', 'Sample Queue');
    await desk.post(`/TaskQueues/${queue}`, { TargetWorkers: '' });
    await desk.worker('Ada');
    const { sid } = await desk.post('/Tasks');
    expect(await desk.get(`/Tasks/${String(sid)}`)).toMatchObject({ assignment_status: 'pending' });
    await desk.post(`/TaskQueues/${queue}`, { TargetWorkers: "friendly_name == 'Ada'" });
    expect(await desk.get(`/Tasks/${String(sid)}`)).toMatchObject({ assignment_status: 'reserved' });
  });
});

describe('workflows', () => {
  test('need a configuration whose queues exist', async () => {
    const of = (queue: string): Form => ({
      FriendlyName: 'W',
      Configuration: JSON.stringify({ task_routing: { default_filter: { queue } } }),
    });
    expect(await refused('/Workflows', of(`WQ${'0'.repeat(32)}`))).toEqual(invalid);
    expect(await refused('/Workflows', { FriendlyName: 'W' })).toEqual(invalid);
    expect(
      await refused('/Workflows', {
        ...of(await desk.sidOf('/TaskQueues', 'Sample Queue')),
        TaskReservationTimeout: '0',
      }),
    ).toEqual(invalid);
    expect(await desk.post('/Workflows', of(await desk.sidOf('/TaskQueues', 'Sample Queue')))).toMatchObject({
      document_content_type: 'application/json',
    });
  });

  test('evaluate waiting tasks anew when told to', async () => {
    const { sid: second } = await desk.post('/TaskQueues', { FriendlyName: 'Second' });
    const { sid } = await desk.post('/Tasks');
    const Configuration = JSON.stringify({ task_routing: { default_filter: { queue: second } } });
    const workflow = await desk.sidOf('/Workflows', 'Default Fifo Workflow');
    await desk.post(`/Workflows/${workflow}`, { Configuration });
    expect(await desk.get(`/Tasks/${String(sid)}`)).toMatchObject({ task_queue_friendly_name: 'Sample Queue' });
    await desk.post(`/Workflows/${workflow}`, { ReEvaluateTasks: 'true' });
    expect(await desk.get(`/Tasks/${String(sid)}`)).toMatchObject({ task_queue_friendly_name: 'Second' });
    expect(await removed(`/Workflows/${workflow}`)).toBe(400);
  });
});

describe('workers', () => {
  test('begin in the default activity, with a place for one task a channel', async () => {
    const ada = await desk.post('/Workers', { FriendlyName: 'Ada' });
    expect(ada).toMatchObject({ activity_name: 'Offline', available: false, attributes: '{}' });
    const channels = await desk.list(`/Workers/${String(ada.sid)}/Channels`);
    expect(channels.map(channel => [channel.task_channel_unique_name, channel.configured_capacity])).toEqual([
      ['default', 1],
      ['voice', 1],
      ['chat', 1],
      ['sms', 1],
      ['video', 1],
    ]);
    expect(await refused('/Workers', { FriendlyName: 'Bob', Attributes: '[]' })).toEqual(invalid);
    expect(await refused('/Workers', { FriendlyName: 'Bob', ActivitySid: `WA${'0'.repeat(32)}` })).toEqual(invalid);
  });

  test('take as much as their channels hold', async () => {
    const ada = await desk.worker('Ada');
    for (let n = 0; n < 3; n += 1) await desk.post('/Tasks', { TaskChannel: 'chat' });
    expect(await desk.list('/Tasks?AssignmentStatus=reserved')).toHaveLength(1);
    await desk.post(`/Workers/${ada}/Channels/chat`, { Capacity: '2' });
    expect(await desk.list('/Tasks?AssignmentStatus=reserved')).toHaveLength(2);
    expect(await desk.get(`/Workers/${ada}/Channels/chat`)).toMatchObject({
      assigned_tasks: 2,
      available_capacity_percentage: 0,
    });
    expect(await desk.get(`/Workers/${ada}/Channels/voice`)).toMatchObject({
      assigned_tasks: 0,
      available_capacity_percentage: 100,
    });
    expect(await removed(`/Workers/${ada}`)).toBe(400);
  });

  test('are found by activity, name, availability, queue and expression', async () => {
    await desk.worker('Ada', { skills: ['mail'] });
    await desk.post('/Workers', { FriendlyName: 'Bob' });
    await desk.post('/TaskQueues', { FriendlyName: 'Mail', TargetWorkers: "skills HAS 'mail'" });
    const expression = encodeURIComponent("skills HAS 'mail' OR friendly_name == 'Bob'");
    expect(await names('/Workers?Available=true')).toEqual(['Ada']);
    expect(await names('/Workers?ActivityName=Offline')).toEqual(['Bob']);
    expect(await names('/Workers?FriendlyName=Bob')).toEqual(['Bob']);
    expect(await names('/Workers?TaskQueueName=Mail')).toEqual(['Ada']);
    expect(await names(`/Workers?TargetWorkersExpression=${expression}&Ordering=FriendlyName:desc`)).toEqual([
      'Bob',
      'Ada',
    ]);
    expect((await desk.send('GET', '/Workers?TargetWorkersExpression=a-b')).status).toBe(400);
  });

  test('who leave may hand back what they were offered', async () => {
    const ada = await desk.worker('Ada');
    const { sid } = await desk.post('/Tasks');
    const Unavailable = await desk.sidOf('/Activities', 'Unavailable');
    await desk.post(`/Workers/${ada}`, { ActivitySid: Unavailable });
    expect(await desk.get(`/Tasks/${String(sid)}`)).toMatchObject({ assignment_status: 'reserved' });
    await desk.post(`/Workers/${ada}`, { ActivitySid: Unavailable, RejectPendingReservations: 'true' });
    expect(await desk.get(`/Tasks/${String(sid)}`)).toMatchObject({ assignment_status: 'pending' });
    const bob = await desk.worker('Bob');
    expect(await desk.get(`/Tasks/${String(sid)}`)).toMatchObject({ assignment_status: 'reserved' });
    await desk.post(`/Workers/${bob}`, { ActivitySid: Unavailable, RejectPendingReservations: 'true' });
    expect(await desk.get(`/Tasks/${String(sid)}`)).toMatchObject({ assignment_status: 'pending' });
  });
});

describe('tasks', () => {
  test('are answered whole', async () => {
    const task = await desk.post('/Tasks', { Attributes: '{"name":"x"}', Priority: '3', TaskChannel: 'voice' });
    await desk.world.controls.advance(5000);
    expect(await desk.get(`/Tasks/${String(task.sid)}`)).toMatchObject({
      age: 5,
      assignment_status: 'pending',
      attributes: '{"name":"x"}',
      addons: '{}',
      priority: 3,
      reason: null,
      timeout: 86_400,
      task_channel_unique_name: 'voice',
      task_queue_friendly_name: 'Sample Queue',
      workflow_friendly_name: 'Default Fifo Workflow',
      date_created: '2026-03-02T15:00:00Z',
      task_queue_entered_date: '2026-03-02T15:00:00Z',
      virtual_start_time: '2026-03-02T15:00:00Z',
      ignore_capacity: false,
      routing_target: null,
    });
    expect(task).not.toHaveProperty('routing');
  });

  test.each<[string, Form]>([
    ['unknown workflow', { WorkflowSid: `WW${'0'.repeat(32)}` }],
    ['unknown channel', { TaskChannel: 'fax' }],
    ['attributes that are no JSON', { Attributes: '{' }],
    ['attributes that are no object', { Attributes: '[]' }],
    ['attributes that are too long', { Attributes: JSON.stringify({ text: 'x'.repeat(4096) }) }],
    ['a time-out of nothing', { Timeout: '0' }],
    ['a time-out beyond two weeks', { Timeout: '1209601' }],
    ['a negative priority', { Priority: '-1' }],
    ['a start in the future', { VirtualStartTime: '2030-01-01T00:00:00Z' }],
    ['an unknown target', { RoutingTarget: `WK${'0'.repeat(32)}` }],
  ])('are refused with %s', async (_, form) => {
    expect(await refused('/Tasks', form)).toEqual(invalid);
  });

  test('are not looked for with an expression that is none, even where there are none', async () => {
    expect((await desk.send('GET', '/Tasks?EvaluateTaskAttributes=name')).status).toBe(400);
    expect((await desk.send('GET', '/Workers?TargetWorkersExpression=name')).status).toBe(400);
  });

  test('need the workflow to be named when there are two', async () => {
    const queue = await desk.sidOf('/TaskQueues', 'Sample Queue');
    await desk.post('/Workflows', {
      FriendlyName: 'Other',
      Configuration: JSON.stringify({ task_routing: { default_filter: { queue } } }),
    });
    expect(await refused('/Tasks')).toEqual(invalid);
  });

  test('are listed by what is asked', async () => {
    const make = (name: string, priority: string): Promise<unknown> =>
      desk.post('/Tasks', { Attributes: JSON.stringify({ name }), Priority: priority });
    await make('a', '1');
    await desk.world.controls.advance(1000);
    await make('b', '5');
    await make('c', '1');
    const listed = async (query: Record<string, string>): Promise<unknown[]> =>
      (await desk.list(`/Tasks?${new URLSearchParams(query).toString()}`)).map(
        ({ attributes }) => (JSON.parse(String(attributes)) as { name: string }).name,
      );
    expect(await listed({ EvaluateTaskAttributes: "name IN ['a', 'c']" })).toEqual(['a', 'c']);
    expect(await listed({ Priority: '5' })).toEqual(['b']);
    expect(await listed({ Ordering: 'Priority:desc,DateCreated:desc' })).toEqual(['b', 'c', 'a']);
    expect(await listed({ AssignmentStatus: 'pending,reserved' })).toEqual(['a', 'b', 'c']);
    expect(await listed({ AssignmentStatus: 'completed' })).toEqual([]);
    expect((await desk.send('GET', '/Tasks?AssignmentStatus=pending,lost')).status).toBe(400);
    expect(await listed({ TaskQueueName: 'Sample Queue', WorkflowName: 'nope' })).toEqual([]);
    expect((await desk.send('GET', '/Tasks?Ordering=DateCreated:asc,VirtualStartTime:asc')).status).toBe(400);
    expect((await desk.send('GET', '/Tasks?EvaluateTaskAttributes=name')).status).toBe(400);
  });

  test('change only for those who have read the last version, when these say so', async () => {
    const created = await desk.send('POST', '/Tasks', { form: { Attributes: '{"a":1}' } });
    const path = `/Tasks/${String(bodyOf(created).sid)}`;
    const { headers } = await desk.send('GET', path);
    const etag = String(headers?.etag);
    expect(etag).toBe(String(created.headers?.etag));
    const update = (match: string): ReturnType<TestTaskrouter['send']> =>
      desk.send('POST', path, { form: { Attributes: '{"a":2}' }, headers: { 'If-Match': match } });
    expect((await update(etag)).status).toBe(200);
    expect((await update(etag)).status).toBe(412);
    expect((await desk.send('DELETE', path, { headers: { 'If-Match': etag } })).status).toBe(412);
    expect((await desk.send('DELETE', path)).status).toBe(204);
    expect((await desk.send('GET', path)).status).toBe(404);
  });

  test('move only as their state allows', async () => {
    const { sid } = await desk.post('/Tasks');
    const path = `/Tasks/${String(sid)}`;
    for (const AssignmentStatus of ['completed', 'wrapping', 'assigned', 'reserved', 'pending']) {
      expect(await refused(path, { AssignmentStatus })).toEqual(invalid);
    }
    expect(await refused(path, { AssignmentStatus: 'canceled', Attributes: '{}' })).toEqual(invalid);
    expect(await desk.post(path, { AssignmentStatus: 'canceled', Reason: 'enough' })).toMatchObject({
      assignment_status: 'canceled',
      reason: 'enough',
    });
    expect(await refused(path, { AssignmentStatus: 'canceled' })).toEqual(invalid);
  });
});

describe('reservations', () => {
  test('are the same under task and worker, and move only as their state allows', async () => {
    const ada = await desk.worker('Ada');
    const { sid: taskSid } = await desk.post('/Tasks');
    const [offer] = await desk.list(`/Tasks/${String(taskSid)}/Reservations`);
    const sid = String(offer?.sid);
    const byWorker = `/Workers/${ada}/Reservations/${sid}`;
    expect(await desk.get(byWorker)).toMatchObject({
      reservation_status: 'pending',
      task_sid: taskSid,
      worker_name: 'Ada',
    });
    expect(await desk.list(`/Workers/${ada}/Reservations?ReservationStatus=accepted`)).toEqual([]);
    for (const form of [{ ReservationStatus: 'completed' }, { ReservationStatus: 'timeout' }]) {
      expect(await refused(byWorker, form)).toEqual(invalid);
    }
    for (const [Instruction, code] of Object.entries({ dance: 55555, dequeue: 40140, supervise: 40146 })) {
      expect(await refused(byWorker, { Instruction })).toEqual({ status: 400, code });
    }
    expect(await desk.post(byWorker, { ReservationStatus: 'accepted' })).toMatchObject({
      reservation_status: 'accepted',
    });
    expect(await refused(byWorker, { ReservationStatus: 'rejected' })).toEqual(invalid);
    expect(await desk.post(byWorker, { ReservationStatus: 'wrapping' })).toMatchObject({
      reservation_status: 'wrapping',
    });
    expect(await desk.post(byWorker, { ReservationStatus: 'completed' })).toMatchObject({
      reservation_status: 'completed',
    });
    expect(await desk.get(`/Tasks/${String(taskSid)}`)).toMatchObject({ assignment_status: 'completed' });
  });

  test('of another task are not found', async () => {
    await desk.worker('Ada');
    const { sid: first } = await desk.post('/Tasks');
    const { sid: second } = await desk.post('/Tasks');
    const [offer] = await desk.list(`/Tasks/${String(first)}/Reservations`);
    expect((await desk.send('GET', `/Tasks/${String(second)}/Reservations/${String(offer?.sid)}`)).status).toBe(404);
  });
});

test('another account sees nothing', async () => {
  const other = { sid: `AC${'9'.repeat(32)}`, authToken: '8'.repeat(32), friendlyName: 'Other' };
  expect(
    (
      await desk.send('GET', '/Tasks', {
        headers: { authorization: `Basic ${Buffer.from(`${other.sid}:${other.authToken}`).toString('base64')}` },
      })
    ).status,
  ).toBe(401);
});
