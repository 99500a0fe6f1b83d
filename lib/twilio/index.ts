export { twilioCallStore } from './call-store';
export type { TwilioAccess } from './client';
export { recordingUrl, twilioRecordingStore } from './recording-store';
export { LEDGER_MAP, syncLedger } from './sync-ledger';
export { twilioTaskBoard } from './task-board';
