import type { Route } from '../../contract';
import { resource, type Context } from '../../rest/resource';
import { invalid } from '../../rest/twilio-error';
import { checkRange } from '../lifecycle/new-task';
import { DEFAULT_RESERVATION_TIMEOUT_SECONDS } from '../lifecycle/offers';
import type { Office } from '../lifecycle/office';
import { publish, type EventType } from '../lifecycle/publish';
import { rerouteTask } from '../lifecycle/steps';
import { isLive, type WorkflowRecord } from '../records';
import { parseConfiguration } from '../workflow/configuration';
import { common, refuseDuplicate } from './shared-rules';

/** Seconds; twilio.com/docs/taskrouter/api/workflow */
const MAX_RESERVATION_TIMEOUT_SECONDS = 86_400;

/** /v1/Workspaces/{WorkspaceSid}/Workflows */
export function workflowRoutes(office: Office): Route[] {
  const { records } = office;
  return resource<WorkflowRecord>({
    ...common(office),
    path: '/v1/Workspaces/{WorkspaceSid}/Workflows',
    sidPrefix: 'WW',
    records: records.workflows,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    create: record =>
      check(office, {
        ...record,
        document_content_type: 'application/json',
        task_reservation_timeout: record.task_reservation_timeout ?? DEFAULT_RESERVATION_TIMEOUT_SECONDS,
      }),
    created: record => tell(office, 'workflow.created', record),
    update(record, change) {
      check(office, { ...record, ...change });
      return change;
    },
    updated(record, context) {
      tell(office, 'workflow.updated', record);
      if (asksToReEvaluate(context)) reEvaluate(office, record);
    },
    remove(record) {
      if (records.tasks.find(task => task.workflow_sid === record.sid && isLive(task))) {
        throw invalid(`Cannot delete Workflow ${record.sid}: it has active Tasks`);
      }
      tell(office, 'workflow.deleted', record);
    },
  });
}

function check({ records }: Office, record: WorkflowRecord): WorkflowRecord {
  refuseDuplicate('Workflow', records.workflows, record);
  parseConfiguration(record.configuration, sid => records.queues.get(sid)?.workspace_sid === record.workspace_sid);
  const seconds = { from: 1, to: MAX_RESERVATION_TIMEOUT_SECONDS };
  checkRange('TaskReservationTimeout', record.task_reservation_timeout, seconds);
  return record;
}

function tell(
  office: Office,
  type: EventType,
  { sid, friendly_name: name, workspace_sid: workspaceSid }: WorkflowRecord,
): void {
  publish(office, { type, workspaceSid, resourceSid: sid, extra: { WorkflowSid: sid, WorkflowName: name } });
}

function asksToReEvaluate({ parameters: { ReEvaluateTasks: asked } }: Context): boolean {
  return typeof asked === 'string' && asked.toLowerCase() === 'true';
}

/** Pending tasks start again, by the new configuration. */
function reEvaluate(office: Office, { sid }: WorkflowRecord): void {
  const pending = office.records.tasks.filter(
    ({ workflow_sid: workflowSid, assignment_status: status }) => workflowSid === sid && status === 'pending',
  );
  for (const task of pending) rerouteTask(office, task);
}
