import { invalid } from '../../rest/twilio-error';
import type { EventRecord } from '../journal/event-record';
import { summarize } from './durations';
import type { Period } from './period';

/** Twilio's limit of thresholds in one request. */
const MAX_THRESHOLDS = 16;

/** Reservations by what became of them. */
export function countReservations(events: readonly EventRecord[]): Record<string, number> {
  const of = counter(events);
  return {
    reservations_created: of('reservation.created'),
    reservations_accepted: of('reservation.accepted'),
    reservations_rejected: of('reservation.rejected'),
    reservations_timed_out: of('reservation.timeout'),
    reservations_canceled: of('reservation.canceled'),
    reservations_rescinded: of('reservation.rescinded'),
  };
}

/**
 * What happened to tasks in a time: every property that the cumulative statistics of a workspace, workflow or queue have.
 * Each of them shows those that its document names. Source: twilio.com/docs/taskrouter/api/taskqueue-statistics
 */
export function cumulativeOf(
  events: readonly EventRecord[],
  { period, splits }: { readonly period: Period; readonly splits: readonly number[] },
): Record<string, unknown> {
  const of = counter(events);
  const accepted = waits(events, 'reservation.accepted');
  const canceled = waits(events, 'task.canceled');
  const inQueue = events.flatMap(({ event_type: type, event_date_ms: atMs, queueEnteredMs }) =>
    type === 'reservation.accepted' && queueEnteredMs !== null ? [atMs - queueEnteredMs] : [],
  );
  return {
    start_time: isoSeconds(period.fromMs),
    end_time: isoSeconds(period.toMs),
    ...countReservations(events),
    avg_task_acceptance_time: summarize(accepted).avg,
    wait_duration_until_accepted: summarize(accepted),
    wait_duration_until_canceled: summarize(canceled),
    wait_duration_in_queue_until_accepted: summarize(inQueue),
    split_by_wait_time: splitByWaitTime(splits, { accepted, canceled }),
    tasks_canceled: canceled.length,
    tasks_completed: of('task.completed'),
    tasks_deleted: of('task.deleted'),
    tasks_moved: of('task-queue.moved'),
    tasks_timed_out_in_workflow: of('workflow.timeout'),
  };
}

/** The thresholds of `SplitByWaitTime`, seconds. Throws TwilioError 400/20001. */
export function splitsOf(query: URLSearchParams): number[] {
  const text = query.get('SplitByWaitTime');
  if (text === null || text.trim() === '') return [];
  const splits = text.split(',').map(part => (/^\s*\d+\s*$/.test(part) ? Number(part) : -1));
  if (splits.includes(-1)) throw invalid('Invalid SplitByWaitTime: must be whole numbers of seconds, with commas');
  if (splits.length > MAX_THRESHOLDS) throw invalid(`Invalid SplitByWaitTime: at most ${MAX_THRESHOLDS} thresholds`);
  return splits;
}

/** How many events of a type there are. */
export function counter(events: readonly EventRecord[]): (type: string) => number {
  const counts = new Map<string, number>();
  for (const { event_type: type } of events) counts.set(type, (counts.get(type) ?? 0) + 1);
  return type => counts.get(type) ?? 0;
}

/** Milliseconds from each task's creation to an event of this type. */
function waits(events: readonly EventRecord[], wanted: string): number[] {
  return events.flatMap(({ event_type: type, event_date_ms: atMs, taskCreatedMs }) =>
    type === wanted ? [atMs - (taskCreatedMs ?? atMs)] : [],
  );
}

function splitByWaitTime(
  splits: readonly number[],
  { accepted, canceled }: { readonly accepted: readonly number[]; readonly canceled: readonly number[] },
): object {
  const count = (waitsMs: readonly number[], fits: (ms: number) => boolean): number => waitsMs.filter(fits).length;
  return Object.fromEntries(
    splits.map(seconds => {
      const side = (fits: (ms: number) => boolean): object => ({
        tasks_canceled: count(canceled, fits),
        reservations_accepted: count(accepted, fits),
      });
      return [seconds, { above: side(ms => ms > seconds * 1000), below: side(ms => ms <= seconds * 1000) }];
    }),
  );
}

/** Dates within an object that the document does not describe are formatted here: nobody else does. */
function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
