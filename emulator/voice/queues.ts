import type { CallControl, Collection, StoredRecord, World, WorkerLegs } from '../contract';
import type { LiveCall } from './live-call';
import type { Session } from './session';

/** How many calls a queue takes. Twilio's default; the REST resource can raise it. */
export const MAX_QUEUE_SIZE = 100;

/** A queue as the REST API shows it (schema api.v2010.account.queue); counts are computed. */
export interface QueueRecord extends StoredRecord {
  readonly account_sid: string;
  readonly friendly_name: string;
  readonly max_size: number;
  readonly date_created: string;
  readonly date_updated: string;
}

/** A call that waits. */
export interface Waiting {
  readonly enteredMs: number;
  readonly call?: LiveCall;
  /** Set for a call that TaskRouter routes. */
  taskSid?: string;
  /** Takes the call out of its queue, to talk or do what `talk` does. False when it no longer waits. */
  connect(workerName: string, talk?: (session: Session) => Promise<void>): boolean;
  /** The agent ends the talk. */
  agentHangsUp(): void;
  /** The caller ended the talk, or was taken elsewhere. */
  callerLeft?: () => void;
}

export interface Queue {
  readonly sid: string;
  readonly members: Waiting[];
  readonly listeners: Set<(waiting: Waiting) => void>;
}

/**
 * The queues of calls that wait; one that a TaskRouter workflow routes has the workflow's SID as its name.
 * Source: twilio.com/docs/taskrouter/twiml-queue-calls, "Update the call queue limit for Flex"
 */
export class Queues implements CallControl {
  readonly records: Collection<QueueRecord>;
  legs?: WorkerLegs;
  private readonly queues = new Map<string, Queue>();
  private readonly byTask = new Map<string, Waiting>();

  constructor(private readonly world: Pick<World, 'ids' | 'clock' | 'store'>) {
    this.records = world.store.collection<QueueRecord>('api.queues');
  }

  /** The queue of that name (a workflow's SID where TaskRouter routes), made when it isn't there. */
  queue(accountSid: string, name: string): Queue {
    return this.of(this.named(accountSid, name));
  }

  /** Whether there is a queue of that name: made over REST, or by somebody who waited in it. */
  has(accountSid: string, name: string): boolean {
    return this.recordOf(accountSid, name) !== undefined;
  }

  /** Who waits in the queue with that sid. */
  of(sid: string): Queue {
    const queue = this.queues.get(sid) ?? { sid, members: [], listeners: new Set() };
    this.queues.set(sid, queue);
    return queue;
  }

  /** The queue that the call waits in. */
  holding(waiting: Waiting): Queue | undefined {
    return [...this.queues.values()].find(({ members }) => members.includes(waiting));
  }

  maxSize(sid: string): number {
    return this.records.get(sid)?.max_size ?? MAX_QUEUE_SIZE;
  }

  enter(queue: Queue, waiting: Waiting): void {
    queue.members.push(waiting);
    if (waiting.taskSid !== undefined) this.byTask.set(waiting.taskSid, waiting);
  }

  /** Somebody waits now, and can be taken. */
  entered(queue: Queue, waiting: Waiting): void {
    for (const listener of [...queue.listeners]) listener(waiting);
  }

  /** Hears who enters the queue next; returns the way to stop. */
  whenEntered(queue: Queue, listener: (waiting: Waiting) => void): () => void {
    queue.listeners.add(listener);
    return () => void queue.listeners.delete(listener);
  }

  /** The call doesn't wait any more. It stays reachable by its task until `forget`: it may be talking to an agent. */
  leave(queue: Queue, waiting: Waiting): void {
    const index = queue.members.indexOf(waiting);
    if (index >= 0) queue.members.splice(index, 1);
  }

  forget(waiting: Waiting): void {
    if (waiting.taskSid !== undefined) this.byTask.delete(waiting.taskSid);
  }

  /** The call that a task was made of, while it waits or talks. */
  ofTask(taskSid: string): Waiting | undefined {
    return this.byTask.get(taskSid);
  }

  connectToWorker({ taskSid, workerName }: { taskSid: string; workerName: string }): boolean {
    return this.byTask.get(taskSid)?.connect(workerName) ?? false;
  }

  hangUp(taskSid: string): void {
    this.byTask.get(taskSid)?.agentHangsUp();
  }

  private recordOf(accountSid: string, name: string): QueueRecord | undefined {
    return this.records.find(record => record.account_sid === accountSid && record.friendly_name === name);
  }

  private named(accountSid: string, name: string): string {
    const known = this.recordOf(accountSid, name);
    if (known) return known.sid;
    const now = new Date(this.world.clock.now()).toISOString();
    const sid = this.world.ids.sid('QU');
    const dates = { date_created: now, date_updated: now };
    this.records.insert({ sid, account_sid: accountSid, friendly_name: name, max_size: MAX_QUEUE_SIZE, ...dates });
    return sid;
  }
}

/** How long those in the queue have waited on average, seconds. */
export function averageWaitSeconds({ members }: Queue, nowMs: number): number {
  const sumMs = members.reduce((sum, member) => sum + nowMs - member.enteredMs, 0);
  return Math.floor(sumMs / Math.max(1, members.length) / 1000);
}

/** What wait documents are told of the queue. */
export function queueParameters(queue: Queue, waiting: Waiting, session: Session): Record<string, string> {
  const nowMs = session.nowMs();
  return {
    QueueSid: queue.sid,
    QueueTime: String(Math.floor((nowMs - waiting.enteredMs) / 1000)),
    AvgQueueTime: String(averageWaitSeconds(queue, nowMs)),
    QueuePosition: String(queue.members.indexOf(waiting) + 1),
    CurrentQueueSize: String(queue.members.length),
    MaxQueueSize: String(session.call.services.queues.maxSize(queue.sid)),
  };
}
