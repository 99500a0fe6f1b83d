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
  const scope = { ...taskAttributes, task: taskAttributes };
  const filter = plan.filters.findIndex(({ expression }) => expression.test(scope));
  if (filter >= 0) return { filter, target: 0 };
  return plan.defaultTarget && { filter: DEFAULT_FILTER, target: 0 };
}

/** The step after this one: the filter's next target, then the default filter; undefined when all are used up. */
export function nextPosition(plan: WorkflowPlan, position: Position): Position | undefined {
  if (position.filter === DEFAULT_FILTER) return undefined;
  const next = { filter: position.filter, target: position.target + 1 };
  if (targetAt(plan, next)) return next;
  return plan.defaultTarget && { filter: DEFAULT_FILTER, target: 0 };
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

/** All steps of a task with these attributes, in their order. */
export function pathOf(plan: WorkflowPlan, taskAttributes: Scope): Position[] {
  const path: Position[] = [];
  for (let at = firstPosition(plan, taskAttributes); at; at = nextPosition(plan, at)) path.push(at);
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
