export { deliverVoicemail, type Delivery, type DeliveryOutcome, type DeliveryPorts, type Found } from './deliver';
export { isFinished, type LedgerEntry } from './ledger';
export { openListenLink, type LinkKey } from './listen-link';
export { listen } from './listen';
export type { VoicemailMail } from './mail';
export type {
  CallStore,
  Claim,
  Ledger,
  Mailer,
  RecordingFacts,
  RecordingStore,
  SpeechToText,
  TaskBoard,
  TaskVersion,
} from './ports';
export { LOOK_BACK_DAYS, sweepVoicemail, type SweepReport } from './sweep';
export type { VoicemailAttributes } from './task-attributes';
