import type { WorkflowRecord } from '../records';
import { parseConfiguration, type WorkflowPlan } from '../workflow/configuration';

const plans = new WeakMap<WorkflowRecord, WorkflowPlan>();

/** The checked configuration of a stored workflow, read once: records are replaced when they change. Its queues were checked when it was stored. */
export function planOf(workflow: WorkflowRecord): WorkflowPlan {
  const known = plans.get(workflow) ?? parseConfiguration(workflow.configuration, () => true);
  plans.set(workflow, known);
  return known;
}
