export { flexRoles, leads, type Agent, type FlexRole } from './agent';
export { notHeld, repeats, takeHeldTask, type Desk, type HeldTask } from './desk';
export type { AgentTask, AgentTasks, DeskLedger, Holding, NextAttempt } from './ports';
export {
  chainOf,
  dispositions,
  EMPTY_RECORD,
  type Access,
  type Attempt,
  type DeskRecord,
  type Disposition,
} from './record';
