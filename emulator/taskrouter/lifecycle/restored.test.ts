import type { StoredRecord } from '../../contract';
import { testWorld } from '../../testing/world';
import type { TaskRecord } from '../records';
import { createTaskrouter } from '../taskrouter';
import { testTaskrouter } from '../testing/workspace';

test('a TaskRouter that begins with a snapshot goes on by itself: time-outs come, and tasks whose calls are gone are canceled', async () => {
  const desk = await testTaskrouter();
  const { sid: late } = await desk.post('/Tasks', { Timeout: '600' });
  const accountSid = String((await desk.get('')).account_sid);
  const workflowSid = await desk.sidOf('/Workflows', 'Default Fifo Workflow');
  const called = (callSid: string): string =>
    desk.work.enqueue({ accountSid, callSid, workflowSid, attributes: {} }).taskSid;
  const calls = [
    { sid: `CA${'1'.repeat(32)}`, status: 'completed' },
    { sid: `CA${'2'.repeat(32)}`, status: 'in-progress' },
  ];
  const [over = '', waits = ''] = calls.map(({ sid }) => called(sid));

  const world = testWorld();
  const stored: readonly StoredRecord[] = calls;
  world.store.restore({ ...desk.world.store.snapshot(), 'api.calls': stored });
  createTaskrouter(world, { calls: () => ({ connectToWorker: () => false, hangUp: () => undefined }) });
  const task = (sid: unknown) => world.store.collection<TaskRecord>('taskrouter.tasks').get(String(sid));
  expect(task(over)).toMatchObject({ assignment_status: 'canceled', reason: 'hangup' });
  expect(task(waits)?.assignment_status).toBe('pending');
  await world.controls.advance(600_000);
  expect(task(late)).toMatchObject({ assignment_status: 'canceled', reason: 'Task TTL Exceeded' });
});
