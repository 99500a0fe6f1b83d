import type { TimelineEntry } from '../../contract';
import { callSidOf } from '../attributes';
import type { ReservationRecord, TaskRecord, WorkerRecord, WorkspaceRecord } from '../records';
import { composeEvent } from '../journal/compose-event';
import { streamEvent } from '../journal/stream-event';
import { eventFields } from './event-fields';
import type { Office } from './office';

/** TaskRouter's events, as EventCallback names them. Source: twilio.com/docs/taskrouter/api/event/reference */
export type EventType =
  | `activity.${'created' | 'updated' | 'deleted'}`
  | `reservation.${'created' | 'accepted' | 'rejected' | 'timeout' | 'canceled' | 'rescinded' | 'completed' | 'failed' | 'wrapup'}`
  | `task.${'created' | 'updated' | 'canceled' | 'wrapup' | 'completed' | 'deleted' | 'system-deleted'}`
  | `task-channel.${'created' | 'updated' | 'deleted'}`
  | `task-queue.${'created' | 'deleted' | 'entered' | 'timeout' | 'moved' | 'expression.updated'}`
  | `worker.${'created' | 'deleted' | 'activity.update' | 'attributes.update' | 'capacity.update' | 'channel.availability.update'}`
  | `workflow.${'created' | 'updated' | 'deleted' | 'entered' | 'rejected' | 'skipped' | 'target-matched' | 'timeout'}`
  | `workspace.${'created' | 'updated' | 'deleted'}`;

export interface Happening {
  readonly type: EventType;
  readonly workspaceSid: string;
  /** What the event is about: its sid. */
  readonly resourceSid: string;
  readonly task?: TaskRecord;
  readonly reservation?: ReservationRecord;
  readonly worker?: WorkerRecord;
  /** Fields of this event alone. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** Tells the world what happened: timeline, journal, event streams, and the workspace's EventCallbackUrl when it has one that wants this type. */
export function publish(office: Office, happening: Happening): void {
  const entry = timelineEntry(office, happening);
  if (entry) office.world.bus.emit('timeline', entry);
  const workspace = office.records.workspaces.get(happening.workspaceSid);
  if (!workspace) return;
  const parameters = eventFields(office, workspace, happening);
  const { task } = happening;
  const event = composeEvent(workspace, parameters, {
    nowMs: office.world.clock.now(),
    taskCreatedMs: task ? Date.parse(task.date_created) : null,
    queueEnteredMs: task?.task_queue_entered_date ? Date.parse(task.task_queue_entered_date) : null,
  });
  office.journal.append(event);
  office.world.bus.emit('stream-event', streamEvent(event, happening));
  if (workspace.event_callback_url && wants(workspace, happening.type)) {
    const { account_sid: accountSid, event_callback_url: url } = workspace;
    // Nobody waits for the answer; failures are on the timeline already.
    void office.world.web.send({ accountSid, method: 'POST', url, parameters, kind: 'event' });
  }
}

/** A task's event. */
export function publishTask(office: Office, type: EventType, task: TaskRecord): void {
  publish(office, { type, workspaceSid: task.workspace_sid, resourceSid: task.sid, task });
}

/** A reservation's event, with its task and worker. */
export function publishReservation(office: Office, type: EventType, reservation: ReservationRecord): void {
  const { workspace_sid: workspaceSid, sid: resourceSid, task_sid: taskSid, worker_sid: workerSid } = reservation;
  const task = office.records.tasks.get(taskSid);
  const worker = office.records.workers.get(workerSid);
  publish(office, { type, workspaceSid, resourceSid, reservation, ...(task && { task }), ...(worker && { worker }) });
}

function wants({ events_filter: filter }: WorkspaceRecord, type: EventType): boolean {
  if (filter === null || filter.trim() === '') return true;
  return filter.split(',').some(wanted => wanted.trim() === type);
}

/** What a person reads on the timeline; events without an entry are of no interest there. */
const TEXTS: Readonly<Partial<Record<EventType, (happening: Happening) => string>>> = {
  'task.created': ({ task }) => `task created on channel ${task?.task_channel_unique_name ?? ''}`,
  'task.canceled': ({ task }) => `task canceled: ${task?.reason ?? 'no reason given'}`,
  'task.wrapup': () => 'task in wrap-up',
  'task.completed': ({ task }) => `task completed${task?.reason ? `: ${task.reason}` : ''}`,
  'task.deleted': () => 'task deleted',
  'task-queue.timeout': () => 'nobody took the task in time on this step',
  'workflow.rejected': () => 'the workflow has no place for this task',
  'reservation.created': ({ reservation }) => `offered to ${reservation?.worker_name ?? ''}`,
  'reservation.accepted': ({ reservation }) => `accepted by ${reservation?.worker_name ?? ''}`,
  'reservation.rejected': ({ reservation }) => `declined by ${reservation?.worker_name ?? ''}`,
  'reservation.timeout': ({ reservation }) => `${reservation?.worker_name ?? ''} did not answer in time`,
  'reservation.canceled': ({ reservation }) => `offer to ${reservation?.worker_name ?? ''} canceled`,
  'reservation.rescinded': ({ reservation }) => `offer to ${reservation?.worker_name ?? ''} withdrawn: another took it`,
  'reservation.completed': ({ reservation }) => `completed by ${reservation?.worker_name ?? ''}`,
};

function timelineEntry(office: Office, happening: Happening): TimelineEntry | undefined {
  const text = TEXTS[happening.type]?.(happening);
  if (text === undefined) return undefined;
  const { task, reservation, worker } = happening;
  const callSid = task && callSidOf(task);
  const queue = office.records.queues.get(task?.task_queue_sid ?? '')?.friendly_name;
  return {
    atMs: office.world.clock.now(),
    kind: happening.type.startsWith('reservation.') ? 'reservation' : 'task',
    text,
    ...(callSid !== undefined && { callSid }),
    detail: {
      event: happening.type,
      ...(task && { taskSid: task.sid, status: task.assignment_status, reason: task.reason, priority: task.priority }),
      ...(queue !== undefined && { queue }),
      ...(reservation && { reservationSid: reservation.sid }),
      ...(worker && { worker: worker.friendly_name }),
    },
  };
}
