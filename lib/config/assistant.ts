import type { AssistantSettings } from '../assistant';

/** The `assistant` section of a client's file. */
export interface AssistantSection extends AssistantSettings {
  /** Without it the assistant has no calendar. */
  readonly calendar?: CalendarSettings | undefined;
}

/** Where appointments stand, and which may be given. They lie within the client's opening hours. */
export interface CalendarSettings {
  /** https address of the CalDAV collection: "https://caldav.example.org/desk/appointments/". */
  readonly url: string;
  /** How long an appointment is; slots begin every so many minutes from the opening on. */
  readonly slotMinutes: number;
  /** A slot begins at the earliest so long from now. */
  readonly noticeMinutes: number;
  /** How far ahead slots are given. */
  readonly horizonDays: number;
}
