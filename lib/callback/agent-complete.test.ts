import { sampleClient } from '../config/client.fake';
import { ana, bo, fakeDesk } from '../desk/ports.fake';
import { complete } from './agent-complete';
import { recordResult } from './agent-result';

const attributes = JSON.stringify({
  taskType: 'callback',
  callBackData: { numberToCall: '+12025550111', attempts: 0 },
  conversations: { conversation_id: 'CA1', abandoned: 'x' },
});

function set() {
  const fake = fakeDesk(sampleClient());
  return { fake, taskSid: fake.put({ attributes }, ana) };
}

describe('complete', () => {
  test('the disposition stands on the task, as its reason, for Insights and in the ledger', async () => {
    const { fake, taskSid } = set();
    await complete({ taskSid, disposition: 'reached', note: 'wants a quote' }, fake);
    expect(fake.taskList.get(taskSid)).toMatchObject({ status: 'completed', reason: 'reached' });
    expect(fake.attributesOf(taskSid)).toMatchObject({
      conversations: { conversation_id: 'CA1', abandoned: 'x', outcome: 'reached' },
      linekit: { disposition: { code: 'reached', by: ana, at: '2026-11-23T18:00:00.000Z', note: 'wants a quote' } },
    });
    expect(fake.records.get('CA1')?.attempts).toEqual([
      { taskSid, workerSid: ana, at: '2026-11-23T18:00:00.000Z', outcome: 'reached', completed: true },
    ]);
  });

  test('a second time is no error, and the first disposition stays', async () => {
    const { fake, taskSid } = set();
    await complete({ taskSid, disposition: 'reached' }, fake);
    await expect(complete({ taskSid, disposition: 'other' }, fake)).resolves.toEqual({
      taskSid,
      disposition: 'reached',
    });
    expect(fake.records.get('CA1')?.attempts).toHaveLength(1);
  });

  test('what failed half-way is finished by the next request', async () => {
    const { fake, taskSid } = set();
    fake.fail('complete', { code: 'VENDOR_UNAVAILABLE' });
    await expect(complete({ taskSid, disposition: 'declined' }, fake)).rejects.toMatchObject({
      code: 'VENDOR_UNAVAILABLE',
    });
    await complete({ taskSid, disposition: 'declined' }, fake);
    expect(fake.taskList.get(taskSid)).toMatchObject({ status: 'completed', reason: 'declined' });
  });

  test.each([
    ['of somebody else', bo, undefined, 'TASK_NOT_HELD'],
    ['with a novel for a note', ana, 'x'.repeat(201), 'BAD_INPUT'],
  ])('a task %s is not completed', async (_which, holder, note, code) => {
    const { fake } = set();
    const taskSid = fake.put({ attributes }, holder);
    await expect(complete({ taskSid, disposition: 'other', note }, fake)).rejects.toMatchObject({ code });
    expect(fake.taskList.get(taskSid)?.status).toBe('assigned');
  });

  test('a task that waits is not completed over the agents’ heads', async () => {
    const { fake } = set();
    const taskSid = fake.put({ attributes });
    await expect(complete({ taskSid, disposition: 'other' }, fake.as({ role: 'admin' }))).rejects.toMatchObject({
      code: 'TASK_NOT_ASSIGNED',
    });
  });
});

describe('result', () => {
  test.each([
    ['task', 'WT'],
    ['reservation, as parentTask of the stock plugin', 'WR'],
  ])('is written on the callback that is named by its %s', async (_by, prefix) => {
    const { fake, taskSid } = set();
    const callback = taskSid.replace('WT', prefix) as never;
    const result = await recordResult({ callback, result: 'voicemail', seconds: 41 }, fake);
    expect(result).toEqual({ taskSid, recorded: true });
    expect(fake.attributesOf(taskSid)).toMatchObject({
      callBackData: { numberToCall: '+12025550111', attempts: 0 },
      linekit: { result: { outcome: 'voicemail', at: '2026-11-23T18:00:00.000Z', seconds: 41 } },
    });
  });

  test("is not written on another agent's task", async () => {
    const { fake, taskSid } = set();
    const other = fake.as({ workerSid: bo });
    await expect(recordResult({ callback: taskSid as never, result: 'busy' }, other)).rejects.toMatchObject({
      code: 'TASK_NOT_HELD',
    });
    await expect(
      recordResult({ callback: `WR${'9'.repeat(32)}` as never, result: 'busy' }, other),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
