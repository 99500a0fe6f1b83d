import type { Expression, Scope } from '../expression/expression';
import type { WorkerOrder } from '../workflow/configuration';
import type { Seat } from './seat';
import { SortedList } from './sorted-list';

/** A task that waits for a worker: pending, or reserved with room for more offers. */
export interface WaitingTask {
  readonly sid: string;
  readonly queueSid: string;
  readonly channelSid: string;
  readonly priority: number;
  /** virtual_start_time, milliseconds since 1970. */
  readonly startMs: number;
  /** Tells apart tasks of the same priority and start. */
  readonly order: number;
  readonly attributes: Scope;
  /** The step's own condition on workers. */
  readonly expression: Expression | undefined;
  readonly orderBy: readonly WorkerOrder[];
  /** The one worker who may have it. */
  readonly onlyWorkerSid: string | undefined;
  readonly ignoreCapacity: boolean;
}

export type TaskOrder = 'FIFO' | 'LIFO';

/** Which of two waiting tasks goes first: the higher priority, then the older (FIFO) or the newer (LIFO). */
export function compareTasks(order: TaskOrder): (left: WaitingTask, right: WaitingTask) => number {
  const direction = order === 'FIFO' ? 1 : -1;
  return (left, right) =>
    right.priority - left.priority ||
    (left.startMs - right.startMs) * direction ||
    (left.order - right.order) * direction;
}

/**
 * Tasks of a queue that the same workers may have: as a rule the first of them stands for all, so a free worker is matched without a look at the rest.
 * Only where the step's condition depends on the task is each one tested.
 */
export interface Lane {
  readonly key: string;
  /** The step's condition looks at the task. */
  readonly perTask: boolean;
  readonly tasks: SortedList<WaitingTask>;
}

export interface QueueFacts {
  readonly sid: string;
  readonly order: TaskOrder;
  /** Undefined: an empty expression, which nobody matches. */
  readonly targetWorkers: Expression | undefined;
}

/** A TaskQueue on the floor: its workers and its waiting tasks. */
export class WaitingQueue {
  readonly lanes = new Map<string, Lane>();
  /** Who matches the queue; all workers where the expression looks at what changes with each reservation. */
  readonly members = new Set<Seat>();
  /** The expression looks at a worker's channels. */
  readonly isDynamic: boolean;

  constructor(readonly facts: QueueFacts) {
    this.isDynamic = facts.targetWorkers?.keys.some(key => /^(worker\.)?channel\./.test(key)) ?? false;
  }

  /** Whether the worker is one of the queue's now. */
  matches(seat: Seat): boolean {
    return this.facts.targetWorkers?.test(seat.scope) ?? false;
  }

  add(task: WaitingTask): void {
    const key = laneKey(task);
    const lane = this.lanes.get(key) ?? {
      key,
      perTask: task.expression?.roots.has('task') ?? false,
      tasks: new SortedList(compareTasks(this.facts.order)),
    };
    this.lanes.set(key, lane);
    lane.tasks.add(task);
  }

  remove(task: WaitingTask): void {
    const lane = this.lanes.get(laneKey(task));
    lane?.tasks.remove(task);
    if (lane?.tasks.size === 0) this.lanes.delete(lane.key);
  }
}

function laneKey({ channelSid, onlyWorkerSid, ignoreCapacity, expression }: WaitingTask): string {
  return [channelSid, onlyWorkerSid ?? '', ignoreCapacity, expression?.source ?? ''].join(' ');
}
