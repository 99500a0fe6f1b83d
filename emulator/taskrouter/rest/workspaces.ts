import type { Route } from '../../contract';
import { resource, type Context } from '../../rest/resource';
import { invalid } from '../../rest/twilio-error';
import { removeTask } from '../lifecycle/endings';
import { matchAll } from '../lifecycle/offers';
import type { Office } from '../lifecycle/office';
import { publish } from '../lifecycle/publish';
import type { WorkspaceRecord } from '../records';
import { openWorkspace } from './new-workspace';
import { checkActivity, common, refuseDuplicate } from './shared-rules';

/** /v1/Workspaces */
export function workspaceRoutes(office: Office): Route[] {
  const { records } = office;
  const { world, document } = common(office);
  return resource<WorkspaceRecord>({
    world,
    document,
    path: '/v1/Workspaces',
    sidPrefix: 'WS',
    records: records.workspaces,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    create: (record, context) => compose(office, record, context),
    created: (record, { parameters }) =>
      openWorkspace(office, record, { template: parameters.Template === 'FIFO' ? 'FIFO' : 'NONE' }),
    update: (record, change) => checkUpdate(office, record, change),
    updated(record) {
      const floor = office.floors.of(record.sid);
      floor.orderAcrossQueues = record.prioritize_queue_order;
      floor.multiTask = record.multi_task_enabled;
      matchAll(office, record.sid);
    },
    remove: record => removeContents(office, record),
    present: record => names(office, record),
  });
}

function compose(office: Office, record: WorkspaceRecord, { parameters }: Context): WorkspaceRecord {
  refuseDuplicate('Workspace', office.records.workspaces, record);
  const template = parameters.Template;
  if (template !== undefined && !['NONE', 'FIFO', ''].includes(String(template))) {
    throw invalid(`Invalid Template "${String(template)}": must be NONE or FIFO`);
  }
  const offlineSid = office.world.ids.sid('WA');
  return {
    ...record,
    event_callback_url: record.event_callback_url ?? '',
    multi_task_enabled: record.multi_task_enabled ?? true,
    prioritize_queue_order: record.prioritize_queue_order ?? 'FIFO',
    default_activity_sid: offlineSid,
    timeout_activity_sid: offlineSid,
  };
}

function checkUpdate(
  office: Office,
  record: WorkspaceRecord,
  change: Partial<WorkspaceRecord>,
): Partial<WorkspaceRecord> {
  refuseDuplicate('Workspace', office.records.workspaces, { ...record, ...change });
  if (record.multi_task_enabled && change.multi_task_enabled === false) {
    throw invalid('MultiTaskEnabled cannot be set to false once multitasking is enabled');
  }
  checkActivity(office, change.default_activity_sid, record.sid);
  checkActivity(office, change.timeout_activity_sid, record.sid);
  return change;
}

/** Everything in a workspace goes with it. */
function removeContents(office: Office, workspace: WorkspaceRecord): void {
  const { records } = office;
  publish(office, { type: 'workspace.deleted', workspaceSid: workspace.sid, resourceSid: workspace.sid });
  const isHere = (record: { workspace_sid: string }): boolean => record.workspace_sid === workspace.sid;
  // Workers first: nothing is offered any more while the tasks go.
  for (const { sid } of records.workers.filter(isHere)) {
    office.floors.of(workspace.sid).removeSeat(sid);
    records.workers.delete(sid);
  }
  for (const { sid } of records.tasks.filter(isHere)) removeTask(office, sid, 'task.deleted');
  const { activities, queues, workflows, channels, workerChannels } = records;
  for (const collection of [activities, queues, workflows, channels, workerChannels]) {
    for (const { sid } of collection.filter(isHere)) collection.delete(sid);
  }
  office.floors.forget(workspace.sid);
  office.journal.forget(workspace.sid);
}

function names({ records }: Office, workspace: WorkspaceRecord): object {
  const nameOf = (sid: string): string | null => records.activities.get(sid)?.friendly_name ?? null;
  return {
    default_activity_name: nameOf(workspace.default_activity_sid),
    timeout_activity_name: nameOf(workspace.timeout_activity_sid),
  };
}
