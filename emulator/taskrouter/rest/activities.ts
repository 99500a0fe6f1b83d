import type { Route } from '../../contract';
import { resource } from '../../rest/resource';
import { invalid } from '../../rest/twilio-error';
import type { Office } from '../lifecycle/office';
import { publish, type EventType } from '../lifecycle/publish';
import type { ActivityRecord } from '../records';
import { common, refuseDuplicate } from './shared-rules';

/** /v1/Workspaces/{WorkspaceSid}/Activities */
export function activityRoutes(office: Office): Route[] {
  const { records } = office;
  const tell = (type: EventType, record: ActivityRecord): void =>
    publish(office, {
      type,
      workspaceSid: record.workspace_sid,
      resourceSid: record.sid,
      extra: {
        ActivitySid: record.sid,
        ActivityName: record.friendly_name,
        ActivityAvailable: String(record.available),
      },
    });
  return resource<ActivityRecord>({
    ...common(office),
    path: '/v1/Workspaces/{WorkspaceSid}/Activities',
    sidPrefix: 'WA',
    records: records.activities,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    create(record) {
      refuseDuplicate('Activity', records.activities, record);
      return { ...record, available: record.available ?? false };
    },
    created: record => tell('activity.created', record),
    update(record, { friendly_name: name }) {
      // Whether an activity is available can't be changed: Twilio answers 200 and leaves it.
      const change = name === undefined ? {} : { friendly_name: name };
      refuseDuplicate('Activity', records.activities, { ...record, ...change });
      return change;
    },
    updated: record => tell('activity.updated', record),
    remove(record) {
      const workspace = records.workspaces.get(record.workspace_sid);
      if ([workspace?.default_activity_sid, workspace?.timeout_activity_sid].includes(record.sid)) {
        throw invalid("Cannot delete an Activity that is the Workspace's default or timeout Activity");
      }
      if (records.workers.find(({ activity_sid: sid }) => sid === record.sid)) {
        throw invalid('Cannot delete an Activity that Workers are in');
      }
      tell('activity.deleted', record);
    },
  });
}
