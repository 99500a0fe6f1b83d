import type { AssistantSettings } from '../assistant';
import type { SipAddress, SpeechModel } from '../voice-steps';

/** The `assistant` section of a client's file. */
export interface AssistantSection extends AssistantSettings {
  /** Without it the assistant has no calendar. */
  readonly calendar?: CalendarSettings | undefined;
  /** How each language is spoken and understood on the phone; Twilio's own ways for those that are not named. */
  readonly speech?: readonly SpokenLanguage[] | undefined;
  /** Phones that are rung before a topic's queue is. */
  readonly extensions?: readonly Extension[] | undefined;
  /** After so many seconds a caller hears that it takes a moment; 5 without. */
  readonly answerSeconds?: number | undefined;
}

/** One language on the phone. */
export interface SpokenLanguage {
  /** One of the assistant's languages. */
  readonly language: string;
  /** A voice of Twilio's `<Say>`. Without it the client's own where the languages are the same, Twilio's otherwise. */
  readonly voice?: string | undefined;
  /** twilio: understood while it is said. deepgram: each turn is recorded and understood then, for words that Twilio does not hear well. */
  readonly recogniser?: 'twilio' | 'deepgram' | undefined;
  /** Twilio's speech model; with one, silence ends a sentence after `silenceSeconds` instead of when Twilio thinks so. */
  readonly model?: SpeechModel | undefined;
  /** 1 without; 2 for Deepgram. */
  readonly silenceSeconds?: number | undefined;
}

/** A phone of a PBX. When nobody takes the call, the caller comes back to the assistant. */
export interface Extension {
  /** As people call it: "2001". */
  readonly extension: string;
  readonly sip: SipAddress;
  /** The topic whose callers are put through to it. */
  readonly topic: string;
  readonly ringSeconds: number;
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
