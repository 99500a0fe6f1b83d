import { sampleClient } from '../config/client.fake';
import { ana, bo, fakeDesk, type FakeDesk } from '../desk/ports.fake';
import type { CallbackPolicy, Client, MissedOutcome } from '../config';
import type { PhoneNumber } from '../phone';
import type { CallSid } from '../sid';
import { callbackAttributes, voicemailAttributes } from '../tasks';
import { requeue, type RequeueDesk } from './agent-requeue';
import { finishRequeues } from './finish-requeues';
import type { CallbackEntry } from './ledger';

const callSid = `CA${'c'.repeat(32)}` as CallSid;
const line = '+12025550142';
const policy: CallbackPolicy = {
  country: 'US',
  foreign: false,
  priority: 5,
  maxAttempts: 3,
  retryMinutes: { 'no-answer': 30, busy: 10, voicemail: 120, failed: 60 },
  expireHours: 48,
};
const client: Client = { ...sampleClient(), callback: policy };

function set(): {
  fake: FakeDesk;
  desk: RequeueDesk;
  promises: Map<string, CallbackEntry>;
  again: (outcome?: MissedOutcome) => ReturnType<typeof requeue>;
  taskSid: string;
} {
  const fake = fakeDesk(client);
  const promises = new Map<string, CallbackEntry>();
  const taskSid = fake.put({ attributes: JSON.stringify(callback()) }, ana);
  const desk = requeueDesk(fake, promises);
  return { fake, desk, promises, taskSid, again: (outcome = 'no-answer') => requeue({ taskSid, outcome }, desk) };
}

function requeueDesk(fake: FakeDesk, promises = new Map<string, CallbackEntry>()): RequeueDesk {
  return {
    ...fake,
    promises: {
      read: key =>
        fake.step('readPromise', () => {
          const entry = promises.get(key);
          return entry && { entry, revision: '0' };
        }),
      save: (key, entry) =>
        fake.step('savePromise', () => {
          promises.set(key, entry);
          return '1';
        }),
    },
  };
}

function callback(): object {
  return {
    ...callbackAttributes(client, {
      callSid,
      from: '+12025550111',
      line,
      number: '+12025550111' as PhoneNumber,
      receivedAt: new Date('2026-11-23T17:00:00Z'),
      key: 'k1',
      topic: 'billing',
    }),
    ours: { of: 'somebody else' },
    conference: { sid: 'CF1' },
  };
}

test('the next attempt has all that this one had, one call more, and this one is completed', async () => {
  const { fake, taskSid, again } = set();
  const result = await again('busy');
  expect(result).toEqual({
    taskSid: expect.any(String),
    attempts: 1,
    maxAttempts: 3,
    dueAt: undefined,
    retryMinutes: 10,
  });
  const [old, next] = [fake.taskList.get(taskSid), fake.taskList.get(result.taskSid)];
  expect(old).toMatchObject({ status: 'completed', reason: 'try later: busy' });
  expect(next).toMatchObject({ workflowSid: old?.workflowSid, channel: 'voice', priority: 5, timeoutSeconds: 86_400 });
  const { conference: _, ...kept } = JSON.parse(old?.attributes ?? '') as Record<string, Record<string, unknown>>;
  expect(fake.attributesOf(result.taskSid)).toEqual({
    ...kept,
    callBackData: { ...kept['callBackData'], attempts: 1, retry: 'busy' },
    linekit: { ...kept['linekit'], retryOf: taskSid },
  });
  expect(fake.records.get(callSid)?.attempts).toEqual([
    { taskSid, workerSid: ana, at: '2026-11-23T18:00:00.000Z', outcome: 'busy', next: result.taskSid },
  ]);
});

test('asked twice, one after the other or at once, there is one new task', async () => {
  const { fake, again } = set();
  const [first, second] = await Promise.all([again(), again()]);
  const third = await again('busy');
  expect(second).toEqual(first);
  expect(third.taskSid).toBe(first.taskSid);
  expect(fake.taskList.size).toBe(2);
});

