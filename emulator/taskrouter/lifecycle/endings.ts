import { isActive, isLive, type ReservationRecord, type ReservationStatus, type TaskRecord } from '../records';
import { REMOVAL_MS, reservationsOf } from './floors';
import { matchWorker } from './offers';
import { changeTask, changeWorker, nowIso, type Office } from './office';
import { publishReservation, publishTask, type EventType } from './publish';

const EVENTS: Readonly<Record<Exclude<ReservationStatus, 'pending'>, EventType>> = {
  accepted: 'reservation.accepted',
  rejected: 'reservation.rejected',
  timeout: 'reservation.timeout',
  canceled: 'reservation.canceled',
  rescinded: 'reservation.rescinded',
  wrapping: 'reservation.wrapup',
  completed: 'reservation.completed',
};

/** Changes a reservation's status, frees the worker when it is over, and tells. Who is freed is offered nothing yet: that is the caller's turn. */
export function changeReservation(
  office: Office,
  { sid, version }: ReservationRecord,
  status: Exclude<ReservationStatus, 'pending'>,
): ReservationRecord {
  const { records, deadlines, floors } = office;
  const change = { reservation_status: status, date_updated: nowIso(office), version: version + 1 };
  const reservation = records.reservations.update(sid, change);
  deadlines.clear('reservation', sid);
  if (!isActive(reservation)) {
    floors.of(reservation.workspace_sid).seats.get(reservation.worker_sid)?.release(reservation.task_sid);
    if (records.workers.get(reservation.worker_sid)) {
      changeWorker(office, reservation.worker_sid, { idleSince: nowIso(office) });
    }
  }
  publishReservation(office, EVENTS[status], reservation);
  return reservation;
}

/** Cancels a task that nobody has been given yet, withdraws its offers, and lets the workers go on. Does nothing to a finished one. */
export function cancelTask(office: Office, taskSid: string, reason: string): void {
  end(office, taskSid, { status: 'canceled', reason, reservations: 'canceled' });
}

/** Completes a task and its reservation. Does nothing to a finished one. */
export function completeTask(office: Office, taskSid: string, reason: string | null): void {
  end(office, taskSid, { status: 'completed', reason, reservations: 'completed' });
}

/** The talk is over: task and reservation are in wrap-up. Does nothing unless the task is assigned. */
export function wrapUpTask(office: Office, taskSid: string, reason: string | null): void {
  const task = office.records.tasks.get(taskSid);
  if (task?.assignment_status !== 'assigned') return;
  const wrapping = changeTask(office, taskSid, { assignment_status: 'wrapping', reason: reason ?? task.reason });
  publishTask(office, 'task.wrapup', wrapping);
  for (const reservation of reservationsOf(office.records, task)) {
    if (reservation.reservation_status === 'accepted') changeReservation(office, reservation, 'wrapping');
  }
}

/** Removes a task with its reservations, whatever its state. */
export function removeTask(office: Office, taskSid: string, event: 'task.deleted' | 'task.system-deleted'): void {
  const { records } = office;
  const task = records.tasks.get(taskSid);
  if (!task) return;
  const freed = endReservations(office, task, 'canceled');
  office.floors.of(task.workspace_sid).leave(taskSid);
  clearDeadlines(office, taskSid);
  office.deadlines.clear('task-removal', taskSid);
  publishTask(office, event, task);
  for (const sid of task.routing.reservationSids) records.reservations.delete(sid);
  records.tasks.delete(taskSid);
  for (const workerSid of freed) matchWorker(office, workerSid);
}

/** No longer waiting for a worker: neither the task's nor the step's time counts. */
export function clearDeadlines({ deadlines }: Office, taskSid: string): void {
  deadlines.clear('task-ttl', taskSid);
  deadlines.clear('task-step', taskSid);
}

interface End {
  readonly status: 'canceled' | 'completed';
  readonly reason: string | null;
  readonly reservations: 'canceled' | 'completed';
}

function end(office: Office, taskSid: string, { status, reason, reservations }: End): void {
  const task = office.records.tasks.get(taskSid);
  if (!task || !isLive(task)) return;
  clearDeadlines(office, taskSid);
  office.deadlines.set('task-removal', taskSid, office.world.clock.now() + REMOVAL_MS);
  const ended = changeTask(office, taskSid, { assignment_status: status, reason: reason ?? task.reason });
  publishTask(office, `task.${status}`, ended);
  const freed = endReservations(office, task, reservations);
  for (const workerSid of freed) matchWorker(office, workerSid);
}

/** Ends what is still open of a task's reservations; returns the workers who are free now. */
function endReservations(office: Office, task: TaskRecord, status: 'canceled' | 'completed'): string[] {
  const open = reservationsOf(office.records, task).filter(isActive);
  return open.map(reservation => {
    // An offer that nobody answered can't be completed.
    changeReservation(office, reservation, reservation.reservation_status === 'pending' ? 'canceled' : status);
    return reservation.worker_sid;
  });
}
