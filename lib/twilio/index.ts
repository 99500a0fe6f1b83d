export { twilioAgentTasks } from './agent-tasks';
export { twilioCallStore } from './call-store';
export type { TwilioAccess } from './client';
export { syncFiguresShelf, twilioQueueStatistics } from './queue-statistics';
export { recordingUrl, twilioRecordingStore } from './recording-store';
export { DESK_MAP, syncDeskLedger } from './desk-ledger';
export { LEDGER_MAP, syncLedger } from './sync-ledger';
export { twilioTaskBoard } from './task-board';
