import type { Route } from '../../contract';
import { resource, type Context } from '../../rest/resource';
import { invalid } from '../../rest/twilio-error';
import { queueFacts } from '../lifecycle/floors';
import { checkRange } from '../lifecycle/new-task';
import { matchAll } from '../lifecycle/offers';
import type { Office } from '../lifecycle/office';
import { planOf } from '../lifecycle/plans';
import { publish } from '../lifecycle/publish';
import { isLive, type TaskQueueRecord } from '../records';
import { readExpression } from '../workflow/configuration';
import { asks, checkActivity, common, refuseDuplicate, sortBy } from './shared-rules';

/** Twilio's limit of MaxReservedWorkers. */
const MAX_RESERVED_WORKERS = 50;

/** /v1/Workspaces/{WorkspaceSid}/TaskQueues */
export function taskQueueRoutes(office: Office): Route[] {
  const { records } = office;
  return resource<TaskQueueRecord>({
    ...common(office),
    path: '/v1/Workspaces/{WorkspaceSid}/TaskQueues',
    sidPrefix: 'WQ',
    records: records.queues,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    create: record =>
      check(office, {
        ...record,
        target_workers: record.target_workers ?? '1==1',
        max_reserved_workers: record.max_reserved_workers ?? 1,
        task_order: record.task_order ?? 'FIFO',
      }),
    created: record => settle(office, record, 'task-queue.created'),
    update(record, change) {
      check(office, { ...record, ...change });
      return change;
    },
    updated: record => settle(office, record, 'task-queue.expression.updated'),
    remove: record => refuseInUse(office, record),
    keep: (record, query) => isWanted(office, record, query),
    order: (list, query) =>
      sortBy(list, query.get('Ordering'), {
        DateCreated: queue => queue.date_created,
        DateUpdated: queue => queue.date_updated,
        FriendlyName: queue => queue.friendly_name,
      }),
    present: record => activityNames(office, record),
  });
}

function check(office: Office, record: TaskQueueRecord): TaskQueueRecord {
  refuseDuplicate('TaskQueue', office.records.queues, record);
  if (record.target_workers.trim() !== '') readExpression(record.target_workers, 'TargetWorkers');
  checkRange('MaxReservedWorkers', record.max_reserved_workers, { from: 1, to: MAX_RESERVED_WORKERS });
  checkActivity(office, record.reservation_activity_sid, record.workspace_sid);
  checkActivity(office, record.assignment_activity_sid, record.workspace_sid);
  return record;
}

function settle(
  office: Office,
  record: TaskQueueRecord,
  type: 'task-queue.created' | 'task-queue.expression.updated',
): void {
  const { sid: resourceSid, workspace_sid: workspaceSid } = record;
  office.floors.of(workspaceSid).putQueue(queueFacts(record));
  const extra = {
    TaskQueueSid: record.sid,
    TaskQueueName: record.friendly_name,
    TaskQueueTargetExpression: record.target_workers,
  };
  publish(office, { type, workspaceSid, resourceSid, extra });
  matchAll(office, workspaceSid);
}

function refuseInUse(office: Office, { sid, workspace_sid: workspaceSid }: TaskQueueRecord): void {
  const { records } = office;
  const workflow = records.workflows.find(candidate => {
    if (candidate.workspace_sid !== workspaceSid) return false;
    const { filters, defaultTarget } = planOf(candidate);
    return (
      defaultTarget?.queueSid === sid || filters.some(({ targets }) => targets.some(({ queueSid }) => queueSid === sid))
    );
  });
  if (workflow) throw invalid(`Cannot delete TaskQueue ${sid}: Workflow ${workflow.sid} refers to it`);
  if (records.tasks.find(task => task.task_queue_sid === sid && isLive(task))) {
    throw invalid(`Cannot delete TaskQueue ${sid}: it has active Tasks`);
  }
  office.floors.of(workspaceSid).removeQueue(sid);
  publish(office, { type: 'task-queue.deleted', workspaceSid, resourceSid: sid });
}

function isWanted(office: Office, record: TaskQueueRecord, query: Context['request']['query']): boolean {
  if (!asks(query, 'FriendlyName', record.friendly_name)) return false;
  const { targetWorkers } = queueFacts(record);
  const workerSid = query.get('WorkerSid');
  const seat = workerSid ? office.floors.of(record.workspace_sid).seats.get(workerSid) : undefined;
  if (workerSid && !(seat && targetWorkers?.test(seat.scope))) return false;
  const attributes = query.get('EvaluateWorkerAttributes');
  return !attributes || (targetWorkers?.test(workerScope(attributes)) ?? false);
}

/** Attributes of a worker who may not exist: the queues they would be in are asked for. */
function workerScope(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null) return { ...value, worker: value };
  } catch {
    // Refused below, with what is no object.
  }
  throw invalid('Invalid EvaluateWorkerAttributes: must be a valid JSON object');
}

function activityNames({ records }: Office, queue: TaskQueueRecord): object {
  const nameOf = (sid: string | null): string | null => records.activities.get(sid ?? '')?.friendly_name ?? null;
  return {
    reservation_activity_name: nameOf(queue.reservation_activity_sid),
    assignment_activity_name: nameOf(queue.assignment_activity_sid),
  };
}
