import { fixedClock } from '../clock';
import type { Client } from '../config';
import { sampleClient } from '../config/client.fake';
import { AppError, type ErrorCode } from '../errors';
import { memoryLog } from '../log';
import type { PhoneNumber } from '../phone';
import type { CallSid } from '../sid';
import { isOpen, parseTaskAttributes, type StoryTeller } from '../tasks';
import type { CallbackDesk } from './desk';
import type { CallbackRequest } from './ledger';
import { NO_NOTES } from './notes';
import type { CallbackOutcome } from './outcome';
import { callbacksOf, fakePorts, type FakePorts, type FakeTask, type PortCall } from './ports.fake';
import { requestCallback } from './request';
import { resumeCallbacks } from './resume';

const callSid = `CA${'1'.repeat(32)}` as CallSid;
const otherCall = `CA${'2'.repeat(32)}` as CallSid;
const line = '+12025550142';
const number = '+12025550111' as PhoneNumber;
/** A Monday, 10:04 at the clinic in Los Angeles. */
const MORNING = '2026-11-23T18:04:00Z';

const sample = sampleClient();

function scene(change: { at?: string; client?: Partial<Client>; inQueue?: boolean } = {}) {
  const clock = fixedClock(change.at ?? MORNING);
  const ports = fakePorts(clock);
  const log = memoryLog();
  const client = { ...sample, ...change.client };
  const waiting = change.inQueue === false ? undefined : ports.enqueue(callSid, { topic: 'billing', theirs: 1 });
  clock.advance(90_000);
  const desk = (): CallbackDesk => ({ ports, client, clock, log, deadlineMs: clock.now().getTime() + 8_000 });
  const ask = (extra: Partial<CallbackRequest> = {}): Promise<CallbackOutcome> =>
    requestCallback(desk(), {
      callSid,
      from: number,
      line,
      number,
      topic: 'billing',
      waitingTask: waiting?.taskSid,
      ...extra,
    });
  /** As the wait document does it: again and again while nobody can tell. */
  const askUntilSettled = async (extra: Partial<CallbackRequest> = {}): Promise<CallbackOutcome> => {
    for (let asked = 0; asked < 10; asked += 1) {
      const outcome = await ask(extra);
      if (outcome.outcome !== 'unsettled') return outcome;
      clock.advance(2_000);
    }
    return { outcome: 'unsettled' };
  };
  return { clock, ports, log, waiting, desk, ask, askUntilSettled };
}

const openCallbacks = ({ taskList }: FakePorts): FakeTask[] =>
  callbacksOf(taskList).filter(({ status }) => isOpen(status));

test('the callback exists before the place in line is given up, and keeps it', async () => {
  const { ask, ports, waiting } = scene();
  const outcome = await ask();
  const [callback] = openCallbacks(ports);
  expect(outcome).toEqual({ outcome: 'booked', number, taskSid: callback?.taskSid });
  expect(callback).toMatchObject({ priority: 20, timeoutSeconds: 72 * 3600, waitingSince: new Date(MORNING) });
  expect(ports.calledPorts).toEqual(['claim', 'read', 'create', 'change', 'cancel', 'save']);
  expect(waiting).toMatchObject({ status: 'canceled', reason: 'The caller asked for a callback' });
  expect(JSON.parse(waiting?.attributes ?? '')).toMatchObject({
    topic: 'billing',
    theirs: 1,
    conversations: { abandoned: 'Follow-Up' },
  });
});

test('the task is what the stock view reads, and no call that waits', async () => {
  const { ask, ports } = scene();
  await ask();
  const attributes = JSON.parse(openCallbacks(ports)[0]?.attributes ?? '') as Record<string, unknown>;
  expect(attributes).not.toHaveProperty('call_sid');
  expect(attributes).toMatchObject({
    taskType: 'callback',
    name: number,
    from: number,
    direction: 'inbound',
    topic: 'billing',
    conversations: { conversation_id: callSid },
    callBackData: { numberToCall: number, numberToCallFrom: line, attempts: 0, mainTimeZone: 'America/Los_Angeles' },
  });
});

test('out of a queue three requests do', async () => {
  const { ask, ports } = scene({ inQueue: false });
  await expect(ask()).resolves.toMatchObject({ outcome: 'booked' });
  expect(ports.calledPorts).toEqual(['claim', 'create', 'save']);
});

