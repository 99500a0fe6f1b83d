import type { ReservationRecord, TaskRecord, WorkerRecord, WorkspaceRecord } from '../records';
import type { Office } from './office';
import type { Happening } from './publish';

type Fields = Readonly<Record<string, string>>;

const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  'task-queue': 'taskqueue',
  'task-channel': 'taskchannel',
};

/** The form of an EventCallback. Source: twilio.com/docs/taskrouter/api/event/reference */
export function eventFields(office: Office, workspace: WorkspaceRecord, happening: Happening): Fields {
  const { type, resourceSid, task, reservation, worker, extra } = happening;
  const nowMs = office.world.clock.now();
  return {
    EventType: type,
    AccountSid: workspace.account_sid,
    WorkspaceSid: workspace.sid,
    WorkspaceName: workspace.friendly_name,
    EventDescription: describe(office, happening),
    ResourceType: resourceType(happening),
    ResourceSid: resourceSid,
    Timestamp: String(Math.floor(nowMs / 1000)),
    TimestampMs: String(nowMs),
    Sid: office.world.ids.sid('EV'),
    ...(task && taskFields(office, task)),
    ...(worker && workerFields(office, worker)),
    ...(reservation && reservationFields(reservation)),
    ...extra,
  };
}

/** What happens to a task in a queue or workflow is about the task, not about the queue or workflow. */
function resourceType({ type, task, reservation }: Happening): string {
  if (reservation) return 'reservation';
  if (task) return 'task';
  const resource = type.slice(0, type.indexOf('.'));
  return RESOURCE_TYPES[resource] ?? resource;
}

/** What callbacks say of a task. */
export function taskFields({ records, world }: Office, task: TaskRecord): Fields {
  const queue = records.queues.get(task.task_queue_sid ?? '');
  const workflow = records.workflows.get(task.workflow_sid ?? '');
  return {
    TaskSid: task.sid,
    TaskAttributes: task.attributes,
    TaskAge: String(Math.floor((world.clock.now() - Date.parse(task.date_created)) / 1000)),
    TaskPriority: String(task.priority),
    TaskAssignmentStatus: task.assignment_status,
    TaskVersion: String(task.version),
    TaskChannelSid: task.task_channel_sid,
    TaskChannelUniqueName: task.task_channel_unique_name,
    ...(task.reason !== null && { Reason: task.reason }),
    ...(task.assignment_status === 'canceled' && { TaskCanceledReason: task.reason ?? '' }),
    ...(task.assignment_status === 'completed' && { TaskCompletedReason: task.reason ?? '' }),
    ...(queue && {
      TaskQueueSid: queue.sid,
      TaskQueueName: queue.friendly_name,
      TaskQueueTargetExpression: queue.target_workers,
    }),
    ...(workflow && { WorkflowSid: workflow.sid, WorkflowName: workflow.friendly_name }),
  };
}

/** What callbacks say of a worker. */
export function workerFields({ records }: Office, worker: WorkerRecord): Fields {
  return {
    WorkerSid: worker.sid,
    WorkerName: worker.friendly_name,
    WorkerAttributes: worker.attributes,
    WorkerActivitySid: worker.activity_sid,
    WorkerActivityName: records.activities.get(worker.activity_sid)?.friendly_name ?? '',
    WorkerVersion: String(worker.version),
  };
}

function reservationFields(reservation: ReservationRecord): Fields {
  return { ReservationSid: reservation.sid, ReservationVersion: String(reservation.version) };
}

function describe({ records }: Office, { type, task, reservation, worker }: Happening): string {
  if (reservation) return `Reservation ${reservation.sid} ${verbOf(type)}`;
  if (task) return `Task ${task.sid} ${type.startsWith('task.') ? verbOf(type) : type}`;
  if (worker && type === 'worker.activity.update') {
    return `Worker ${worker.friendly_name} updated to ${records.activities.get(worker.activity_sid)?.friendly_name ?? ''} Activity`;
  }
  return worker ? `Worker ${worker.friendly_name} ${verbOf(type)}` : type;
}

function verbOf(type: string): string {
  return type.slice(type.indexOf('.') + 1);
}
