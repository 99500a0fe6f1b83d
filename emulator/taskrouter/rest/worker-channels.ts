import type { Route } from '../../contract';
import { resource } from '../../rest/resource';
import { checkRange } from '../lifecycle/new-task';
import { matchWorker } from '../lifecycle/offers';
import { changeWorker, nowIso, type Office } from '../lifecycle/office';
import { publish } from '../lifecycle/publish';
import type { TaskChannelRecord, WorkerChannelRecord } from '../records';
import { freePercentage } from '../routing/seat';
import { common } from './shared-rules';

/** What a worker takes on a channel unless told otherwise. */
const DEFAULT_CAPACITY = 1;
const MAX_CAPACITY = 1000;

/** /v1/Workspaces/{WorkspaceSid}/Workers/{WorkerSid}/Channels; a channel is found by its sid (WC or TC) or unique name. */
export function workerChannelRoutes(office: Office): Route[] {
  const { records } = office;
  return resource<WorkerChannelRecord>({
    ...common(office),
    path: '/v1/Workspaces/{WorkspaceSid}/Workers/{WorkerSid}/Channels',
    sidPrefix: 'WC',
    records: records.workerChannels,
    operations: ['fetch', 'list', 'update'],
    find: (key, { scope }) =>
      records.workerChannels.find(
        channel =>
          channel.worker_sid === scope['worker_sid'] &&
          [channel.sid, channel.task_channel_sid, channel.task_channel_unique_name].includes(key),
      ),
    update(_record, { available }, { parameters: { Capacity: capacity } }) {
      return {
        ...(available !== undefined && { available }),
        ...(typeof capacity === 'number' && {
          configured_capacity: checkRange('Capacity', capacity, { from: 0, to: MAX_CAPACITY }),
        }),
      };
    },
    updated(record, { parameters: { Capacity: capacity } }) {
      const worker = changeWorker(office, record.worker_sid, {});
      const type = capacity === undefined ? 'worker.channel.availability.update' : 'worker.capacity.update';
      const extra = {
        TaskChannelSid: record.task_channel_sid,
        TaskChannelUniqueName: record.task_channel_unique_name,
        WorkerChannelAvailable: String(record.available),
      };
      publish(office, { type, workspaceSid: record.workspace_sid, resourceSid: worker.sid, worker, extra });
      matchWorker(office, record.worker_sid);
    },
    present: record => loadOf(office, record),
  });
}

/** Gives a worker a channel that their workspace has. */
export function addWorkerChannel(office: Office, workerSid: string, channel: TaskChannelRecord): void {
  const { records, world } = office;
  const now = nowIso(office);
  const added = records.workerChannels.insert({
    sid: world.ids.sid('WC'),
    account_sid: channel.account_sid,
    workspace_sid: channel.workspace_sid,
    worker_sid: workerSid,
    task_channel_sid: channel.sid,
    task_channel_unique_name: channel.unique_name,
    configured_capacity: DEFAULT_CAPACITY,
    available: true,
    date_created: now,
    date_updated: now,
  });
  const known = records.workers.get(workerSid)?.channelSids ?? [];
  changeWorker(office, workerSid, { channelSids: [...known, added.sid] });
}

function loadOf(office: Office, record: WorkerChannelRecord): object {
  const seat = office.floors.of(record.workspace_sid).seats.get(record.worker_sid);
  const load = seat?.load(record.task_channel_sid) ?? 0;
  return {
    assigned_tasks: load,
    available_capacity_percentage: freePercentage(record.configured_capacity, load),
  };
}
