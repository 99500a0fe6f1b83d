import type { WorkerRecord } from '../records';
import { changeWorker, nowIso, type Office } from './office';
import { publish } from './publish';

/** Moves a worker to an activity of their workspace and tells. Offers nothing: the caller decides when. Unchanged when they are in it already. */
export function setActivity(office: Office, workerSid: string, activitySid: string): WorkerRecord | undefined {
  const { records, world } = office;
  const before = records.workers.get(workerSid);
  const activity = records.activities.get(activitySid);
  if (!before || !activity || before.activity_sid === activitySid) return before;
  const now = nowIso(office);
  const worker = changeWorker(office, workerSid, {
    activity_sid: activitySid,
    date_status_changed: now,
    ...(activity.available && { idleSince: now }),
  });
  const previousMs = world.clock.now() - Date.parse(before.date_status_changed);
  publish(office, {
    type: 'worker.activity.update',
    workspaceSid: worker.workspace_sid,
    resourceSid: worker.sid,
    worker,
    extra: {
      WorkerPreviousActivitySid: before.activity_sid,
      WorkerPreviousActivityName: records.activities.get(before.activity_sid)?.friendly_name ?? '',
      WorkerTimeInPreviousActivity: String(Math.floor(previousMs / 1000)),
      WorkerTimeInPreviousActivityMs: String(previousMs),
    },
  });
  return worker;
}
