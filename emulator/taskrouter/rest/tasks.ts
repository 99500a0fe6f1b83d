import type { Route } from '../../contract';
import { resource, type Context } from '../../rest/resource';
import { invalid } from '../../rest/twilio-error';
import { attributesOf } from '../attributes';
import { removeTask } from '../lifecycle/endings';
import { composeTask } from '../lifecycle/new-task';
import type { Office } from '../lifecycle/office';
import { startTask } from '../lifecycle/steps';
import type { TaskRecord } from '../records';
import { readExpression } from '../workflow/configuration';
import { asks, common, sortBy } from './shared-rules';
import { updateTask } from './task-update';

/** /v1/Workspaces/{WorkspaceSid}/Tasks */
export function taskRoutes(office: Office): Route[] {
  const { records } = office;
  return resource<TaskRecord>({
    ...common(office),
    path: '/v1/Workspaces/{WorkspaceSid}/Tasks',
    sidPrefix: 'WT',
    records: records.tasks,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    etag: { of: ({ version }) => String(version) },
    create: ({ sid }, context) => compose(office, sid, context),
    created: record => startTask(office, record),
    update: (record, _change, { parameters }) => updateTask(office, record, parameters),
    remove: record => removeTask(office, record.sid, 'task.deleted'),
    keep: (record, query) => isWanted(office, record, query),
    order: (list, query) => sort(list, query),
    present: record => computed(office, record),
  });
}

function compose(office: Office, sid: string, { scope, parameters }: Context): TaskRecord {
  const text = (name: string): string | undefined => {
    const value = parameters[name];
    return value === undefined || value === '' ? undefined : String(value);
  };
  const number = (name: string): number | undefined => {
    const value = parameters[name];
    return typeof value === 'number' ? value : undefined;
  };
  const ignoreCapacity = text('IgnoreCapacity');
  return composeTask(office, {
    sid,
    accountSid: scope['account_sid'] ?? '',
    workspaceSid: scope['workspace_sid'] ?? '',
    attributes: text('Attributes') ?? '{}',
    workflowSid: text('WorkflowSid'),
    priority: number('Priority'),
    timeoutSeconds: number('Timeout'),
    taskChannel: text('TaskChannel'),
    virtualStartTime: text('VirtualStartTime'),
    routingTarget: text('RoutingTarget'),
    taskQueueSid: text('TaskQueueSid'),
    ignoreCapacity: ignoreCapacity === undefined ? undefined : /^(true|1|yes)$/i.test(ignoreCapacity),
  });
}

const STATUSES: readonly string[] = ['pending', 'reserved', 'assigned', 'canceled', 'wrapping', 'completed'];

function statusesOf(query: URLSearchParams): string[] {
  const values = query.getAll('AssignmentStatus').flatMap(value => value.split(','));
  return values.map(value => value.trim()).filter(value => value !== '');
}

/** `EvaluateTaskAttributes` is an expression over the attributes; `AssignmentStatus` may be repeated, or a list with commas. */
function isWanted({ records }: Office, task: TaskRecord, query: URLSearchParams): boolean {
  const statuses = statusesOf(query);
  const expression = query.get('EvaluateTaskAttributes');
  const hasAddons = query.get('HasAddons');
  return (
    (statuses.length === 0 || statuses.includes(task.assignment_status)) &&
    asks(query, 'Priority', String(task.priority)) &&
    asks(query, 'WorkflowSid', task.workflow_sid) &&
    asks(query, 'WorkflowName', records.workflows.get(task.workflow_sid ?? '')?.friendly_name ?? null) &&
    asks(query, 'TaskQueueSid', task.task_queue_sid) &&
    asks(query, 'TaskQueueName', records.queues.get(task.task_queue_sid ?? '')?.friendly_name ?? null) &&
    asks(query, 'RoutingTarget', task.routing_target) &&
    hasAddons !== 'true' &&
    (!expression || readExpression(expression, 'EvaluateTaskAttributes').test(attributesOf(task)))
  );
}

function sort(tasks: readonly TaskRecord[], query: URLSearchParams): readonly TaskRecord[] {
  for (const status of statusesOf(query)) {
    if (!STATUSES.includes(status))
      throw invalid(`Invalid AssignmentStatus "${status}": must be ${STATUSES.join(', ')}`);
  }
  // Where nothing is left to sort, the expression has been tested on nothing, and may still be wrong.
  readExpression(query.get('EvaluateTaskAttributes') || '1==1', 'EvaluateTaskAttributes');
  const ordering = query.get('Ordering');
  if (ordering?.includes('DateCreated') && ordering.includes('VirtualStartTime')) {
    throw invalid('Invalid Ordering: DateCreated and VirtualStartTime cannot be combined');
  }
  return sortBy(tasks, ordering, {
    DateCreated: task => task.date_created,
    Priority: task => task.priority,
    VirtualStartTime: task => task.virtual_start_time,
  });
}

function computed({ records, world }: Office, task: TaskRecord): object {
  return {
    age: Math.floor((world.clock.now() - Date.parse(task.date_created)) / 1000),
    task_queue_friendly_name: records.queues.get(task.task_queue_sid ?? '')?.friendly_name ?? null,
    workflow_friendly_name: records.workflows.get(task.workflow_sid ?? '')?.friendly_name ?? null,
  };
}
