import { Seat, type SeatFacts } from './seat';
import { WaitingQueue, type QueueFacts, type TaskOrder, type WaitingTask } from './waiting';

/**
 * One workspace as routing sees it: queues with their waiting tasks and their workers, kept so that a decision looks only at who and what it concerns.
 * It decides nothing (see decide.ts) and knows no time.
 */
export class Floor {
  readonly seats = new Map<string, Seat>();
  private readonly queues = new Map<string, WaitingQueue>();
  private readonly waiting = new Map<string, WaitingTask>();
  private seatsSoFar = 0;

  constructor(
    /** Which of two queues' first tasks a worker gets, when their priorities are the same. */
    public orderAcrossQueues: TaskOrder,
    /** Off: a worker with any task gets no other. */
    public multiTask: boolean,
  ) {}

  /** Adds a worker or takes over what changed. */
  putSeat(facts: SeatFacts): Seat {
    const known = this.seats.get(facts.sid);
    known?.change(facts);
    const seat = known ?? new Seat(facts, this.seatsSoFar);
    if (!known) this.seatsSoFar += 1;
    this.seats.set(facts.sid, seat);
    for (const queue of this.queues.values()) seatIn(queue, seat);
    return seat;
  }

  removeSeat(sid: string): void {
    const seat = this.seats.get(sid);
    this.seats.delete(sid);
    if (seat) for (const queue of this.queues.values()) queue.members.delete(seat);
  }

  /** Adds a queue or takes over what changed; its waiting tasks stay. */
  putQueue(facts: QueueFacts): void {
    const queue = new WaitingQueue(facts);
    for (const seat of this.seats.values()) seatIn(queue, seat);
    for (const task of this.tasksOf(facts.sid)) queue.add(task);
    this.queues.set(facts.sid, queue);
  }

  removeQueue(sid: string): void {
    this.queues.delete(sid);
  }

  queue(sid: string): WaitingQueue | undefined {
    return this.queues.get(sid);
  }

  allQueues(): Iterable<WaitingQueue> {
    return this.queues.values();
  }

  /** The task waits (again), as given: one that waits already is replaced. */
  wait(task: WaitingTask): void {
    this.leave(task.sid);
    this.waiting.set(task.sid, task);
    this.queues.get(task.queueSid)?.add(task);
  }

  /** The task waits no more. */
  leave(taskSid: string): void {
    const task = this.waiting.get(taskSid);
    if (!task) return;
    this.waiting.delete(taskSid);
    this.queues.get(task.queueSid)?.remove(task);
  }

  waitingTask(sid: string): WaitingTask | undefined {
    return this.waiting.get(sid);
  }

  /** In their order within each lane. */
  tasksOf(queueSid: string): WaitingTask[] {
    const lanes = this.queues.get(queueSid)?.lanes.values() ?? [];
    return [...lanes].flatMap(lane => lane.tasks.values());
  }
}

function seatIn(queue: WaitingQueue, seat: Seat): void {
  if (queue.isDynamic || queue.matches(seat)) queue.members.add(seat);
  else queue.members.delete(seat);
}
