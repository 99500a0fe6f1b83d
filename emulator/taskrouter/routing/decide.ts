import { lookUp } from '../expression/expression';
import type { WorkerOrder } from '../workflow/configuration';
import type { Floor } from './floor';
import type { Seat } from './seat';
import { compareTasks, type Lane, type WaitingQueue, type WaitingTask } from './waiting';

/**
 * The worker whom a waiting task should be offered to now: of those who match queue and step and have room, the first by the step's order,
 * then the longest idle. Undefined when there is none. Costs a look at the queue's workers.
 */
export function workerFor(floor: Floor, task: WaitingTask): Seat | undefined {
  const queue = floor.queue(task.queueSid);
  let best: Seat | undefined;
  for (const seat of queue?.members ?? []) {
    if (queue && mayOffer(floor, { queue, seat, task }) && (!best || goesBefore(seat, best, task.orderBy))) best = seat;
  }
  return best;
}

/**
 * The waiting task that a worker should be offered now: of all queues they are in, the one with the highest priority, then the oldest
 * (or newest, where the workspace says so). Undefined when there is none. Costs a look at the first task of each lane.
 */
export function taskFor(floor: Floor, seat: Seat): WaitingTask | undefined {
  const compare = compareTasks(floor.orderAcrossQueues);
  let best: WaitingTask | undefined;
  for (const queue of floor.allQueues()) {
    if (!queue.members.has(seat)) continue;
    for (const lane of queue.lanes.values()) {
      const task = firstIn(lane, candidate => mayOffer(floor, { queue, seat, task: candidate }), seat);
      if (task && (!best || compare(task, best) < 0)) best = task;
    }
  }
  return best;
}

interface Offer {
  readonly queue: WaitingQueue;
  readonly seat: Seat;
  readonly task: WaitingTask;
}

function firstIn(lane: Lane, fits: (task: WaitingTask) => boolean, seat: Seat): WaitingTask | undefined {
  if (lane.perTask) return lane.tasks.first(fits);
  // Tasks that the worker holds already are passed over; any other is as good as the rest of its lane.
  const first = lane.tasks.first(task => !seat.holds(task.sid));
  return first && fits(first) ? first : undefined;
}

function mayOffer(floor: Floor, { queue, seat, task }: Offer): boolean {
  if (seat.holds(task.sid)) return false;
  if (task.onlyWorkerSid !== undefined && task.onlyWorkerSid !== seat.facts.sid) return false;
  if (!task.ignoreCapacity && !hasRoom(floor, seat, task.channelSid)) return false;
  if (queue.isDynamic && !queue.matches(seat)) return false;
  return task.expression?.test({ task: task.attributes, worker: seat.worker }) ?? true;
}

function hasRoom(floor: Floor, seat: Seat, channelSid: string): boolean {
  const channel = seat.facts.channels.get(channelSid);
  if (!seat.facts.available || !channel?.available) return false;
  return floor.multiTask ? seat.load(channelSid) < channel.capacity : seat.isIdle && channel.capacity > 0;
}

function goesBefore(seat: Seat, other: Seat, orderBy: readonly WorkerOrder[]): boolean {
  for (const { path, descending } of orderBy) {
    const difference = numberAt(seat, path, descending) - numberAt(other, path, descending);
    if (difference !== 0 && !Number.isNaN(difference)) return descending ? difference > 0 : difference < 0;
  }
  const longer = seat.facts.idleSinceMs - other.facts.idleSinceMs;
  return longer === 0 ? seat.order < other.order : longer < 0;
}

/** A worker without the attribute comes last. */
function numberAt(seat: Seat, path: readonly string[], descending: boolean): number {
  const value = lookUp(seat.worker, path);
  return typeof value === 'number' ? value : descending ? -Infinity : Infinity;
}