test('retry leaves a zombie: an answer lost before the old task was completed is made good by the next request', async () => {
  const { fake, taskSid, again } = set();
  fake.fail('complete', { code: 'VENDOR_UNAVAILABLE' });
  await expect(again()).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE' });
  expect(fake.taskList.get(taskSid)).toMatchObject({ status: 'assigned' });
  await again();
  expect(fake.taskList.get(taskSid)).toMatchObject({ status: 'completed' });
  expect(fake.taskList.size).toBe(2);
});

test('a task that was made, though the answer was lost, is found and not made again', async () => {
  const { fake, taskSid, again } = set();
  fake.fail('create', { code: 'VENDOR_UNAVAILABLE', after: true });
  await expect(again()).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE' });
  expect(fake.taskList.get(taskSid)).toMatchObject({ status: 'assigned' });
  await again();
  expect(fake.taskList.size).toBe(2);
  expect(fake.calls).toContain('findRetry');
});

test('task creation fails: the old task stays with the agent', async () => {
  const { fake, taskSid, again } = set();
  fake.fail('create', { code: 'VENDOR_REJECTED' });
  await expect(again()).rejects.toMatchObject({ code: 'VENDOR_REJECTED' });
  expect(fake.taskList.get(taskSid)).toMatchObject({ status: 'assigned' });
  expect(fake.records.get(callSid)).toMatchObject({ attempts: [], lease: undefined });
  await again();
  expect(fake.calls).not.toContain('findRetry');
  expect(fake.taskList.size).toBe(2);
});

test('a holder that vanished leaves its lease; after it the next request looks first', async () => {
  const { fake, taskSid, again } = set();
  fake.records.set(callSid, {
    attempts: [{ taskSid, workerSid: ana, at: '2026-11-23T17:59:00.000Z', outcome: 'busy' }],
    heard: [],
    deleted: [],
    lease: { taskSid, untilMs: fake.clock.now().getTime() + 15_000 },
  });
  await expect(again()).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(fake.taskList.size).toBe(1);
  fake.clock.advance(15_001);
  await requeue({ taskSid, outcome: 'busy' }, { ...requeueDesk(fake), deadlineMs: fake.clock.now().getTime() + 7_500 });
  expect(fake.calls).toContain('findRetry');
  expect(fake.taskList.size).toBe(2);
});

test('the limit is kept on the server', async () => {
  const { fake, taskSid } = set();
  let current = taskSid;
  for (const attempts of [1, 2]) {
    const next = await requeue({ taskSid: current, outcome: 'no-answer' }, requeueDesk(fake));
    expect(next.attempts).toBe(attempts);
    current = next.taskSid;
    const task = fake.taskList.get(current);
    if (task) fake.taskList.set(current, { ...task, status: 'assigned', holders: new Map([[ana, 'holds']]) });
  }
  await expect(requeue({ taskSid: current, outcome: 'no-answer' }, requeueDesk(fake))).rejects.toMatchObject({
    code: 'ATTEMPTS_EXHAUSTED',
  });
  expect(fake.taskList.get(current)).toMatchObject({ status: 'assigned' });
  expect(fake.taskList.size).toBe(3);
});

test('closed when the next try would come: held until the line opens, and as much longer alive', async () => {
  const { fake, taskSid } = set();
  // 16:50 in Los Angeles; half an hour later the sample client has closed.
  fake.clock.advance(Date.parse('2026-11-24T00:50:00Z') - fake.clock.now().getTime());
  const desk = { ...requeueDesk(fake), deadlineMs: fake.clock.now().getTime() + 7_500 };
  const result = await requeue({ taskSid, outcome: 'no-answer' }, desk);
  expect(result.dueAt).toBe('2026-11-24T17:00:00.000Z');
  const { callBackData } = fake.attributesOf(result.taskSid);
  expect(callBackData).toMatchObject({ dueAt: '2026-11-24T17:00:00.000Z', holdHours: 24 });
  expect(callBackData).not.toHaveProperty('retry');
  expect(fake.taskList.get(result.taskSid)?.timeoutSeconds).toBe(2 * 86_400);
});

test('quiet hours: held until they end', async () => {
  const { fake, taskSid } = set();
  const quiet = { ...requeueDesk(fake), client: { ...client, callback: { ...policy, quietHours: '11:00-14:00' } } };
  const { dueAt } = await requeue({ taskSid, outcome: 'voicemail' }, quiet);
  expect(dueAt).toBe('2026-11-23T22:00:00.000Z');
});

