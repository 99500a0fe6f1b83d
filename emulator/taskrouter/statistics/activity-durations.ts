import type { EventRecord } from '../journal/event-record';
import type { ActivityRecord, WorkerRecord } from '../records';
import { summarize, type Durations } from './durations';
import type { Period } from './period';

export interface ActivityDurations extends Durations {
  readonly sid: string;
  readonly friendly_name: string;
}

/**
 * How long workers were in each activity during a time: each stay counts for as much of it as lies in the time. `events` are those from its beginning
 * until now, whatever its end: a stay is known by the event that ends it, or from the worker who is still in it.
 */
export function activityDurations(
  activities: readonly ActivityRecord[],
  { workers, events }: { readonly workers: readonly WorkerRecord[]; readonly events: readonly EventRecord[] },
  period: Period & { readonly nowMs: number },
): ActivityDurations[] {
  const stays = new Map<string, number[]>();
  const add = (activitySid: string, fromMs: number, toMs: number): void => {
    const ms = Math.min(toMs, period.toMs) - Math.max(fromMs, period.fromMs);
    if (ms <= 0) return;
    const known = stays.get(activitySid) ?? [];
    known.push(ms);
    stays.set(activitySid, known);
  };
  for (const { event_type: type, event_date_ms: atMs, event_data: data } of events) {
    if (type !== 'worker.activity.update') continue;
    const previousMs = Number(data['worker_time_in_previous_activity_ms']);
    add(data['worker_previous_activity_sid'] ?? '', atMs - previousMs, atMs);
  }
  for (const worker of workers) add(worker.activity_sid, Date.parse(worker.date_status_changed), period.nowMs);
  return activities.map(({ sid, friendly_name }) => ({ ...summarize(stays.get(sid) ?? []), sid, friendly_name }));
}
