import type { RecordingCallback } from '../recordings';

/** What a conference tells of, in the words of `statusCallbackEvent`. */
export const CONFERENCE_EVENTS = [
  'start',
  'end',
  'join',
  'leave',
  'mute',
  'hold',
  'modify',
  'speaker',
  'announcement',
] as const;
export type ConferenceEvent = (typeof CONFERENCE_EVENTS)[number];

/** Where a conference tells of itself. The first participant's counts. */
export interface ConferenceCallback {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly events: readonly ConferenceEvent[];
}

/** What the first to join says of the conference. */
export interface ConferenceOptions {
  readonly statusCallback: ConferenceCallback | undefined;
  readonly isRecorded: boolean;
  readonly trim: boolean;
  readonly recordingCallback: RecordingCallback | undefined;
  readonly region?: string | undefined;
}

/** How somebody takes part. https://www.twilio.com/docs/voice/twiml/conference */
export interface JoinOptions extends ConferenceOptions {
  readonly muted: boolean;
  readonly startConferenceOnEnter: boolean;
  readonly endConferenceOnExit: boolean;
  readonly beep: 'true' | 'false' | 'onEnter' | 'onExit';
  /** Undefined: Twilio's hold music. '': silence. */
  readonly waitUrl: string | undefined;
  readonly waitMethod: 'GET' | 'POST';
  readonly maxParticipants: number;
  /** The call whose participant alone hears this one. */
  readonly coach: string | undefined;
  readonly label: string | undefined;
}
