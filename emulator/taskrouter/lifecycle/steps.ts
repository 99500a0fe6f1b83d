import { attributesOf } from '../attributes';
import { lookUp, type Scope } from '../expression/expression';
import type { TaskRecord } from '../records';
import type { KnownWorker, Target, WorkflowPlan } from '../workflow/configuration';
import {
  ageAtEnd,
  filterAt,
  afterSkip,
  afterTimeout,
  DEFAULT_FILTER,
  firstPosition,
  isSame,
  pathOf,
  targetAt,
  type Position,
} from '../workflow/steps';
import { alertOf } from './alerts';
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

/**
 * Evaluates a pending task again from the top of its workflow: after its attributes or the configuration changed, and after an offer came to nothing.
 * Steps whose time is over at the task's age are passed; a task that stays in its step keeps its place in the queue.
 */
export function rerouteTask(office: Office, task: TaskRecord): void {
  if (task.assignment_status !== 'pending') return;
  const workflow = office.records.workflows.get(task.workflow_sid ?? '');
  if (!workflow || !task.routing.position) return void matchTask(office, task);
  const plan = planOf(workflow);
  const path = pathOf(plan, attributesOf(task));
  const { position: current } = task.routing;
  const position =
    path.find(at => (stepEndsAtMs(task, plan, at) ?? Infinity) > office.world.clock.now()) ??
    // Who came to the default filter because others let them through stays.
    (current.filter === DEFAULT_FILTER && plan.defaultTarget ? current : undefined);
  if (!position) return leaveWorkflow(office, task, path.length === 0 ? 'workflow.rejected' : 'workflow.timeout');
  if (!isSame(position, current)) return enter(office, task.sid, { position, isNew: false });
  const target = targetAt(plan, position);
  const known = target?.knownWorker && knownWorkerSid(office, task, target.knownWorker);
  if (target) changeTask(office, task.sid, placement(office, task, { position, target, known, stays: true }));
  matchTask(office, office.records.tasks.get(task.sid) ?? task);
}

function leaveWorkflow(
  office: Office,
  task: TaskRecord,
  event: 'workflow.rejected' | 'workflow.skipped' | 'workflow.timeout',
): void {
  publishTask(office, event, task);
  cancelTask(office, task.sid, WORKFLOW_TIMEOUT);
}

/** When the task leaves that step, milliseconds since 1970; null when time does not end it. */
function stepEndsAtMs(task: TaskRecord, plan: WorkflowPlan, position: Position): number | null {
  const ageSeconds = ageAtEnd(plan, pathOf(plan, attributesOf(task)), position);
  return ageSeconds === null ? null : Date.parse(task.date_created) + ageSeconds * 1000;
}

/** The time of a step is over. A worker who has been asked may still answer; then the next step is theirs to bring about. */
export function stepTimedOut(office: Office, taskSid: string): void {
  const task = office.records.tasks.get(taskSid);
  if (task?.assignment_status !== 'pending') return;
  publishTask(office, 'task-queue.timeout', task);
  advance(office, task, 'workflow.timeout');
}

/** Looks for a worker again after an offer came to nothing; in the next step, when the time of this one is over. */
export function resumeTask(office: Office, task: TaskRecord): void {
  const { stepEndsAtMs: endsAtMs } = task.routing;
  if (endsAtMs !== null && endsAtMs <= office.world.clock.now()) stepTimedOut(office, task.sid);
  else rerouteTask(office, task);
}

/** Goes to the step that follows; out of the workflow where none does. */
function advance(office: Office, task: TaskRecord, event: 'workflow.skipped' | 'workflow.timeout'): void {
  const workflow = office.records.workflows.get(task.workflow_sid ?? '');
  const following = event === 'workflow.skipped' ? afterSkip : afterTimeout;
  const position =
    workflow && task.routing.position && following(planOf(workflow), task.routing.position, attributesOf(task));
  if (position) enter(office, task.sid, { position, isNew: false });
  else leaveWorkflow(office, task, event);
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
  if (before.task_queue_sid !== null && before.task_queue_sid !== target.queueSid) {
    publishTask(office, 'task-queue.moved', before);
  }
  const task = changeTask(office, taskSid, placement(office, before, { position, target, known }));
  publishTask(office, 'task-queue.entered', task);
  if (isNew) publishTask(office, 'task.created', task);
  publish(office, {
    type: 'workflow.target-matched',
    workspaceSid: task.workspace_sid,
    resourceSid: task.sid,
    task,
    extra: { WorkflowFilterName: filterAt(planOf(workflow), position)?.name ?? 'default' },
  });
  if (matchTask(office, task)) return;
  if (target.skipIf?.test({ workers: countWorkers(office, task) })) advance(office, task, 'workflow.skipped');
}

interface Placement {
  readonly position: Position;
  readonly target: Target;
  readonly known: string | undefined;
  /** The task is there already. */
  readonly stays?: boolean;
}

/** What changes about a task that enters a step, or is looked at again in it; sets the step's deadline. */
function placement(
  office: Office,
  task: TaskRecord,
  { position, target, known, stays }: Placement,
): Partial<TaskRecord> {
  const workflow = office.records.workflows.get(task.workflow_sid ?? '');
  const endsAtMs = workflow ? stepEndsAtMs(task, planOf(workflow), position) : null;
  if (endsAtMs === null) office.deadlines.clear('task-step', task.sid);
  else office.deadlines.set('task-step', task.sid, endsAtMs);
  // A worker who is not there matches nobody: the task stays until the step's time is over, or it is skipped.
  const knownWorkerSid = target.knownWorker ? (known ?? 'nobody') : null;
  return {
    task_queue_sid: target.queueSid,
    ...(!stays && { task_queue_entered_date: nowIso(office) }),
    // Without one of its own a target leaves the priority that the task has, be it from a target before.
    priority: target.priority ?? task.priority,
    routing: { ...task.routing, position, stepEndsAtMs: endsAtMs, knownWorkerSid },
  };
}

/** The worker whom the step names; an alert when there is no such worker, unless the task says so itself by null. */
function knownWorkerSid(office: Office, task: TaskRecord, { by, source }: KnownWorker): string | undefined {
  const attributes = { task: attributesOf(task) };
  const named = source.startsWith('task.') ? lookUp(attributes, source.split('.')) : source;
  const known = office.records.workers.find(
    worker =>
      worker.workspace_sid === task.workspace_sid && (by === 'sid' ? worker.sid : worker.friendly_name) === named,
  );
  const isSaid = named !== null || Object.hasOwn(attributes.task, source.slice('task.'.length)) === false;
  if (!known && isSaid) {
    alertOf(office, { code: 40154, message: 'Invalid Known Worker information', resourceSid: task.sid });
  }
  return known?.sid;
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
