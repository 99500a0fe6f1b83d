import type { CallControl, World } from '../../contract';
import { Journal } from '../journal/journal';
import { openRecords, type Records, type TaskRecord, type WorkerRecord } from '../records';
import { Deadlines } from './deadlines';
import { Floors, hasRoomForOffers, seatFacts, waitingTask } from './floors';

/** What every step of TaskRouter works with. */
export interface Office {
  readonly world: World;
  readonly records: Records;
  readonly floors: Floors;
  readonly deadlines: Deadlines;
  readonly journal: Journal;
  readonly calls: () => CallControl;
}

export function openOffice(world: World, calls: () => CallControl): Office {
  const records = openRecords(world.store);
  const deadlines = new Deadlines(world.clock);
  const journal = new Journal(world.store);
  return { world, records, deadlines, journal, floors: new Floors(world, records, deadlines), calls };
}

export function nowIso(office: Office): string {
  return new Date(office.world.clock.now()).toISOString();
}

/** Changes a task, keeps the floor in step, and tells when its status is a new one. */
export function changeTask(office: Office, sid: string, change: Partial<TaskRecord>): TaskRecord {
  const { records, floors, world } = office;
  const before = records.tasks.get(sid);
  const task = records.tasks.update(sid, {
    date_updated: nowIso(office),
    ...change,
    version: (before?.version ?? 0) + 1,
  });
  const floor = floors.of(task.workspace_sid);
  if (hasRoomForOffers(records, task)) floor.wait(waitingTask(records, task));
  else floor.leave(sid);
  if (before?.assignment_status !== task.assignment_status) {
    const { account_sid: accountSid, workspace_sid: workspaceSid, assignment_status: status } = task;
    world.bus.emit('task-updated', { accountSid, workspaceSid, taskSid: sid, status });
  }
  return task;
}

/** Changes a worker and keeps the floor in step. */
export function changeWorker(office: Office, sid: string, change: Partial<WorkerRecord>): WorkerRecord {
  const { records, floors } = office;
  const version = (records.workers.get(sid)?.version ?? 0) + 1;
  const worker = records.workers.update(sid, { date_updated: nowIso(office), ...change, version });
  floors.of(worker.workspace_sid).putSeat(seatFacts(records, worker));
  return worker;
}
