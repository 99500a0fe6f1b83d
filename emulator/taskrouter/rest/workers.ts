import type { Route } from '../../contract';
import { resource, type Context } from '../../rest/resource';
import { invalid } from '../../rest/twilio-error';
import { attributesOf, checkAttributes } from '../attributes';
import { reject } from '../lifecycle/answers';
import { queueFacts } from '../lifecycle/floors';
import { matchWorker } from '../lifecycle/offers';
import { changeWorker, type Office } from '../lifecycle/office';
import { publish } from '../lifecycle/publish';
import { setActivity } from '../lifecycle/workers';
import { isActive, type WorkerRecord } from '../records';
import { readExpression } from '../workflow/configuration';
import { asks, checkActivity, common, refuseDuplicate, sortBy } from './shared-rules';
import { addWorkerChannel } from './worker-channels';

/** /v1/Workspaces/{WorkspaceSid}/Workers */
export function workerRoutes(office: Office): Route[] {
  const { records } = office;
  return resource<WorkerRecord>({
    ...common(office),
    path: '/v1/Workspaces/{WorkspaceSid}/Workers',
    sidPrefix: 'WK',
    records: records.workers,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    etag: { of: ({ version }) => String(version) },
    create: record => compose(office, record),
    created: record => settle(office, record),
    update: (record, change) => check(office, record, change),
    updated: (record, context) => afterUpdate(office, record, context),
    remove: record => remove(office, record),
    keep: (record, query, { scope }) => isWanted(office, record, { query, workspaceSid: scope['workspace_sid'] ?? '' }),
    order: (list, query) => sort(list, query),
    present(record) {
      const activity = records.activities.get(record.activity_sid);
      return { activity_name: activity?.friendly_name ?? null, available: activity?.available ?? false };
    },
  });
}

function sort(workers: readonly WorkerRecord[], query: URLSearchParams): readonly WorkerRecord[] {
  // Where nothing is left to sort, the expression has been tested on nothing, and may still be wrong.
  readExpression(query.get('TargetWorkersExpression') || '1==1', 'TargetWorkersExpression');
  return sortBy(workers, query.get('Ordering'), {
    DateCreated: worker => worker.date_created,
    DateStatusChanged: worker => worker.date_status_changed,
    FriendlyName: worker => worker.friendly_name,
  });
}

function compose(office: Office, record: WorkerRecord): WorkerRecord {
  refuseDuplicate('Worker', office.records.workers, record);
  const activitySid = checkActivity(office, record.activity_sid, record.workspace_sid);
  const workspace = office.records.workspaces.get(record.workspace_sid);
  return {
    ...record,
    attributes: checkAttributes(record.attributes ?? '{}'),
    activity_sid: activitySid ?? workspace?.default_activity_sid ?? '',
    date_status_changed: record.date_created,
    idleSince: record.date_created,
    channelSids: [],
    version: 0,
  };
}

function settle(office: Office, { sid, workspace_sid: workspaceSid }: WorkerRecord): void {
  for (const channel of office.records.channels.filter(({ workspace_sid: here }) => here === workspaceSid)) {
    addWorkerChannel(office, sid, channel);
  }
  const worker = changeWorker(office, sid, { version: 0 });
  publish(office, { type: 'worker.created', workspaceSid, resourceSid: sid, worker });
  matchWorker(office, sid);
}

function check(office: Office, record: WorkerRecord, change: Partial<WorkerRecord>): Partial<WorkerRecord> {
  refuseDuplicate('Worker', office.records.workers, { ...record, ...change });
  checkActivity(office, change.activity_sid, record.workspace_sid);
  if (change.attributes !== undefined) checkAttributes(change.attributes);
  const { activity_sid: _movedAfterwards, ...rest } = change;
  return rest;
}

function afterUpdate(
  office: Office,
  { sid, workspace_sid: workspaceSid }: WorkerRecord,
  { parameters }: Context,
): void {
  const { records } = office;
  const { Attributes: attributes, ActivitySid: activitySid, RejectPendingReservations: rejectPending } = parameters;
  const worker = changeWorker(office, sid, {});
  if (attributes !== undefined) {
    publish(office, { type: 'worker.attributes.update', workspaceSid, resourceSid: sid, worker });
  }
  if (typeof activitySid === 'string') setActivity(office, sid, activitySid);
  const activityNow = records.workers.get(sid)?.activity_sid ?? worker.activity_sid;
  if (rejectPending === true && !records.activities.get(activityNow)?.available) {
    const pending = records.reservations.filter(
      ({ worker_sid: by, reservation_status: status }) => by === sid && status === 'pending',
    );
    for (const reservation of pending) reject(office, reservation);
  }
  matchWorker(office, sid);
}

function remove(office: Office, worker: WorkerRecord): void {
  const { records } = office;
  const { sid, workspace_sid: workspaceSid } = worker;
  if (records.reservations.find(reservation => reservation.worker_sid === sid && isActive(reservation))) {
    throw invalid(`Cannot delete Worker ${sid}: they have active reservations`);
  }
  office.floors.of(workspaceSid).removeSeat(sid);
  for (const channelSid of worker.channelSids) records.workerChannels.delete(channelSid);
  publish(office, { type: 'worker.deleted', workspaceSid, resourceSid: sid, worker });
}

function isWanted(
  office: Office,
  worker: WorkerRecord,
  { query, workspaceSid }: { query: URLSearchParams; workspaceSid: string },
): boolean {
  const { records, floors } = office;
  const activity = records.activities.get(worker.activity_sid);
  const available = query.get('Available');
  const scope = floors.of(workspaceSid).seats.get(worker.sid)?.scope ?? attributesOf(worker);
  const expression = query.get('TargetWorkersExpression');
  const [queueSid, queueName] = [query.get('TaskQueueSid'), query.get('TaskQueueName')];
  const queue =
    queueSid || queueName
      ? records.queues.find(
          candidate =>
            candidate.workspace_sid === workspaceSid &&
            (!queueSid || candidate.sid === queueSid) &&
            (!queueName || candidate.friendly_name === queueName),
        )
      : undefined;
  return (
    asks(query, 'FriendlyName', worker.friendly_name) &&
    asks(query, 'ActivitySid', worker.activity_sid) &&
    asks(query, 'ActivityName', activity?.friendly_name ?? null) &&
    (!available || /^(true|1|yes)$/i.test(available) === activity?.available) &&
    (!expression || readExpression(expression, 'TargetWorkersExpression').test(scope)) &&
    (!(queueSid || queueName) || (queue ? (queueFacts(queue).targetWorkers?.test(scope) ?? false) : false))
  );
}
