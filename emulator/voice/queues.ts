import type { CallControl, Ids } from '../contract';

/** How many calls a queue takes. Twilio's default; the REST resource can raise it. */
export const MAX_QUEUE_SIZE = 100;

/** A call that waits. */
export interface Waiting {
  readonly enteredMs: number;
  /** Set for a call that TaskRouter routes. */
  taskSid?: string;
  /** Takes the call out of its queue. False when it no longer waits. */
  connect(workerName: string): boolean;
  /** The agent ends the talk. */
  agentHangsUp(): void;
}

export interface Queue {
  readonly sid: string;
  readonly members: Waiting[];
}

/** The queues of calls that wait, by account and name (or workflow). */
export class Queues implements CallControl {
  private readonly queues = new Map<string, Queue>();
  private readonly byTask = new Map<string, Waiting>();

  constructor(private readonly ids: Pick<Ids, 'sid'>) {}

  /** The queue of that name, made when it isn't there. */
  queue(accountSid: string, name: string): Queue {
    const key = `${accountSid} ${name}`;
    const queue = this.queues.get(key) ?? { sid: this.ids.sid('QU'), members: [] };
    this.queues.set(key, queue);
    return queue;
  }

  enter(queue: Queue, waiting: Waiting): void {
    queue.members.push(waiting);
    if (waiting.taskSid !== undefined) this.byTask.set(waiting.taskSid, waiting);
  }

  /** The call doesn't wait any more. It stays reachable by its task until `forget`: it may be talking to an agent. */
  leave(queue: Queue, waiting: Waiting): void {
    const index = queue.members.indexOf(waiting);
    if (index >= 0) queue.members.splice(index, 1);
  }

  forget(waiting: Waiting): void {
    if (waiting.taskSid !== undefined) this.byTask.delete(waiting.taskSid);
  }

  connectToWorker({ taskSid, workerName }: { taskSid: string; workerName: string }): boolean {
    return this.byTask.get(taskSid)?.connect(workerName) ?? false;
  }

  hangUp(taskSid: string): void {
    this.byTask.get(taskSid)?.agentHangsUp();
  }
}

/** What wait documents are told of the queue. */
export function queueParameters(queue: Queue, waiting: Waiting, nowMs: number): Record<string, string> {
  const waited = queue.members.map(member => nowMs - member.enteredMs);
  const average = waited.reduce((sum, ms) => sum + ms, 0) / Math.max(1, waited.length);
  return {
    QueueSid: queue.sid,
    QueueTime: String(Math.floor((nowMs - waiting.enteredMs) / 1000)),
    AvgQueueTime: String(Math.floor(average / 1000)),
    QueuePosition: String(queue.members.indexOf(waiting) + 1),
    CurrentQueueSize: String(queue.members.length),
    MaxQueueSize: String(MAX_QUEUE_SIZE),
  };
}
