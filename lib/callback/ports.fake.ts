import type { Clock } from '../clock';
import { AppError, type ErrorCode } from '../errors';
import { isAnswered, isOpen, mergeAttributes, parseTaskAttributes, type TaskStatus } from '../tasks';
import type { CallbackPorts } from './desk';
import type { CallbackEntry } from './ledger';
import type { NewCallback, NotesVersion, TaskFacts } from './ports';

/** A task of the fake workspace: a call in queue, or a callback. */
export interface FakeTask {
  readonly taskSid: string;
  status: TaskStatus;
  attributes: string;
  version: number;
  readonly createdAt: Date;
  readonly priority: number;
  readonly timeoutSeconds?: number;
  readonly waitingSince?: Date | undefined;
  reason?: string;
}

export const portCalls = [
  'claim',
  'save',
  'ledger.read',
  'ledger.list',
  'read',
  'change',
  'cancel',
  'create',
  'find',
  'held',
  'findWaiting',
  'notes.read',
  'notes.write',
] as const;
export type PortCall = (typeof portCalls)[number];

/** How a request goes wrong. `after`: it was done and the answer is lost. `dies`: the Function does, and nothing more is called. */
export interface Failure {
  readonly code: ErrorCode;
  readonly times: number;
  readonly after?: boolean;
  readonly dies?: boolean;
}

/** In-memory Twilio with Twilio's rules: versions, no idempotency of tasks, no cancelling of what an agent has. */
export interface FakePorts extends CallbackPorts {
  readonly tasks: CallbackPorts['tasks'];
  readonly taskList: FakeTask[];
  readonly entries: Map<string, { entry: CallbackEntry; revision: number }>;
  readonly calledPorts: PortCall[];
  fail(port: PortCall, failure: Failure): void;
  /** Fails the n-th request from now, whatever it is; counts from 1. */
  failNth(nth: number, failure: Failure): void;
  /** Puts a call in queue. */
  enqueue(callSid: string, attributes?: object): FakeTask;
  /** Runs before each request: what others do meanwhile. */
  meanwhile: (port: PortCall) => void;
}

type Step = <T>(port: PortCall, work: () => T) => Promise<T>;

/** In-memory ports. */
export function fakePorts(clock: Clock): FakePorts {
  const faults: { port: PortCall; left: number; failure: Failure }[] = [];
  const nths: { at: number; failure: Failure }[] = [];
  const fake = {
    taskList: [] as FakeTask[],
    entries: new Map() as FakePorts['entries'],
    calledPorts: [] as PortCall[],
  };
  const step: Step = async (port, work) => {
    fake.calledPorts.push(port);
    await Promise.resolve();
    ports.meanwhile(port);
    const fault = faults.find(each => each.port === port && each.left > 0);
    if (fault) fault.left -= 1;
    const failure = fault?.failure ?? nths.find(({ at }) => at === fake.calledPorts.length)?.failure;
    if (failure && !failure.after) return lost(failure, `${port} was told to fail`);
    const result = work();
    return failure ? lost(failure, `${port} lost its answer`) : result;
  };
  const { taskList } = fake;
  const make = (task: Omit<FakeTask, 'taskSid' | 'version' | 'status' | 'createdAt'>): FakeTask => {
    const taskSid = `WT${String(taskList.length).padStart(32, '0')}`;
    const made: FakeTask = { ...task, taskSid, version: 0, status: 'pending', createdAt: clock.now() };
    taskList.push(made);
    return made;
  };
  const tasks = fakeTasks(taskList, step);
  const ports: FakePorts = {
    ...fake,
    meanwhile: () => {},
    fail: (port, failure) => faults.push({ port, left: failure.times, failure }),
    failNth: (nth, failure) => nths.push({ at: fake.calledPorts.length + nth, failure }),
    enqueue: (callSid, attributes = {}) =>
      make({ attributes: JSON.stringify({ call_sid: callSid, ...attributes }), priority: 0 }),
    tasks,
    callbacks: {
      ...tasks,
      create: (callback: NewCallback) =>
        step('create', () => {
          const { attributes, ...rest } = callback;
          return { taskSid: make({ ...rest, attributes: JSON.stringify(attributes) }).taskSid };
        }),
      find: (key, since) =>
        step('find', () => {
          const found = callbacksOf(taskList, key).findLast(
            task => task.createdAt >= since && task.status !== 'canceled',
          );
          return found && { taskSid: found.taskSid, status: found.status, ...promiseOf(found) };
        }),
      held: () =>
        step('held', () => ({
          held: taskList.flatMap(task => {
            const dueAt = task.status === 'pending' ? promiseOf(task).dueAt : undefined;
            return dueAt === undefined ? [] : [{ taskSid: task.taskSid, dueAt }];
          }),
          cursor: null,
        })),
    },
    waiting: {
      findWaiting: callSid =>
        step('findWaiting', () => {
          const line = taskList.filter(task => task.status === 'pending' || task.status === 'reserved');
          const at = line.findIndex(task => {
            const parsed = parseTaskAttributes(task.attributes);
            return parsed.kind === 'call' && parsed.callSid === callSid;
          });
          const task = line[at];
          return task && { ...facts(task), version: undefined, taskQueueSid: `WQ${'0'.repeat(32)}`, place: at + 1 };
        }),
    },
    ledger: fakeLedger(fake.entries, step),
    notes: fakeNotes(step),
  };
  return ports;
}