describe('asked for in a talk with an assistant', () => {
  const asked: string[] = [];
  const teller = (tell: StoryTeller['tell']): StoryTeller => ({
    leads: called => called === line,
    tell: (call, mostBytes) => {
      asked.push(call);
      return tell(call, mostBytes);
    },
  });
  const book = async (story: StoryTeller, called = line) => {
    const { desk, ports, log } = scene({ inQueue: false });
    asked.splice(0);
    const request = { callSid, from: number, line: called, number };
    const outcome = await requestCallback({ ...desk(), ports: { ...ports, story } }, request);
    const task = JSON.parse(openCallbacks(ports)[0]?.attributes ?? '{}') as Record<string, unknown>;
    return { outcome: outcome.outcome, task, log };
  };

  test('the task has its story, of a size that fits', async () => {
    const { outcome, task } = await book(teller(async (_call, mostBytes) => ({ summary: 'Rosa', mostBytes })));
    expect(outcome).toBe('booked');
    expect(task).toMatchObject({ taskType: 'callback', assistant: { summary: 'Rosa' } });
    expect((task['assistant'] as { mostBytes: number }).mostBytes).toBeGreaterThan(2_000);
  });

  test('a story that can not be read costs nobody the callback', async () => {
    const { outcome, task, log } = await book(teller(async () => Promise.reject(new AppError('INTERNAL', 'no'))));
    expect(outcome).toBe('booked');
    expect(task).not.toHaveProperty('assistant');
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'warn', code: 'INTERNAL' }));
  });

  test('of a line without one nothing is asked', async () => {
    const { task } = await book(
      teller(async () => ({ summary: 'Rosa' })),
      '+12025550143',
    );
    expect(task).not.toHaveProperty('assistant');
    expect(asked).toEqual([]);
  });
});

test('the same webhook again, at once or later, is told the same and makes nothing new', async () => {
  const { ask, ports } = scene();
  const [first, second] = await Promise.all([ask(), ask()]);
  expect(second).toEqual(first);
  await expect(ask()).resolves.toEqual(first);
  expect(callbacksOf(ports.taskList)).toHaveLength(1);
});

test('asking again in another call confirms the first, and leaves the queue', async () => {
  const { ask, ports } = scene();
  const first = await ask();
  const again = ports.enqueue(otherCall);
  await expect(ask({ callSid: otherCall, waitingTask: again.taskSid })).resolves.toEqual({
    ...first,
    outcome: 'stands',
  });
  expect(again.status).toBe('canceled');
  expect(callbacksOf(ports.taskList)).toHaveLength(1);
});

test.each(['completed', 'canceled'] as const)('a callback that is %s does not block a new one', async status => {
  const { ask, ports } = scene();
  await ask();
  Object.assign(openCallbacks(ports)[0] ?? {}, { status });
  const again = ports.enqueue(otherCall);
  await expect(ask({ callSid: otherCall, waitingTask: again.taskSid })).resolves.toMatchObject({ outcome: 'booked' });
  expect(openCallbacks(ports)).toHaveLength(1);
});

describe('whose callback it is', () => {
  const elsewhere = '+12025550177' as PhoneNumber;

  test('the caller who asks for another number in a second call hears the number of the first', async () => {
    const { ask, ports } = scene();
    const first = await ask();
    const again = ports.enqueue(otherCall);
    const second = await ask({ callSid: otherCall, waitingTask: again.taskSid, number: elsewhere });
    expect(second).toEqual({ ...first, outcome: 'stands', number });
    expect(again.status).toBe('canceled');
    expect(callbacksOf(ports.taskList)).toHaveLength(1);
  });

  test('another caller who wants the same number called, and another line, are callbacks of their own', async () => {
    const { ask, ports } = scene({ inQueue: false });
    await ask();
    await expect(ask({ callSid: otherCall, from: elsewhere })).resolves.toMatchObject({ outcome: 'booked', number });
    await ask({ line: '+12025550199' });
    expect(openCallbacks(ports)).toHaveLength(3);
  });

  test.each(['anonymous', '+266696687', ''])('a withheld caller (%j) is known by the number to call', async from => {
    const { ask, ports } = scene({ inQueue: false });
    await ask({ from });
    await expect(ask({ callSid: otherCall, from })).resolves.toMatchObject({ outcome: 'stands', number });
    await expect(ask({ callSid: otherCall, from, number: elsewhere })).resolves.toMatchObject({ outcome: 'booked' });
    expect(openCallbacks(ports)).toHaveLength(2);
  });

  test('a withheld caller who types a number is not told what its owner asked for', async () => {
    const { ask } = scene({ inQueue: false });
    await ask({ number: elsewhere });
    const told = await ask({ callSid: otherCall, from: 'anonymous', number });
    expect(told).toMatchObject({ outcome: 'booked', number });
  });

  test('a Function that died with one number made: asked again with another, the one that is made counts', async () => {
    const { ask, askUntilSettled, ports, clock } = scene({ inQueue: false });
    ports.failNth(2, { code: 'INTERNAL', times: 1, dies: true, after: true });
    void ask();
    for (let tick = 0; tick < 100; tick += 1) await Promise.resolve();
    clock.advance(60_000);
    await expect(askUntilSettled({ number: elsewhere })).resolves.toMatchObject({ outcome: 'booked', number });
    await expect(ask({ callSid: otherCall })).resolves.toMatchObject({ outcome: 'stands', number });
    expect(callbacksOf(ports.taskList)).toHaveLength(1);
  });
});

