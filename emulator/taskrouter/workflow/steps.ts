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
