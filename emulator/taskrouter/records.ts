import type { Collection, Store, StoredRecord } from '../contract';
import type { Position } from './workflow/steps';

/** What TaskRouter keeps, in wire case. Properties that no API document names are ours: they stay in the store and are never answered. */
interface InWorkspace extends StoredRecord {
  readonly account_sid: string;
  readonly workspace_sid: string;
  readonly date_created: string;
  readonly date_updated: string;
}

export interface WorkspaceRecord extends StoredRecord {
  readonly account_sid: string;
  readonly friendly_name: string;
  readonly event_callback_url: string | null;
  readonly events_filter: string | null;
  readonly multi_task_enabled: boolean;
  readonly prioritize_queue_order: TaskOrder;
  readonly default_activity_sid: string;
  readonly timeout_activity_sid: string;
  readonly date_created: string;
  readonly date_updated: string;
}
export type TaskOrder = 'FIFO' | 'LIFO';

export interface ActivityRecord extends InWorkspace {
  readonly friendly_name: string;
  readonly available: boolean;
}

export interface TaskQueueRecord extends InWorkspace {
  readonly friendly_name: string;
  readonly target_workers: string;
  readonly max_reserved_workers: number;
  readonly task_order: TaskOrder;
  readonly reservation_activity_sid: string | null;
  readonly assignment_activity_sid: string | null;
}

export interface WorkflowRecord extends InWorkspace {
  readonly friendly_name: string;
  readonly configuration: string;
  readonly assignment_callback_url: string | null;
  readonly fallback_assignment_callback_url: string | null;
  /** Seconds, 1 … 86,400. */
  readonly task_reservation_timeout: number;
  readonly document_content_type: string;
}

export interface TaskChannelRecord extends InWorkspace {
  readonly friendly_name: string;
  readonly unique_name: string;
  readonly channel_optimized_routing: boolean | null;
}

export interface WorkerRecord extends InWorkspace {
  readonly friendly_name: string;
  /** JSON of an object. */
  readonly attributes: string;
  readonly activity_sid: string;
  readonly date_status_changed: string;
  /** Since when the worker has nothing to do; the longest idle is asked first. */
  readonly idleSince: string;
  readonly channelSids: readonly string[];
  readonly version: number;
}

export interface WorkerChannelRecord extends InWorkspace {
  readonly worker_sid: string;
  readonly task_channel_sid: string;
  readonly task_channel_unique_name: string;
  readonly configured_capacity: number;
  readonly available: boolean;
}

export type TaskStatus = 'pending' | 'reserved' | 'assigned' | 'canceled' | 'completed' | 'wrapping';

export interface TaskRecord extends InWorkspace {
  readonly assignment_status: TaskStatus;
  /** JSON of an object. */
  readonly attributes: string;
  readonly addons: string;
  readonly priority: number;
  readonly reason: string | null;
  readonly task_queue_sid: string | null;
  readonly task_queue_entered_date: string | null;
  readonly task_channel_sid: string;
  readonly task_channel_unique_name: string;
  /** Seconds that the task may wait to be assigned. */
  readonly timeout: number;
  readonly workflow_sid: string | null;
  readonly virtual_start_time: string;
  readonly ignore_capacity: boolean;
  readonly routing_target: string | null;
  readonly version: number;
  readonly routing: TaskRouting;
}

/** How far a task has come. */
export interface TaskRouting {
  /** Null for a task that goes straight to a worker or a queue. */
  readonly position: Position | null;
  /** When the task leaves its step, milliseconds since 1970. */
  readonly stepEndsAtMs: number | null;
  readonly rejections: number;
  /** The one worker whom the step names. */
  readonly knownWorkerSid: string | null;
  /** Oldest first. */
  readonly reservationSids: readonly string[];
  /** Counts up from the first task. */
  readonly order: number;
  /** The call that waits, for a task that `<Enqueue>` made. */
  readonly callSid: string | null;
}

export type ReservationStatus =
  'pending' | 'accepted' | 'rejected' | 'timeout' | 'canceled' | 'rescinded' | 'wrapping' | 'completed';

export interface ReservationRecord extends InWorkspace {
  readonly task_sid: string;
  readonly worker_sid: string;
  readonly worker_name: string;
  readonly reservation_status: ReservationStatus;
  /** When the offer lapses, milliseconds since 1970. */
  readonly timesOutAtMs: number;
  readonly version: number;
}

export interface Records {
  readonly workspaces: Collection<WorkspaceRecord>;
  readonly activities: Collection<ActivityRecord>;
  readonly queues: Collection<TaskQueueRecord>;
  readonly workflows: Collection<WorkflowRecord>;
  readonly channels: Collection<TaskChannelRecord>;
  readonly workers: Collection<WorkerRecord>;
  readonly workerChannels: Collection<WorkerChannelRecord>;
  readonly tasks: Collection<TaskRecord>;
  readonly reservations: Collection<ReservationRecord>;
}

/** The collections of TaskRouter in the store. */
export function openRecords(store: Store): Records {
  return {
    workspaces: store.collection('taskrouter.workspaces'),
    activities: store.collection('taskrouter.activities'),
    queues: store.collection('taskrouter.task-queues'),
    workflows: store.collection('taskrouter.workflows'),
    channels: store.collection('taskrouter.task-channels'),
    workers: store.collection('taskrouter.workers'),
    workerChannels: store.collection('taskrouter.worker-channels'),
    tasks: store.collection('taskrouter.tasks'),
    reservations: store.collection('taskrouter.reservations'),
  };
}

/** A reservation that occupies its worker. */
export function isActive({ reservation_status: status }: ReservationRecord): boolean {
  return status === 'pending' || status === 'accepted' || status === 'wrapping';
}

/** Neither completed nor canceled. */
export function isLive({ assignment_status: status }: TaskRecord): boolean {
  return status !== 'completed' && status !== 'canceled';
}
