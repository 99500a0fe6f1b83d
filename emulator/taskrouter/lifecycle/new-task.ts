import { invalid } from '../../rest/twilio-error';
import { attributesOf, checkAttributes } from '../attributes';
import type { TaskChannelRecord, TaskRecord, WorkflowRecord } from '../records';
import { nowIso, type Office } from './office';
import { publish } from './publish';
import { firstStep } from './steps';

/** A task as it is asked for, by REST or by `<Enqueue>`. */
export interface TaskRequest {
  readonly sid: string;
  readonly accountSid: string;
  readonly workspaceSid: string;
  /** JSON of an object. */
  readonly attributes: string;
  readonly workflowSid?: string | undefined;
  readonly priority?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
  /** Sid or unique name. */
  readonly taskChannel?: string | undefined;
  /** ISO 8601. */
  readonly virtualStartTime?: string | undefined;
  /** WK…, WQ… or WW…. */
  readonly routingTarget?: string | undefined;
  readonly ignoreCapacity?: boolean | undefined;
  readonly taskQueueSid?: string | undefined;
  readonly callSid?: string | undefined;
}

/** Seconds; twilio.com/docs/taskrouter/api/task */
const DEFAULT_TIMEOUT_SECONDS = 86_400;
const MAX_TIMEOUT_SECONDS = 1_209_600;
const MAX_PRIORITY = 2_147_483_647;

/** The record of a new task. Throws TwilioError 400/20001 when something about it is wrong or its workflow has no place for it. */
export function composeTask(office: Office, request: TaskRequest): TaskRecord {
  const attributes = checkAttributes(request.attributes);
  const channel = findChannel(office, request.workspaceSid, request.taskChannel ?? 'default');
  const direct = directTo(office, request);
  const workflow = direct ? undefined : findWorkflow(office, request);
  const position = workflow ? firstStep(office, workflow.sid, attributesOf({ attributes })) : undefined;
  if (workflow && !position) {
    const { sid: resourceSid, workspace_sid: workspaceSid, friendly_name: name } = workflow;
    const extra = { WorkflowSid: resourceSid, WorkflowName: name, TaskAttributes: attributes };
    publish(office, { type: 'workflow.rejected', workspaceSid, resourceSid, extra });
    throw invalid(`Task rejected by Workflow ${workflow.sid}: no filter matches and there is no default filter`);
  }
  const priority = checkRange('Priority', request.priority ?? 0, { from: 0, to: MAX_PRIORITY });
  const now = nowIso(office);
  return {
    sid: request.sid,
    account_sid: request.accountSid,
    workspace_sid: request.workspaceSid,
    date_created: now,
    date_updated: now,
    assignment_status: 'pending',
    attributes,
    addons: '{}',
    priority,
    reason: null,
    task_queue_sid: direct?.queueSid ?? null,
    task_queue_entered_date: null,
    task_channel_sid: channel.sid,
    task_channel_unique_name: channel.unique_name,
    timeout: checkRange('Timeout', request.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS, {
      from: 1,
      to: MAX_TIMEOUT_SECONDS,
    }),
    workflow_sid: workflow?.sid ?? null,
    virtual_start_time: checkStart(office, request.virtualStartTime) ?? now,
    ignore_capacity: direct?.workerSid === undefined ? false : (request.ignoreCapacity ?? true),
    routing_target: request.routingTarget ?? null,
    version: 0,
    routing: {
      position: position ?? null,
      stepEndsAtMs: null,
      rejections: 0,
      knownWorkerSid: null,
      reservationSids: [],
      order: office.floors.nextTaskOrder(),
      callSid: request.callSid ?? null,
    },
  };
}

/** The TaskChannel with that sid or unique name. Throws TwilioError 400/20001. */
export function findChannel(office: Office, workspaceSid: string, key: string): TaskChannelRecord {
  const found = office.records.channels.find(
    channel => channel.workspace_sid === workspaceSid && (channel.sid === key || channel.unique_name === key),
  );
  if (!found) throw invalid(`Invalid TaskChannel ${key}: it does not exist in this Workspace`);
  return found;
}

/** Throws TwilioError 400/20001 unless the time is one and has been. */
export function checkStart(office: Office, time: string | undefined): string | undefined {
  if (time === undefined || time === '') return undefined;
  const startMs = Date.parse(time);
  if (Number.isNaN(startMs) || startMs < Date.UTC(1900, 0) || startMs > office.world.clock.now()) {
    throw invalid('Invalid VirtualStartTime: must be a date between 1900 and now');
  }
  return new Date(startMs).toISOString();
}

/** Throws TwilioError 400/20001 for a number out of its documented range. */
export function checkRange(name: string, value: number, { from, to }: { from: number; to: number }): number {
  if (!Number.isInteger(value) || value < from || value > to) {
    throw invalid(`Invalid ${name}: must be a whole number from ${from} to ${to}`);
  }
  return value;
}

/** The queue or worker that a task goes to past all workflows; undefined when it has a workflow. */
function directTo(office: Office, request: TaskRequest): { queueSid?: string; workerSid?: string } | undefined {
  const { records } = office;
  const { routingTarget: target, taskQueueSid: queueSid } = request;
  const isHere = (record?: { workspace_sid: string }): boolean => record?.workspace_sid === request.workspaceSid;
  if (queueSid !== undefined && !isHere(records.queues.get(queueSid)))
    throw invalid(`Invalid TaskQueueSid ${queueSid}`);
  if (target === undefined) return undefined;
  if (target.startsWith('WW')) return undefined;
  if (target.startsWith('WQ') && isHere(records.queues.get(target))) return { queueSid: target };
  if (target.startsWith('WK') && isHere(records.workers.get(target))) {
    return { workerSid: target, ...(queueSid !== undefined && { queueSid }) };
  }
  throw invalid(`Invalid RoutingTarget ${target}: it does not exist in this Workspace`);
}

function findWorkflow({ records }: Office, { workspaceSid, workflowSid, routingTarget }: TaskRequest): WorkflowRecord {
  const sid = routingTarget ?? workflowSid;
  const here = records.workflows.filter(workflow => workflow.workspace_sid === workspaceSid);
  if (sid === undefined && here.length !== 1) {
    throw invalid('WorkflowSid is required: the Workspace does not have exactly one Workflow');
  }
  const found = sid === undefined ? here[0] : here.find(workflow => workflow.sid === sid);
  if (!found) throw invalid(`Invalid WorkflowSid ${sid ?? ''}: it does not exist in this Workspace`);
  return found;
}
