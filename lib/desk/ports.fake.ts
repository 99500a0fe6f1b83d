import { fixedClock } from '../clock';
import type { Client } from '../config';
import { AppError, type ErrorCode } from '../errors';
import { memoryLog } from '../log';
import type { WorkerSid } from '../sid';
import { isOpen, mergeAttributes } from '../tasks';
import type { Agent } from './agent';
import type { Desk } from './desk';
import type { AgentTask, AgentTasks, DeskLedger, Holding } from './ports';
import { EMPTY_RECORD, type DeskRecord } from './record';

type PortCall = keyof AgentTasks | 'readRecord' | 'changeRecord' | 'readPromise' | 'savePromise';

/** An agent's desk in memory, what lies on it, and how a test makes it fail. */
export interface FakeDesk extends Desk {
  readonly clock: ReturnType<typeof fixedClock>;
  readonly log: ReturnType<typeof memoryLog>;
  readonly taskList: Map<string, AgentTask & { reason?: string; holders: Map<string, Holding> }>;
  readonly records: Map<string, DeskRecord>;
  readonly calls: PortCall[];
  /** `after`: the work is done and the answer is lost. */
  fail(port: PortCall, failure: { code: ErrorCode; times?: number; after?: boolean }): void;
  /** The Function is gone with its n-th request from now, which counts from 1; with `after`, once that is done. Others go on when `revive` was called. */
  die(nth: number, after: boolean): void;
  revive(): void;
  /** A request to somebody else whose failures count as the desk's. */
  step<T>(port: PortCall, work: () => T): Promise<T>;
  /** Puts a task on the board, which the worker has accepted. */
  put(task: Partial<AgentTask> & { attributes: string }, holder?: string): string;
  /** The attributes of a task. */
  attributesOf(taskSid: string): Record<string, Record<string, unknown>>;
  as(agent: Partial<Agent>): FakeDesk;
}

export const ana = `WK${'a'.repeat(32)}` as WorkerSid;
export const bo = `WK${'b'.repeat(32)}` as WorkerSid;

/** Tasks and ledger with Twilio's rules: only who accepted holds, only what is assigned can be completed, no idempotency of tasks. */
export function fakeDesk(client: Client, at = '2026-11-23T18:00:00Z'): FakeDesk {
  const clock = fixedClock(at);
  const failures: { port: PortCall; code: ErrorCode; times: number; after?: boolean }[] = [];
  const calls: PortCall[] = [];
  const taskList: FakeDesk['taskList'] = new Map();
  const records: FakeDesk['records'] = new Map();
  let death: { at: number; after: boolean } | undefined;
  const step = async <T>(port: PortCall, work: () => T): Promise<T> => {
    const nth = calls.push(port);
    await Promise.resolve();
    if (death && nth >= death.at) {
      if (death.after && nth === death.at) work();
      return new Promise(() => {});
    }
    const failure = failures.find(entry => entry.port === port && entry.times > 0);
    if (failure) failure.times -= 1;
    if (failure && !failure.after) throw new AppError(failure.code, `${port} was told to fail`);
    const result = work();
    if (failure) throw new AppError(failure.code, `${port} lost its answer`);
    return result;
  };
  const put: FakeDesk['put'] = (task, holder) => {
    const taskSid = task.taskSid ?? `WT${String(taskList.size + 1).padStart(32, '0')}`;
    taskList.set(taskSid, {
      workflowSid: `WW${'1'.repeat(32)}`,
      channel: 'voice',
      priority: 5,
      timeoutSeconds: 86_400,
      status: holder ? 'assigned' : 'pending',
      ...task,
      taskSid,
      holders: new Map(holder ? [[holder, 'holds']] : []),
    });
    return taskSid;
  };
  const desk: FakeDesk = {
    agent: { workerSid: ana, identity: 'ana@example.com', role: 'agent' },
    client,
    clock,
    log: memoryLog(),
    deadlineMs: clock.now().getTime() + 7_500,
    tasks: fakeTasks(taskList, step, put),
    ledger: fakeLedger(records, step),
    taskList,
    records,
    calls,
    put,
    step,
    die: (nth, after) => (death = { at: calls.length + nth, after }),
    revive: () => (death = undefined),
    fail: (port, { times = 1, ...failure }) => failures.push({ port, times, ...failure }),
    attributesOf: sid => JSON.parse(taskList.get(sid)?.attributes ?? '{}') as Record<string, Record<string, unknown>>,
    as: agent => ({ ...desk, agent: { ...desk.agent, ...agent } }),
  };
  return desk;
}

type Step = <T>(port: PortCall, work: () => T) => Promise<T>;

function fakeTasks(list: FakeDesk['taskList'], step: Step, put: FakeDesk['put']): AgentTasks {
  const read = (text: string): Record<string, Record<string, unknown> | undefined> =>
    JSON.parse(text) as Record<string, Record<string, unknown> | undefined>;
  return {
    read: sid => step('read', () => list.get(sid)),
    assigned: () =>
      step('assigned', () => ({
        tasks: [...list.values()].filter(({ status }) => status === 'assigned' || status === 'wrapping'),
        cursor: null,
      })),
    change: (sid, change) =>
      step('change', () => {
        const task = list.get(sid);
        if (task) list.set(sid, { ...task, attributes: mergeAttributes(task.attributes, change) });
        return task !== undefined;
      }),
    holding: (sid, worker) => step('holding', () => list.get(sid)?.holders.get(worker) ?? 'never'),
    ofReservation: (_worker, reservation) =>
      step('ofReservation', () => [...list.keys()].find(sid => sid.slice(2) === reservation.slice(2))),
    findRetry: sid =>
      step(
        'findRetry',
        () => [...list.values()].find(task => read(task.attributes)['linekit']?.['retryOf'] === sid)?.taskSid,
      ),
    withRecording: recording =>
      step('withRecording', () =>
        [...list.values()]
          .filter(task => read(task.attributes)['callBackData']?.['recordingSid'] === recording)
          .map(({ taskSid }) => taskSid),
      ),
    create: next => step('create', () => put(next)),
    complete: (sid, reason) =>
      step('complete', () => {
        const task = list.get(sid);
        if (!task || !isOpen(task.status)) return;
        if (task.status === 'pending' || task.status === 'reserved')
          throw new AppError('TASK_NOT_ASSIGNED', 'nobody has it');
        const holders = new Map([...task.holders].map(([worker]) => [worker, 'held' as const]));
        list.set(sid, { ...task, status: 'completed', reason, holders });
      }),
  };
}

function fakeLedger(records: FakeDesk['records'], step: Step): DeskLedger {
  return {
    read: id => step('readRecord', () => records.get(id) ?? EMPTY_RECORD),
    change: (id, next) =>
      step('changeRecord', () => {
        const record = next(records.get(id) ?? EMPTY_RECORD);
        records.set(id, record);
        return record;
      }),
  };
}