test('a hold that is over is not held again', async () => {
  const { fake, taskSid, again } = set();
  const attributes = fake.attributesOf(taskSid);
  fake.put(
    {
      taskSid,
      attributes: JSON.stringify({
        ...attributes,
        callBackData: { ...attributes['callBackData'], dueAt: 'x', holdHours: 8, released: true },
      }),
    },
    ana,
  );
  const { taskSid: next } = await again();
  expect(fake.attributesOf(next)['callBackData']).not.toHaveProperty('dueAt');
  expect(fake.attributesOf(next)['callBackData']).not.toHaveProperty('holdHours');
  expect(fake.attributesOf(next)['callBackData']).not.toHaveProperty('released');
});

test('the promise to the caller goes on with the new task', async () => {
  const { fake, promises, taskSid, again } = set();
  const request = {} as CallbackEntry['request'];
  promises.set('k1', { request, state: 'booked', leaseUntilMs: 0, askedAtMs: 0, taskSid });
  const { taskSid: next } = await again();
  expect(promises.get('k1')).toMatchObject({ state: 'booked', taskSid: next });
  expect(fake.taskList.get(taskSid)?.status).toBe('completed');
});

test('a voicemail stays one, with its recording and as much of its transcript as fits', async () => {
  const { fake } = set();
  const attributes = voicemailAttributes(client, {
    recordingSid: `RE${'d'.repeat(32)}` as never,
    callSid,
    recordedAt: new Date(0),
    call: { from: '+12025550111', to: line },
    recordingUrl: 'https://api.twilio.com/x',
  });
  const json = JSON.stringify({ ...attributes, callBackData: { ...attributes.callBackData, transcriptText: '' } });
  const room = 4_096 - Buffer.byteLength(json);
  const taskSid = fake.put(
    { attributes: json.replace('"transcriptText":""', `"transcriptText":"${'w'.repeat(room)}"`) },
    ana,
  );
  const { taskSid: next } = await requeue({ taskSid, outcome: 'busy' }, requeueDesk(fake));
  const task = fake.attributesOf(next);
  expect(task).toMatchObject({ taskType: 'voicemail', call_sid: callSid });
  expect(task['callBackData']).toMatchObject({
    recordingSid: `RE${'d'.repeat(32)}`,
    attempts: 1,
    transcriptText: expect.stringMatching(/^w{1000,}$/),
  });
});

test('a story goes with it while there is room, and never keeps it from being made', async () => {
  const full = 4_096 - Buffer.byteLength(JSON.stringify({ ...callback(), assistant: { summary: '' } }));
  for (const length of [1_000, full]) {
    const { fake } = set();
    const assistant = { summary: 's'.repeat(length) };
    const taskSid = fake.put({ attributes: JSON.stringify({ ...callback(), assistant }) }, ana);
    const { taskSid: next } = await requeue({ taskSid, outcome: 'busy' }, requeueDesk(fake));
    expect(fake.attributesOf(next)['assistant']).toEqual(length === full ? undefined : assistant);
  }
});

test.each([
  ['somebody else has it', bo, {}, 'TASK_NOT_HELD'],
  ['nobody has accepted it', undefined, {}, 'TASK_NOT_HELD'],
  ['it was canceled', ana, { status: 'canceled' as const }, 'TASK_NOT_ASSIGNED'],
  ['it is a call', ana, { attributes: '{"call_sid":"CA1"}' }, 'BAD_INPUT'],
])('nothing is done when %s', async (_why, holder, change, code) => {
  const { fake } = set();
  const taskSid = fake.put({ attributes: JSON.stringify(callback()), ...change }, holder);
  await expect(requeue({ taskSid, outcome: 'busy' }, requeueDesk(fake))).rejects.toMatchObject({ code });
  expect(fake.taskList.size).toBe(2);
  expect(fake.records.size).toBe(0);
});