test('a task that is not known yet is looked for', async () => {
  const { ask, ports, waiting } = scene();
  await expect(ask({ waitingTask: 'unknown' })).resolves.toMatchObject({ outcome: 'booked' });
  expect(ports.calledPorts).toContain('findWaiting');
  expect(waiting?.status).toBe('canceled');
});

describe('an agent is faster', () => {
  test('before the callback is made: none is made', async () => {
    const { ask, ports, waiting } = scene();
    Object.assign(waiting ?? {}, { status: 'assigned' });
    await expect(ask()).resolves.toEqual({ outcome: 'answered' });
    expect(callbacksOf(ports.taskList)).toHaveLength(0);
  });

  test('between create and cancel: the callback is taken back', async () => {
    const { ask, ports, waiting } = scene();
    ports.meanwhile = port =>
      void (port === 'cancel' && ports.calledPorts.filter(each => each === port).length === 1
        ? Object.assign(waiting ?? {}, { status: 'assigned' })
        : undefined);
    await expect(ask()).resolves.toEqual({ outcome: 'answered' });
    expect(openCallbacks(ports)).toHaveLength(0);
    await expect(ask()).resolves.toEqual({ outcome: 'answered' });
    expect(waiting?.status).toBe('assigned');
  });
});

test('a caller who hangs up while it is booked has it all the same', async () => {
  const { ask, ports, waiting } = scene();
  ports.meanwhile = port =>
    void (port === 'create' && Object.assign(waiting ?? {}, { status: 'canceled', reason: 'hangup' }));
  await expect(ask()).resolves.toMatchObject({ outcome: 'booked' });
  expect(openCallbacks(ports)).toHaveLength(1);
});

test('the task can not be made: the caller stays in line and is told so; asking again works', async () => {
  const { ask, ports, waiting } = scene();
  ports.fail('create', { code: 'VENDOR_REJECTED', times: 1 });
  await expect(ask()).resolves.toEqual({ outcome: 'failed' });
  expect(waiting?.status).toBe('pending');
  await expect(ask()).resolves.toMatchObject({ outcome: 'booked' });
  expect(openCallbacks(ports)).toHaveLength(1);
});

test('the place can not be given up: the callback is booked, the hang-up does the rest', async () => {
  const { ask, ports } = scene();
  ports.fail('change', { code: 'VENDOR_REJECTED', times: 9 });
  ports.fail('cancel', { code: 'VENDOR_UNAVAILABLE', times: 9 });
  await expect(ask()).resolves.toMatchObject({ outcome: 'booked' });
  expect(openCallbacks(ports)).toHaveLength(1);
});

/** The requests of a callback from the queue, in their order. */
const REQUESTS: PortCall[] = ['claim', 'read', 'create', 'change', 'cancel', 'save'];
const codes: ErrorCode[] = ['RATE_LIMITED', 'VENDOR_UNAVAILABLE', 'VENDOR_REJECTED'];
const breaks = REQUESTS.flatMap(
  (port, index) =>
    [
      ...codes.map(code => ({ port, nth: index + 1, failure: { code, times: 1 } })),
      { port, nth: index + 1, failure: { code: 'VENDOR_UNAVAILABLE', times: 1, after: true } },
      { port, nth: index + 1, failure: { code: 'INTERNAL', times: 1, dies: true } },
      { port, nth: index + 1, failure: { code: 'INTERNAL', times: 1, dies: true, after: true } },
    ] as const,
);

