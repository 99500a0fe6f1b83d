import { createStore } from '../../store';
import { bodyOf, testTaskrouter, type TestTaskrouter } from '../testing/workspace';
import type { EventRecord } from './event-record';
import { Journal } from './journal';

let desk: TestTaskrouter;

beforeEach(async () => {
  desk = await testTaskrouter();
});
afterEach(() => desk.world.close());

const types = async (query = ''): Promise<unknown[]> =>
  (await desk.list(`/Events${query}`)).map(({ event_type: type }) => type).reverse();

describe('the events of a workspace', () => {
  test('of a task come in the order in which the live service tells them', async () => {
    await desk.worker('Ada');
    const { sid } = await desk.post('/Tasks', { Attributes: '{"a":1}' });
    const [offer] = await desk.list(`/Tasks/${String(sid)}/Reservations`);
    await desk.post(`/Tasks/${String(sid)}/Reservations/${String(offer?.sid)}`, { ReservationStatus: 'accepted' });
    await desk.post(`/Tasks/${String(sid)}`, { AssignmentStatus: 'completed', Reason: 'resolved' });
    expect(await types(`?TaskSid=${String(sid)}`)).toEqual([
      'workflow.entered',
      'task-queue.entered',
      'task.created',
      'workflow.target-matched',
      'reservation.created',
      'reservation.accepted',
      'task.completed',
      'reservation.completed',
      'task.updated',
    ]);
  });

  test('say what they are about', async () => {
    await desk.worker('Ada', { level: 3 });
    const { sid } = await desk.post('/Tasks', { Attributes: '{"a":1}', Priority: '2' });
    const [event] = await desk.list('/Events?EventType=reservation.created');
    const workspace = `https://taskrouter.twilio.com/v1/Workspaces/${desk.workspaceSid}`;
    expect(event).toMatchObject({
      actor_type: 'workspace',
      actor_sid: desk.workspaceSid,
      actor_url: workspace,
      resource_type: 'reservation',
      resource_url: `${workspace}/Tasks/${String(sid)}/Reservations/${String(event?.resource_sid)}`,
      event_date: '2026-03-02T15:00:00Z',
      event_date_ms: Date.UTC(2026, 2, 2, 15),
      event_data: {
        task_sid: sid,
        task_attributes: '{"a":1}',
        task_priority: '2',
        task_age: '0',
        task_queue_name: 'Sample Queue',
        workflow_name: 'Default Fifo Workflow',
        worker_name: 'Ada',
        worker_attributes: '{"level":3}',
        worker_activity_name: 'Available',
        workspace_name: 'Desk',
      },
    });
    expect(await desk.get(`/Events/${String(event?.sid)}`)).toEqual(event);
    const entered = (await desk.list('/Events?EventType=task-queue.entered'))[0];
    expect(entered).toMatchObject({ resource_type: 'task', resource_sid: sid });
  });

  test('are found by what they are about, and by their time', async () => {
    const ada = await desk.worker('Ada');
    const { sid } = await desk.post('/Tasks', { TaskChannel: 'voice' });
    const queue = await desk.sidOf('/TaskQueues', 'Sample Queue');
    expect(await types(`?WorkerSid=${ada}&EventType=reservation.created`)).toEqual(['reservation.created']);
    expect(await types(`?TaskQueueSid=${queue}&TaskChannel=voice&TaskSid=${String(sid)}`)).toContain('task.created');
    expect(await types('?TaskChannel=sms')).toEqual([]);
    await desk.world.controls.advance(16 * 60_000);
    expect(await types(`?TaskSid=${String(sid)}&EventType=task.created`)).toEqual([]);
    expect(await types(`?TaskSid=${String(sid)}&EventType=task.created&Minutes=20`)).toEqual(['task.created']);
    const unknown = await desk.send('GET', `/Events/EV${'0'.repeat(32)}`);
    expect([unknown.status, bodyOf(unknown).code]).toEqual([404, 20404]);
    expect((await desk.send('GET', '/Events?TaskSid=WT1')).status).toBe(400);
  });

  test('are told as streams, with numbers as numbers', async () => {
    const told: string[] = [];
    let payload: unknown;
    desk.world.bus.on('stream-event', event => {
      told.push(event.type);
      if (event.type.endsWith('task.created')) payload = event.data()['payload'];
    });
    const { sid } = await desk.post('/Tasks', { Priority: '4' });
    await desk.post(`/TaskQueues/${await desk.sidOf('/TaskQueues', 'Sample Queue')}`, { TargetWorkers: '1==2' });
    expect(told).toContain('com.twilio.taskrouter.task-queue.expression-updated');
    expect(payload).toMatchObject({ eventtype: 'task.created', task_sid: sid, task_priority: 4, task_age: 0 });
  });
});

test('a journal forgets the oldest, and keeps enough', () => {
  const journal = new Journal(createStore());
  // Only what the journal itself looks at.
  const event = (n: number): EventRecord => ({ sid: `EV${n}`, workspace_sid: 'WS1', event_date_ms: n }) as EventRecord;
  for (let n = 0; n < 30_000; n += 1) journal.append(event(n));
  expect(journal.of('WS1').all()).toHaveLength(20_000);
  expect(journal.between('WS1', { fromMs: 0, toMs: Infinity })[0]?.sid).toBe('EV10000');
  expect(journal.between('WS1', { fromMs: 20_000, toMs: 20_001 }).map(({ sid }) => sid)).toEqual([
    'EV20000',
    'EV20001',
  ]);
  journal.forget('WS1');
  expect(journal.of('WS1').all()).toEqual([]);
});
