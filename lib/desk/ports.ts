import type { ReservationSid, WorkerSid } from '../sid';
import type { AttributeChange, TaskStatus } from '../tasks';
import type { DeskRecord } from './record';

/** All ports throw AppErrors only: RATE_LIMITED and VENDOR_REJECTED mean that nothing was done, VENDOR_UNAVAILABLE that nobody knows. */

/** A task, as an agent has it. */
export interface AgentTask {
  readonly taskSid: string;
  readonly status: TaskStatus;
  /** JSON, as it lies there. */
  readonly attributes: string;
  readonly workflowSid: string;
  /** Unique name: "voice". */
  readonly channel: string;
  readonly priority: number;
  readonly timeoutSeconds: number;
}

/** The task of another attempt. */
export type NextAttempt = Pick<AgentTask, 'attributes' | 'workflowSid' | 'channel' | 'priority' | 'timeoutSeconds'>;

/** Whether a worker has a task: accepted or wrapping up; had it: completed; or was only asked, if that. */
export type Holding = 'holds' | 'held' | 'never';

/** Tasks of the workspace and who has them. */
export interface AgentTasks {
  /** A page of the tasks that agents have accepted and not completed; `cursor` from the page before. */
  assigned(cursor?: string): Promise<{ tasks: readonly AgentTask[]; cursor: string | null }>;
  /** Undefined when it is gone: Twilio forgets a task five minutes after its end. */
  read(taskSid: string): Promise<AgentTask | undefined>;
  /** Changes attributes and leaves the rest as others wrote it, meanwhile too. False when the task is gone. */
  change(taskSid: string, change: AttributeChange): Promise<boolean>;
  /** "never" for a task that is gone, too. */
  holding(taskSid: string, workerSid: WorkerSid): Promise<Holding>;
  /** The task of a worker's reservation. */
  ofReservation(workerSid: WorkerSid, reservationSid: ReservationSid): Promise<string | undefined>;
  /** The task that was made to try this one again (`linekit.retryOf`). */
  findRetry(taskSid: string): Promise<string | undefined>;
  /** All tasks that show this recording, outbound calls that carry a copy of its attributes too. */
  withRecording(recordingSid: string): Promise<readonly string[]>;
  /** Not repeatable: look with `findRetry` first when the outcome of an earlier try is unknown. */
  create(next: NextAttempt): Promise<string>;
  /** A task that is completed, canceled or gone already is no error. Throws TASK_NOT_ASSIGNED when no agent has it. */
  complete(taskSid: string, reason: string): Promise<void>;
}

/** What agents did, an item for each conversation. */
export interface DeskLedger {
  /** An empty record where nothing was written. */
  read(conversationId: string): Promise<DeskRecord>;
  /**
   * Writes what `next` makes of the record, on top of what others wrote meanwhile; nothing when it answers the very record it was given.
   * `next` may run more than once; what it throws is thrown. Answers the record as it is then.
   */
  change(conversationId: string, next: (record: DeskRecord) => DeskRecord): Promise<DeskRecord>;
}
