import type { Route } from '../../contract';
import { resource } from '../../rest/resource';
import { invalid } from '../../rest/twilio-error';
import type { Office } from '../lifecycle/office';
import { publish, type EventType } from '../lifecycle/publish';
import { isLive, type TaskChannelRecord } from '../records';
import { addWorkerChannel } from './worker-channels';
import { common } from './shared-rules';

/** /v1/Workspaces/{WorkspaceSid}/TaskChannels; a channel is found by its sid or unique name. */
export function taskChannelRoutes(office: Office): Route[] {
  const { records } = office;
  const tell = (type: EventType, record: TaskChannelRecord): void =>
    publish(office, {
      type,
      workspaceSid: record.workspace_sid,
      resourceSid: record.sid,
      extra: {
        TaskChannelSid: record.sid,
        TaskChannelName: record.friendly_name,
        TaskChannelUniqueName: record.unique_name,
        TaskChannelOptimizedRouting: String(record.channel_optimized_routing ?? false),
      },
    });
  return resource<TaskChannelRecord>({
    ...common(office),
    path: '/v1/Workspaces/{WorkspaceSid}/TaskChannels',
    sidPrefix: 'TC',
    records: records.channels,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    find: (key, { scope }) =>
      records.channels.find(
        channel =>
          channel.workspace_sid === scope['workspace_sid'] && (channel.sid === key || channel.unique_name === key),
      ),
    create(record) {
      const twin = records.channels.find(
        other => other.workspace_sid === record.workspace_sid && other.unique_name === record.unique_name,
      );
      if (twin) throw invalid('TaskChannel with the same unique name already exists');
      return { ...record, channel_optimized_routing: record.channel_optimized_routing ?? false };
    },
    created(record) {
      for (const worker of records.workers.filter(({ workspace_sid: sid }) => sid === record.workspace_sid)) {
        addWorkerChannel(office, worker.sid, record);
      }
      tell('task-channel.created', record);
    },
    updated: record => tell('task-channel.updated', record),
    remove(record) {
      if (records.tasks.find(task => task.task_channel_sid === record.sid && isLive(task))) {
        throw invalid(`Cannot delete TaskChannel ${record.sid}: it has active Tasks`);
      }
      for (const { sid } of records.workerChannels.filter(({ task_channel_sid: sid }) => sid === record.sid)) {
        records.workerChannels.delete(sid);
      }
      tell('task-channel.deleted', record);
    },
  });
}
