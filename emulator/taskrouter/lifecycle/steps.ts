import { attributesOf } from '../attributes';
import { lookUp, type Scope } from '../expression/expression';
import type { TaskRecord } from '../records';
import type { KnownWorker, Target } from '../workflow/configuration';
import { filterAt, firstPosition, nextPosition, targetAt, type Position } from '../workflow/steps';
import { cancelTask } from './endings';
import { matchTask } from './offers';
import { changeTask, nowIso, type Office } from './office';
import { planOf } from './plans';
import { publish, publishTask } from './publish';

/** Why a task is canceled that its workflow found nobody for. Observed on the live service. */
const WORKFLOW_TIMEOUT = 'Task canceled on Workflow timeout';

/** The first step of a task in its workflow; undefined when the workflow has no place for it. */
export function firstStep(office: Office, workflowSid: string, attributes: Scope): Position | undefined {
  const workflow = office.records.workflows.get(workflowSid);
  return workflow && firstPosition(planOf(workflow), attributes);
}

/** Starts a stored task: in the first step of its workflow, or straight in its queue or at its worker. */
export function startTask(office: Office, task: TaskRecord): void {
  office.deadlines.set('task-ttl', task.sid, Date.parse(task.date_created) + task.timeout * 1000);
  if (task.routing.position) {
    publishTask(office, 'workflow.entered', task);
    enter(office, task.sid, { position: task.routing.position, isNew: true });
  } else {
    const placed = changeTask(office, task.sid, { task_queue_entered_date: nowIso(office) });
    if (placed.task_queue_sid !== null) publishTask(office, 'task-queue.entered', placed);
    publishTask(office, 'task.created', placed);
    matchTask(office, placed);
  }
}

/** Sends a waiting task through its workflow from the beginning: its attributes or the configuration changed. */
export function restartTask(office: Office, task: TaskRecord): void {
  const position = firstStep(office, task.workflow_sid ?? '', attributesOf(task));
  if (position) enter(office, task.sid, { position, isNew: false });
  else {
    publishTask(office, 'workflow.rejected', task);
    cancelTask(office, task.sid, WORKFLOW_TIMEOUT);
  }
}

/** The time of a step is over. A worker who has been asked may still answer; then the next step is theirs to bring about. */
export function stepTimedOut(office: Office, taskSid: string): void {
  const task = office.records.tasks.get(taskSid);
  if (task?.assignment_status !== 'pending') return;
  publishTask(office, 'task-queue.timeout', task);
  advance(office, task);
}

/** Looks for a worker again after an offer came to nothing; in the next step, when the time of this one is over. */
export function resumeTask(office: Office, task: TaskRecord): void {
  const { stepEndsAtMs } = task.routing;
  if (stepEndsAtMs !== null && stepEndsAtMs <= office.world.clock.now()) stepTimedOut(office, task.sid);
  else matchTask(office, task);
}

function advance(office: Office, task: TaskRecord): void {
  const workflow = office.records.workflows.get(task.workflow_sid ?? '');
  const position = workflow && task.routing.position && nextPosition(planOf(workflow), task.routing.position);
  if (position) return enter(office, task.sid, { position, isNew: false });
  publishTask(office, 'workflow.timeout', task);
  cancelTask(office, task.sid, WORKFLOW_TIMEOUT);
}

interface Entry {
  readonly position: Position;
  /** The task has not been announced yet. */
  readonly isNew: boolean;
}

/** Puts a task into a step; leaves it at once when nobody can be asked and the step says to skip. */
function enter(office: Office, taskSid: string, { position, isNew }: Entry): void {
  const before = office.records.tasks.get(taskSid);
  const workflow = office.records.workflows.get(before?.workflow_sid ?? '');
  const target = workflow && targetAt(planOf(workflow), position);
  if (!before || !workflow || !target) throw new Error(`task ${taskSid} has no step to enter`);
  const known = target.knownWorker && knownWorkerSid(office, before, target.knownWorker);
  const task = changeTask(office, taskSid, placement(office, before, { position, target, known }));
  publishTask(office, 'task-queue.entered', task);
  if (isNew) publishTask(office, 'task.created', task);
  publish(office, {
    type: 'workflow.target-matched',
    workspaceSid: task.workspace_sid,
    resourceSid: workflow.sid,
    task,
    extra: { WorkflowFilterName: filterAt(planOf(workflow), position)?.name ?? 'default' },
  });
  if (matchTask(office, task)) return;
  const worksWithoutKnown = !target.knownWorker || known !== undefined;
  if (worksWithoutKnown && !target.skipIf?.test({ workers: countWorkers(office, task) })) return;
  publishTask(office, 'workflow.skipped', task);
  advance(office, task);
}

interface Placement {
  readonly position: Position;
  readonly target: Target;
  readonly known: string | undefined;
}

/** What changes about a task that enters a step; sets the step's deadline. */
function placement(office: Office, task: TaskRecord, { position, target, known }: Placement): Partial<TaskRecord> {
  const nowMs = office.world.clock.now();
  const stepEndsAtMs = target.timeoutSeconds === undefined ? null : nowMs + target.timeoutSeconds * 1000;
  if (stepEndsAtMs === null) office.deadlines.clear('task-step', task.sid);
  else office.deadlines.set('task-step', task.sid, stepEndsAtMs);
  // A worker who is not there matches nobody; the step is left again.
  const knownWorkerSid = target.knownWorker ? (known ?? 'nobody') : null;
  return {
    task_queue_sid: target.queueSid,
    task_queue_entered_date: nowIso(office),
    priority: target.priority ?? task.routing.ownPriority,
    routing: { ...task.routing, position, stepEndsAtMs, knownWorkerSid },
  };
}

function knownWorkerSid(office: Office, task: TaskRecord, { by, source }: KnownWorker): string | undefined {
  const named = source.startsWith('task.') ? lookUp({ task: attributesOf(task) }, source.split('.')) : source;
  return office.records.workers.find(
    worker =>
      worker.workspace_sid === task.workspace_sid && (by === 'sid' ? worker.sid : worker.friendly_name) === named,
  )?.sid;
}

/** `workers` in a skip_if: how many of the queue's workers are available, unavailable, and in each activity. */
function countWorkers(office: Office, task: TaskRecord): Scope {
  const queue = office.floors.of(task.workspace_sid).queue(task.task_queue_sid ?? '');
  const counts: Record<string, number> = { available: 0, unavailable: 0 };
  for (const activity of office.records.activities.filter(({ workspace_sid: sid }) => sid === task.workspace_sid)) {
    counts[activity.sid] = 0;
  }
  for (const seat of queue?.members ?? []) {
    if (queue?.isDynamic && !queue.matches(seat)) continue;
    const { available, activitySid } = seat.facts;
    for (const name of [available ? 'available' : 'unavailable', activitySid]) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
