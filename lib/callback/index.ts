export { complete, NOTE_LENGTH } from './agent-complete';
export { requeue, type Requeued, type RequeueDesk } from './agent-requeue';
export { callResults, recordResult, type CallResult } from './agent-result';
export type { CallbackDesk, CallbackPorts } from './desk';
export { finishRequeues, type FinishDesk, type FinishReport } from './finish-requeues';
export { callbackKey, type CallbackEntry, type CallbackRequest, type CallbackState } from './ledger';
export { NO_NOTES, note, type CallNotes } from './notes';
export type { CallbackOutcome } from './outcome';
export type {
  CallbackClaim,
  CallbackLedger,
  CallbackTasks,
  CallNotesStore,
  CancelOutcome,
  FoundCallback,
  HeldCallback,
  Holding,
  NewCallback,
  NotesVersion,
  TaskDesk,
  TaskFacts,
  WaitingTask,
  WaitingTasks,
} from './ports';
export { releaseDue, type ReleaseReport } from './release';
export { requestCallback } from './request';
export { resumeCallbacks, type ResumeReport } from './resume';
export { callbackDue, holding } from './schedule';