describe.each(breaks)('request $nth ($port) goes wrong: $failure', ({ port, nth, failure }) => {
  const first = async ({ ask, ports, clock }: ReturnType<typeof scene>): Promise<CallbackOutcome | 'dead'> => {
    ports.failNth(nth, failure);
    const dead = 'dies' in failure;
    if (!dead) return ask();
    void ask();
    // The Function is gone with its request; all that it was to do before that has been done.
    for (let tick = 0; tick < 100; tick += 1) await Promise.resolve();
    clock.advance(1_000);
    return 'dead';
  };

  test('whoever asks again ends with one open callback, out of the queue', async () => {
    const stage = scene();
    await first(stage);
    await expect(stage.askUntilSettled()).resolves.toMatchObject({ outcome: 'booked' });
    expect(openCallbacks(stage.ports)).toHaveLength(1);
    expect(callbacksOf(stage.ports.taskList).filter(({ status }) => status !== 'canceled')).toHaveLength(1);
    const refused = port === 'cancel' && failure.code.startsWith('VENDOR') && !('after' in failure);
    expect(stage.waiting?.status).toBe(refused ? 'pending' : 'canceled');
  });

  test('whoever hangs up and was not told of a failure has one open callback after the sweep', async () => {
    const stage = scene();
    const outcome = await first(stage);
    if (stage.waiting?.status === 'pending') stage.waiting.status = 'canceled';
    stage.clock.advance(60_000);
    await resumeCallbacks(stage.desk());
    const claimed = stage.ports.entries.size > 0;
    const told = outcome === 'dead' ? claimed : outcome.outcome !== 'failed' && claimed;
    expect(openCallbacks(stage.ports)).toHaveLength(told ? 1 : 0);
  });

  test('whoever stays in line and asks no more has no second thing open after the sweep', async () => {
    const stage = scene();
    const outcome = await first(stage);
    stage.clock.advance(60_000);
    await resumeCallbacks(stage.desk());
    const inLine = stage.waiting?.status === 'pending' ? 1 : 0;
    if (outcome !== 'dead' && outcome.outcome === 'booked') expect(openCallbacks(stage.ports)).toHaveLength(1);
    else expect(openCallbacks(stage.ports).length + inLine).toBe(1);
  });

  test('asked for twice at once there is one open callback', async () => {
    const stage = scene();
    // Either of them may be the one that breaks, or dies.
    void first(stage);
    void stage.askUntilSettled();
    for (let tick = 0; tick < 500; tick += 1) await Promise.resolve();
    await expect(stage.askUntilSettled()).resolves.toMatchObject({ outcome: 'booked' });
    expect(openCallbacks(stage.ports)).toHaveLength(1);
  });
});

test('nobody knew of a callback when the caller chose to leave a message: the sweep takes it back', async () => {
  const { ask, ports, waiting, clock, desk } = scene();
  // Made, but its answer is lost, and it can't be looked for.
  ports.failNth(3, { code: 'VENDOR_UNAVAILABLE', times: 1, after: true });
  ports.failNth(4, { code: 'VENDOR_UNAVAILABLE', times: 1 });
  await expect(ask()).resolves.toEqual({ outcome: 'unsettled' });
  expect(openCallbacks(ports)).toHaveLength(1);
  await ports.notes.write(callSid, { ...NO_NOTES, chosen: 'voicemail' }, undefined);
  if (waiting) waiting.status = 'canceled';
  clock.advance(60_000);
  expect(await resumeCallbacks(desk())).toMatchObject({ outcomes: { dropped: 1 } });
  expect(openCallbacks(ports)).toEqual([]);
});

describe('out of hours', () => {
  test.each([
    ['at night it is the next opening', '2026-11-24T05:00:00Z', '2026-11-24T17:00:00.000Z', 16],
    ['over the weekend', '2026-11-21T18:00:00Z', '2026-11-23T17:00:00.000Z', 48],
    ['over Thanksgiving', '2026-11-26T02:00:00Z', '2026-11-27T17:00:00.000Z', 48],
  ])('%s', async (_name, at, dueAt, holdHours) => {
    const { ask, ports } = scene({ at, inQueue: false });
    const outcome = await ask();
    expect(outcome).toMatchObject({ outcome: 'scheduled', number, when: new Date(dueAt) });
    const [callback] = openCallbacks(ports);
    const parsed = parseTaskAttributes(callback?.attributes ?? '');
    expect(parsed).toMatchObject({ callBackData: { dueAt, holdHours } });
    await expect(ask()).resolves.toEqual(outcome);
    await expect(ask({ callSid: otherCall })).resolves.toMatchObject({ outcome: 'stands', when: new Date(dueAt) });
  });

  test('the life of the task counts from when it is due', async () => {
    const { ask, ports } = scene({ at: '2026-11-24T04:58:30Z', inQueue: false });
    await ask();
    expect(openCallbacks(ports)[0]?.timeoutSeconds).toBe((12 + 72) * 3600);
  });
});