function lost(failure: Failure, message: string): Promise<never> {
  // A Function that is gone calls nobody and answers nobody.
  return failure.dies ? new Promise(() => {}) : Promise.reject(new AppError(failure.code, message));
}

function facts({ taskSid, status, createdAt, priority, attributes, version }: FakeTask): TaskFacts {
  return { taskSid, status, createdAt, priority, attributes, version: String(version) };
}

/** Callbacks of one promise. */
export function callbacksOf(taskList: readonly FakeTask[], key?: string): FakeTask[] {
  return taskList.filter(task => {
    const parsed = parseTaskAttributes(task.attributes);
    return parsed.kind === 'callback' && (key === undefined || parsed.linekit?.key === key);
  });
}

function promiseOf(task: FakeTask): { number: string; dueAt: string | undefined } {
  const parsed = parseTaskAttributes(task.attributes);
  if (parsed.kind !== 'callback') return { number: '', dueAt: undefined };
  return { number: parsed.callBackData.numberToCall, dueAt: parsed.callBackData.dueAt };
}

function fakeTasks(taskList: FakeTask[], step: Step): CallbackPorts['tasks'] {
  const find = (taskSid: string) => taskList.find(task => task.taskSid === taskSid);
  return {
    read: taskSid =>
      step('read', () => {
        const task = find(taskSid);
        return task && facts(task);
      }),
    change: (taskSid, change) =>
      step('change', () => {
        const task = find(taskSid);
        if (!task) return false;
        Object.assign(task, { attributes: mergeAttributes(task.attributes, change), version: task.version + 1 });
        return true;
      }),
    cancel: (taskSid, reason) =>
      step('cancel', () => {
        const task = find(taskSid);
        if (!task || !isOpen(task.status)) return task && isAnswered(task.status) ? 'answered' : 'gone';
        if (isAnswered(task.status)) return 'answered';
        Object.assign(task, { status: 'canceled', reason });
        return 'canceled';
      }),
  };
}

function fakeLedger(entries: FakePorts['entries'], step: Step): CallbackPorts['ledger'] {
  const put = (key: string, entry: CallbackEntry, revision: number): string => {
    entries.set(key, { entry, revision });
    return String(revision);
  };
  return {
    claim: (key, next) =>
      step('claim', () => {
        const known = entries.get(key);
        const entry = next(known?.entry);
        if (entry)
          return {
            kind: 'claimed',
            before: known?.entry,
            revision: put(key, entry, (known?.revision ?? -1) + 1),
          } as const;
        if (!known) throw new AppError('INTERNAL', 'there is nothing to keep');
        return { kind: 'kept', entry: known.entry, revision: String(known.revision) } as const;
      }),
    save: (key, entry, revision) =>
      step('save', () => {
        const known = entries.get(key);
        if (String(known?.revision) !== revision) throw new AppError('CONFLICT', 'the lease passed to another holder');
        return put(key, entry, Number(revision) + 1);
      }),
    read: key =>
      step('ledger.read', () => {
        const known = entries.get(key);
        return known && { entry: known.entry, revision: String(known.revision) };
      }),
    list: () =>
      step('ledger.list', () => ({
        entries: [...entries].map(([key, { entry }]) => ({ key, entry })),
        cursor: null,
      })),
  };
}

function fakeNotes(step: Step): CallbackPorts['notes'] {
  const kept = new Map<string, NotesVersion>();
  return {
    read: callSid => step('notes.read', () => kept.get(callSid)),
    write: (callSid, notes, revision) =>
      step('notes.write', () => {
        if (kept.get(callSid)?.revision !== revision) throw new AppError('CONFLICT', 'the notes were changed');
        const written = { notes, revision: String(Number(revision ?? -1) + 1) };
        kept.set(callSid, written);
        return written;
      }),
  };
}
