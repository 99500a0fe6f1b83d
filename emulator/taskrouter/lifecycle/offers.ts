import type { ReservationRecord, TaskRecord, WorkerRecord } from '../records';
import { taskFor, workerFor } from '../routing/decide';
import type { Seat } from '../routing/seat';
import { changeTask, nowIso, type Office } from './office';
import { publishReservation } from './publish';

/** Twilio's default of a workflow's TaskReservationTimeout, seconds. */
export const DEFAULT_RESERVATION_TIMEOUT_SECONDS = 120;

/** Offers a waiting task to as many workers as its queue allows. Tells whether there was one. */
export function matchTask(office: Office, task: TaskRecord): boolean {
  const floor = office.floors.of(task.workspace_sid);
  let offered = false;
  for (let waiting = floor.waitingTask(task.sid); waiting; waiting = floor.waitingTask(task.sid)) {
    const seat = workerFor(floor, waiting);
    if (!seat) break;
    offer(office, task.sid, seat);
    offered = true;
    // What a worker holds may open queues to them that look at it.
    matchWorker(office, seat.facts.sid);
  }
  return offered;
}

/** Offers waiting tasks to a worker for as long as they have room. */
export function matchWorker(office: Office, workerSid: string): void {
  const worker = office.records.workers.get(workerSid);
  if (!worker) return;
  const floor = office.floors.of(worker.workspace_sid);
  for (;;) {
    const seat = floor.seats.get(workerSid);
    const waiting = seat && taskFor(floor, seat);
    if (!waiting) return;
    offer(office, waiting.sid, seat);
  }
}

/** Lets every worker of a workspace look for tasks: after a queue, workflow or activity changed. */
export function matchAll(office: Office, workspaceSid: string): void {
  for (const sid of [...office.floors.of(workspaceSid).seats.keys()]) matchWorker(office, sid);
}

function offer(office: Office, taskSid: string, seat: Seat): void {
  const { records, world, deadlines } = office;
  const task = records.tasks.get(taskSid);
  const worker = records.workers.get(seat.facts.sid);
  if (!task || !worker) throw new Error(`routing chose what is not there: ${taskSid}, ${seat.facts.sid}`);
  const reservation = records.reservations.insert(newReservation(office, task, worker));
  seat.hold(taskSid, task.task_channel_sid);
  const reservationSids = [...task.routing.reservationSids, reservation.sid];
  changeTask(office, taskSid, { assignment_status: 'reserved', routing: { ...task.routing, reservationSids } });
  deadlines.set('reservation', reservation.sid, reservation.timesOutAtMs);
  publishReservation(office, 'reservation.created', reservation);
  world.bus.emit('reservation-created', {
    accountSid: task.account_sid,
    workspaceSid: task.workspace_sid,
    taskSid,
    workerSid: worker.sid,
    reservationSid: reservation.sid,
  });
}

function newReservation(office: Office, task: TaskRecord, worker: WorkerRecord): ReservationRecord {
  const workflow = office.records.workflows.get(task.workflow_sid ?? '');
  const timeoutSeconds = workflow?.task_reservation_timeout ?? DEFAULT_RESERVATION_TIMEOUT_SECONDS;
  return {
    sid: office.world.ids.sid('WR'),
    account_sid: task.account_sid,
    workspace_sid: task.workspace_sid,
    date_created: nowIso(office),
    date_updated: nowIso(office),
    task_sid: task.sid,
    worker_sid: worker.sid,
    worker_name: worker.friendly_name,
    reservation_status: 'pending',
    timesOutAtMs: office.world.clock.now() + timeoutSeconds * 1000,
    version: 0,
  };
}
