import type { Collection, StoredRecord, World } from '../../contract';
import { attributesOf } from '../attributes';
import { compile } from '../expression/expression';
import { isActive, isLive, type Records, type TaskQueueRecord, type TaskRecord, type WorkerRecord } from '../records';
import { Floor } from '../routing/floor';
import type { SeatFacts } from '../routing/seat';
import type { QueueFacts, WaitingTask } from '../routing/waiting';
import type { Target } from '../workflow/configuration';
import { targetAt } from '../workflow/steps';
import type { Deadlines } from './deadlines';
import { planOf } from './plans';

/** The queue of tasks that were sent straight to a worker. */
export const DIRECT_QUEUE = '';
/** A finished task disappears after this long. */
export const REMOVAL_MS = 5 * 60_000;

/** The floors of all workspaces: made from the store when first asked for, and anew after the store was restored. */
export class Floors {
  private readonly floors = new Map<string, Floor>();
  private readonly marks: Collection<StoredRecord>;
  private mark: StoredRecord | undefined;
  private tasksSoFar = 0;

  constructor(
    world: World,
    private readonly records: Records,
    private readonly deadlines: Deadlines,
  ) {
    this.marks = world.store.collection('taskrouter.floors');
  }

  of(workspaceSid: string): Floor {
    this.rebuildIfRestored();
    const known = this.floors.get(workspaceSid);
    if (known) return known;
    const floor = this.build(workspaceSid);
    this.floors.set(workspaceSid, floor);
    return floor;
  }

  /** After a restore: deadlines run on, also those of tasks that nobody asks about. */
  resume(): void {
    if (this.mark || this.records.tasks.all().length > 0) this.rebuildIfRestored();
  }

  forget(workspaceSid: string): void {
    this.floors.delete(workspaceSid);
  }

  /** Numbers tasks in the order of their creation. */
  nextTaskOrder(): number {
    this.rebuildIfRestored();
    this.tasksSoFar += 1;
    return this.tasksSoFar;
  }

  /** A restored store holds copies: when the marked record is no longer the one that was put there, everything derived from the store is stale. */
  private rebuildIfRestored(): void {
    const stored = this.marks.get('mark');
    if (stored && stored === this.mark) return;
    this.floors.clear();
    this.deadlines.clearAll();
    this.mark = stored ?? this.marks.insert({ sid: 'mark' });
    this.tasksSoFar = this.records.tasks.all().reduce((highest, task) => Math.max(highest, task.routing.order), 0);
    for (const task of this.records.tasks.all()) this.setDeadlines(task);
  }

  private setDeadlines(task: TaskRecord): void {
    const { assignment_status: status, routing } = task;
    if (!isLive(task)) this.deadlines.set('task-removal', task.sid, Date.parse(task.date_updated) + REMOVAL_MS);
    if (status !== 'pending' && status !== 'reserved') return;
    this.deadlines.set('task-ttl', task.sid, Date.parse(task.date_created) + task.timeout * 1000);
    if (routing.stepEndsAtMs !== null) this.deadlines.set('task-step', task.sid, routing.stepEndsAtMs);
    for (const sid of routing.reservationSids) {
      const reservation = this.records.reservations.get(sid);
      if (reservation?.reservation_status === 'pending') {
        this.deadlines.set('reservation', sid, reservation.timesOutAtMs);
      }
    }
  }

  private build(workspaceSid: string): Floor {
    const { records } = this;
    const workspace = records.workspaces.get(workspaceSid);
    const floor = new Floor(workspace?.prioritize_queue_order ?? 'FIFO', workspace?.multi_task_enabled ?? true);
    floor.putQueue({ sid: DIRECT_QUEUE, order: 'FIFO', targetWorkers: compile('1==1') });
    const here = ({ workspace_sid: sid }: { workspace_sid: string }): boolean => sid === workspaceSid;
    for (const queue of records.queues.filter(here)) floor.putQueue(queueFacts(queue));
    for (const worker of records.workers.filter(here)) floor.putSeat(seatFacts(records, worker));
    for (const task of records.tasks.filter(here)) {
      const active = reservationsOf(records, task).filter(isActive);
      for (const { worker_sid: sid } of active) floor.seats.get(sid)?.hold(task.sid, task.task_channel_sid);
      if (hasRoomForOffers(records, task)) floor.wait(waitingTask(records, task));
    }
    return floor;
  }
}

/** The reservations of a task, oldest first. */
export function reservationsOf(
  records: Records,
  task: TaskRecord,
): ReturnType<typeof records.reservations.all>[number][] {
  return task.routing.reservationSids.flatMap(sid => records.reservations.get(sid) ?? []);
}

/** Whether one more worker may be asked to take the task. */
export function hasRoomForOffers(records: Records, task: TaskRecord): boolean {
  if (task.assignment_status === 'pending') return true;
  if (task.assignment_status !== 'reserved') return false;
  const pending = reservationsOf(records, task).filter(({ reservation_status: status }) => status === 'pending');
  const queue = records.queues.get(task.task_queue_sid ?? '');
  return pending.length < (queue?.max_reserved_workers ?? 1);
}

export function queueFacts(queue: TaskQueueRecord): QueueFacts {
  const source = queue.target_workers;
  return { sid: queue.sid, order: queue.task_order, targetWorkers: source.trim() === '' ? undefined : compile(source) };
}

export function seatFacts(records: Records, worker: WorkerRecord): SeatFacts {
  const activity = records.activities.get(worker.activity_sid);
  const channels = worker.channelSids.flatMap(sid => records.workerChannels.get(sid) ?? []);
  return {
    sid: worker.sid,
    friendlyName: worker.friendly_name,
    activitySid: worker.activity_sid,
    activityName: activity?.friendly_name ?? '',
    available: activity?.available ?? false,
    idleSinceMs: Date.parse(worker.idleSince),
    attributes: attributesOf(worker),
    channels: new Map(
      channels.map(channel => [
        channel.task_channel_sid,
        {
          uniqueName: channel.task_channel_unique_name,
          capacity: channel.configured_capacity,
          available: channel.available,
        },
      ]),
    ),
  };
}

export function waitingTask(records: Records, task: TaskRecord): WaitingTask {
  const target = targetOf(records, task);
  const isDirect = task.routing_target?.startsWith('WK') ?? false;
  return {
    sid: task.sid,
    queueSid: isDirect ? DIRECT_QUEUE : (task.task_queue_sid ?? DIRECT_QUEUE),
    channelSid: task.task_channel_sid,
    priority: task.priority,
    startMs: Date.parse(task.virtual_start_time),
    order: task.routing.order,
    attributes: attributesOf(task),
    expression: target?.expression,
    orderBy: target?.orderBy ?? [],
    onlyWorkerSid: (isDirect ? task.routing_target : task.routing.knownWorkerSid) ?? undefined,
    ignoreCapacity: task.ignore_capacity,
  };
}

/** The target of the workflow that the task is at. */
export function targetOf(records: Records, task: TaskRecord): Target | undefined {
  const workflow = records.workflows.get(task.workflow_sid ?? '');
  return workflow && task.routing.position ? targetAt(planOf(workflow), task.routing.position) : undefined;
}
