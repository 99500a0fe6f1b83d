import type { ActivityRecord, TaskRecord, WorkerRecord } from '../records';

/** Which statuses are counted. Finished tasks are gone for statistics. */
const STATUSES = ['reserved', 'pending', 'assigned', 'wrapping'] as const;

/** What is said of the tasks that are there now; ages in seconds. Source: twilio.com/docs/taskrouter/api/taskqueue-statistics */
export function tasksNow(tasks: readonly TaskRecord[], nowMs: number): Record<string, unknown> {
  const byStatus: Record<string, number> = { reserved: 0, pending: 0, assigned: 0, wrapping: 0 };
  const byPriority: Record<string, number> = {};
  for (const { assignment_status: status, priority } of tasks) {
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    byPriority[priority] = (byPriority[priority] ?? 0) + 1;
  }
  // A task that is being offered to somebody waits no more, as observed on the live service.
  const waiting = tasks.filter(({ assignment_status: status }) => status === 'pending');
  const created = oldest(waiting, ({ date_created: date }) => date);
  const entered = oldest(waiting, task => task.task_queue_entered_date ?? task.date_created);
  const ageOf = (sinceMs: number | undefined): number =>
    sinceMs === undefined ? 0 : Math.floor((nowMs - sinceMs) / 1000);
  return {
    longest_task_waiting_age: ageOf(created?.sinceMs),
    longest_task_waiting_sid: created?.sid ?? null,
    longest_relative_task_age_in_queue: ageOf(entered?.sinceMs),
    longest_relative_task_sid_in_queue: entered?.sid ?? null,
    tasks_by_priority: byPriority,
    tasks_by_status: byStatus,
    total_tasks: tasks.length,
  };
}

/** Tasks that statistics count: neither completed nor canceled. */
export function isCounted({ assignment_status: status }: TaskRecord): boolean {
  return STATUSES.some(counted => counted === status);
}

/** How many of the workers are in each of the workspace's activities. */
export function activityStatistics(
  activities: readonly ActivityRecord[],
  workers: readonly Pick<WorkerRecord, 'activity_sid'>[],
): { friendly_name: string; workers: number; sid: string }[] {
  const counts = new Map<string, number>();
  for (const { activity_sid: sid } of workers) counts.set(sid, (counts.get(sid) ?? 0) + 1);
  return activities.map(({ sid, friendly_name }) => ({ friendly_name, workers: counts.get(sid) ?? 0, sid }));
}

function oldest(
  tasks: readonly TaskRecord[],
  dateOf: (task: TaskRecord) => string,
): { readonly sid: string; readonly sinceMs: number } | undefined {
  let first: { sid: string; sinceMs: number } | undefined;
  for (const task of tasks) {
    const sinceMs = Date.parse(dateOf(task));
    if (!first || sinceMs < first.sinceMs) first = { sid: task.sid, sinceMs };
  }
  return first;
}
