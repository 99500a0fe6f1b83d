import type { ReservationRecord, TaskRecord } from '../records';
import { cancelTask, changeReservation, clearDeadlines } from './endings';
import { reservationsOf } from './floors';
import { matchWorker } from './offers';
import { changeTask, type Office } from './office';
import { publishReservation } from './publish';
import { resumeTask } from './steps';
import { setActivity } from './workers';

/** So many refusals cancel a task. */
const MAX_REJECTIONS = 1000;

/** The worker takes the task: other offers of it are withdrawn. Nothing happens to a call that waits for it: instructions bring it to the worker. */
export function accept(office: Office, reservation: ReservationRecord): TaskRecord {
  const task = taskOf(office, reservation);
  const others = pendingOf(office, task).filter(({ sid }) => sid !== reservation.sid);
  clearDeadlines(office, task.sid);
  const assigned = changeTask(office, task.sid, { assignment_status: 'assigned' });
  changeReservation(office, reservation, 'accepted');
  for (const other of others) changeReservation(office, other, 'rescinded');
  for (const other of others) matchWorker(office, other.worker_sid);
  return assigned;
}

/**
 * Accepts, and joins a call that waits with the worker, at once and without ringing anybody.
 * When that caller has just gone, the task is canceled with reason "hangup", as it is when they go earlier.
 */
export function acceptAndJoin(office: Office, reservation: ReservationRecord): void {
  const task = accept(office, reservation);
  if (task.routing.callSid === null) return;
  const { worker_name: workerName, sid: reservationSid } = reservation;
  const isJoined = office.calls().connectToWorker({ taskSid: task.sid, workerName, reservationSid });
  if (!isJoined) cancelTask(office, task.sid, 'hangup');
}

/** The worker declines: they go to another activity if they say so, and the task is offered on. */
export function reject(office: Office, reservation: ReservationRecord, activitySid?: string): void {
  changeReservation(office, reservation, 'rejected');
  if (activitySid !== undefined) setActivity(office, reservation.worker_sid, activitySid);
  const task = taskOf(office, reservation);
  const rejections = task.routing.rejections + 1;
  const counted = changeTask(office, task.sid, { routing: { ...task.routing, rejections } });
  if (rejections >= MAX_REJECTIONS) cancelTask(office, task.sid, 'Task canceled: too many rejections');
  else release(office, counted);
  matchWorker(office, reservation.worker_sid);
}

/** The worker could not be reached: the offer ends, and the task is offered on. Does nothing unless it still stands. */
export function fail(office: Office, reservationSid: string): void {
  const reservation = office.records.reservations.get(reservationSid);
  if (reservation?.reservation_status !== 'pending') return;
  publishReservation(office, 'reservation.failed', reservation);
  changeReservation(office, reservation, 'canceled');
  release(office, taskOf(office, reservation));
  matchWorker(office, reservation.worker_sid);
}

/** Nobody answered the offer: the worker goes to the workspace's time-out activity, and the task is offered on. */
export function reservationTimedOut(office: Office, reservationSid: string): void {
  const reservation = office.records.reservations.get(reservationSid);
  if (reservation?.reservation_status !== 'pending') return;
  changeReservation(office, reservation, 'timeout');
  const workspace = office.records.workspaces.get(reservation.workspace_sid);
  if (workspace) setActivity(office, reservation.worker_sid, workspace.timeout_activity_sid);
  release(office, taskOf(office, reservation));
  matchWorker(office, reservation.worker_sid);
}

/** An offer came to nothing: without another one the task is pending again. */
function release(office: Office, task: TaskRecord): void {
  const stillOffered = pendingOf(office, task).length > 0;
  const waiting = changeTask(office, task.sid, { assignment_status: stillOffered ? 'reserved' : 'pending' });
  if (stillOffered) return;
  resumeTask(office, waiting);
}

function pendingOf({ records }: Office, task: TaskRecord): ReservationRecord[] {
  return reservationsOf(records, task).filter(({ reservation_status: status }) => status === 'pending');
}

function taskOf({ records }: Office, { task_sid: sid }: ReservationRecord): TaskRecord {
  const task = records.tasks.get(sid);
  if (!task) throw new Error(`reservation of a task that is not there: ${sid}`);
  return task;
}
