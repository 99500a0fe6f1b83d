export { wantedOf, type VoicemailDesk } from './access';
export { deleteVoicemail } from './delete';
export { deliverVoicemail, type Delivery, type DeliveryOutcome, type DeliveryPorts, type Found } from './deliver';
export { isFinished, type LedgerEntry } from './ledger';
export { openListenLink, type LinkKey } from './listen-link';
export { listen } from './listen';
export { fetchVoicemail, playVoicemail } from './play';
export type { VoicemailMail } from './mail';
export type {
  CallStore,
  Claim,
  Ledger,
  Mailer,
  RecordingFacts,
  RecordingOrigins,
  RecordingStore,
  SpeechToText,
  TaskBoard,
  TaskVersion,
} from './ports';
export { LOOK_BACK_DAYS, sweepVoicemail, type SweepReport } from './sweep';
