export { weeklySummary, type SummaryDesk, type SummaryOutcome } from './weekly';
export type { SummaryMail } from './mail';
export type {
  SummaryEntry,
  SummaryLedger,
  SummaryMailer,
  TaskEvent,
  TaskEvents,
  TaskEventType,
  WaitingWork,
} from './ports';