test.each([
  ['voicemail', 120],
  ['reached', 30],
  [undefined, 30],
])('an outcome that the request leaves out is the one that was noted (%s)', async (outcome, retryMinutes) => {
  const { fake } = set();
  const noted = { ...callback(), linekit: { schema: 1, client: 'x', result: { outcome } } };
  const taskSid = fake.put({ attributes: JSON.stringify(noted) }, ana);
  // A Tuesday afternoon: two hours later the sample client is open still.
  fake.clock.advance(Date.parse('2026-11-24T21:30:00Z') - fake.clock.now().getTime());
  const desk = { ...requeueDesk(fake), deadlineMs: fake.clock.now().getTime() + 7_500 };
  expect(await requeue({ taskSid }, desk)).toMatchObject({ retryMinutes, dueAt: undefined });
});

test('a supervisor may try again for somebody else', async () => {
  const { fake, taskSid } = set();
  await requeue({ taskSid, outcome: 'busy' }, requeueDesk(fake.as({ workerSid: bo, role: 'supervisor' })));
  expect(fake.taskList.size).toBe(2);
});

/** The requests of "try later", in their order. */
const REQUESTS = [
  'read',
  'holding',
  'changeRecord',
  'create',
  'changeRecord',
  'readPromise',
  'savePromise',
  'complete',
];
const deaths = REQUESTS.flatMap((port, index) => [
  { nth: index + 1, port, after: false },
  { nth: index + 1, port, after: true },
]);

describe('the Function dies', () => {
  const promise = { request: {} as CallbackEntry['request'], state: 'booked', leaseUntilMs: 0, askedAtMs: 0 } as const;
  function promised() {
    const scene = set();
    scene.promises.set('k1', { ...promise, taskSid: scene.taskSid });
    return scene;
  }

  test('these are its requests', async () => {
    const { fake, again } = promised();
    await again();
    expect(fake.calls).toEqual(REQUESTS);
  });

  test.each(deaths)(
    'at request $nth ($port), done: $after; the sweep leaves one task, whose promise it is',
    async death => {
      const { fake, desk, promises, taskSid, again } = promised();
      fake.die(death.nth, death.after);
      void again();
      for (let tick = 0; tick < 100; tick += 1) await Promise.resolve();
      fake.revive();
      const sweep = () => finishRequeues({ ...desk, deadlineMs: fake.clock.now().getTime() + 7_500 });
      // As long as the lease runs, somebody may be at it.
      await sweep();
      fake.clock.advance(60_000);
      await sweep();
      const open = [...fake.taskList.values()].filter(({ status }) => status !== 'completed');
      expect(open).toHaveLength(1);
      const isMade = fake.taskList.size === 2;
      expect(isMade).toBe(death.nth > 4 || (death.nth === 4 && death.after));
      expect(open[0]?.taskSid === taskSid).toBe(!isMade);
      expect(promises.get('k1')?.taskSid).toBe(open[0]?.taskSid);
      if (isMade) expect(fake.taskList.get(taskSid)).toMatchObject({ reason: 'try later: no-answer' });
      expect(await sweep()).toMatchObject({ finished: [], failed: [], complete: true });
      // Whoever presses the button again gets the same task.
      const { taskSid: next } = await requeue({ taskSid }, { ...desk, deadlineMs: fake.clock.now().getTime() + 7_500 });
      expect([fake.taskList.size, fake.taskList.get(next)?.status]).toEqual([2, 'pending']);
    },
  );
});

test('the sweep leaves alone what agents are at, and says what failed', async () => {
  const { fake, desk, taskSid } = set();
  const sweep = () => finishRequeues({ ...desk, deadlineMs: fake.clock.now().getTime() + 7_500 });
  fake.put({ attributes: '{"call_sid":"CA1"}' }, bo);
  expect(await sweep()).toEqual({ assigned: 1, finished: [], failed: [], complete: true });
  const done = {
    taskSid,
    workerSid: ana,
    at: '2026-11-23T17:59:00.000Z',
    outcome: 'reached',
    completed: true,
  } as const;
  fake.records.set(callSid, { attempts: [done], heard: [], deleted: [] });
  expect(await sweep()).toMatchObject({ finished: [] });
  fake.fail('readRecord', { code: 'VENDOR_UNAVAILABLE' });
  expect(await sweep()).toMatchObject({ failed: [{ taskSid, code: 'VENDOR_UNAVAILABLE' }] });
  expect(await finishRequeues({ ...desk, deadlineMs: 0 })).toMatchObject({ complete: false });
});
