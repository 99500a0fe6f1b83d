import type { Scope } from '../expression/expression';
import type { Filter, Target, WorkflowPlan } from './configuration';

/** Where a task stands in its workflow. `filter` -1 is the default filter, which has one target. */
export interface Position {
  readonly filter: number;
  readonly target: number;
}

export const DEFAULT_FILTER = -1;

/** The first step for a task with these attributes: the first matching filter's first target, else the default; undefined rejects the task. */
export function firstPosition(plan: WorkflowPlan, taskAttributes: Scope): Position | undefined {
  return matchingFilter(plan, taskAttributes, 0) ?? defaultPosition(plan);
}

function matchingFilter(plan: WorkflowPlan, taskAttributes: Scope, from: number): Position | undefined {
  const scope = { ...taskAttributes, task: taskAttributes };
  const filter = plan.filters.findIndex(({ expression }, index) => index >= from && expression.test(scope));
  return filter >= 0 ? { filter, target: 0 } : undefined;
}

function defaultPosition(plan: WorkflowPlan): Position | undefined {
  return plan.defaultTarget && { filter: DEFAULT_FILTER, target: 0 };
}

/**
 * The step that follows when the time of this one is over: the filter's next target, else the next filter that matches. The default filter does not count:
 * it is for tasks that match or were let through by no other. Undefined when the task has run out of steps.
 * Source: twilio.com/docs/taskrouter/workflow-configuration, "Evaluation"
 */
export function afterTimeout(plan: WorkflowPlan, position: Position, taskAttributes: Scope): Position | undefined {
  if (position.filter === DEFAULT_FILTER) return undefined;
  const next = { filter: position.filter, target: position.target + 1 };
  return targetAt(plan, next) ? next : matchingFilter(plan, taskAttributes, position.filter + 1);
}

/**
 * The step that follows one that is skipped: as after a time-out, and then the default filter, as if the filter had not matched.
 * Source: twilio.com/docs/taskrouter/worker-presence
 */
export function afterSkip(plan: WorkflowPlan, position: Position, taskAttributes: Scope): Position | undefined {
  if (position.filter === DEFAULT_FILTER) return undefined;
  return afterTimeout(plan, position, taskAttributes) ?? defaultPosition(plan);
}

/** The target at a position; undefined when the configuration has none there (any more). */
export function targetAt(plan: WorkflowPlan, position: Position): Target | undefined {
  if (position.filter === DEFAULT_FILTER) return plan.defaultTarget;
  return filterAt(plan, position)?.targets[position.target];
}

/** The filter that a position is in; undefined for the default filter. */
export function filterAt(plan: WorkflowPlan, position: Position): Filter | undefined {
  return plan.filters[position.filter];
}

/** All steps of a task with these attributes that it comes to as time passes, in their order. */
export function pathOf(plan: WorkflowPlan, taskAttributes: Scope): Position[] {
  const path: Position[] = [];
  for (let at = firstPosition(plan, taskAttributes); at; at = afterTimeout(plan, at, taskAttributes)) path.push(at);
  return path;
}

/**
 * At what age, in seconds, a task leaves a step of its path when nobody takes it: the time-outs of this step and of those before it, added up.
 * They count from the task's creation, however soon it came to the step. Null for a step without a time-out.
 * Source: twilio.com/docs/taskrouter/task-evaluation
 */
export function ageAtEnd(plan: WorkflowPlan, path: readonly Position[], position: Position): number | null {
  const timeout = targetAt(plan, position)?.timeoutSeconds;
  if (timeout === undefined) return null;
  const place = path.findIndex(at => isSame(at, position));
  const before = path.slice(0, Math.max(0, place));
  return before.reduce((sum, at) => sum + (targetAt(plan, at)?.timeoutSeconds ?? 0), timeout);
}

/** Whether two positions are one step. */
export function isSame(left: Position, right: Position): boolean {
  return left.filter === right.filter && left.target === right.target;
}
