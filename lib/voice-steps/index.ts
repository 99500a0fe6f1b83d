/** What a caller hears: all that may stand inside a gather. Times in seconds. */
export type HearStep =
  | {
      readonly say: string;
      /** Instead of the client's own language and voice. Without a voice Twilio takes one of that language. */
      readonly spokenIn?: SpokenIn;
    }
  /** A file, so often in a row (once without). */
  | { readonly play: string; readonly times?: number }
  | { readonly pause: number };

/** One thing that happens to a caller, in order. Times in seconds. */
export type VoiceStep =
  | HearStep
  | { readonly gather: GatherOptions }
  | { readonly listen: ListenOptions }
  | { readonly record: RecordOptions }
  | { readonly recordTurn: RecordTurnOptions }
  | { readonly dialSip: DialSipOptions }
  /** The document that goes on: a path of this deployment or a whole URL. */
  | { readonly redirect: string }
  | { readonly leave: true }
  | { readonly hangUp: true };

/** A language as BCP 47, and a voice of Twilio's `<Say>`. */
export interface SpokenIn {
  readonly language: string;
  readonly voice?: string | undefined;
}

/** How many keys are asked for: exactly so many, each key counting, or any number of them until one key that ends the input. */
export type GatherKeys =
  | { readonly numDigits: number; readonly finishOnKey?: never }
  | { readonly numDigits?: never; readonly finishOnKey: '#' | '*' };

/** Asks for keys, which may be pressed at any time while `hear` is heard. Without any, the next step follows. */
export type GatherOptions = GatherKeys & {
  /** Asked with `Digits`; a path of this deployment. */
  readonly action: string;
  /** Waited for after all was heard, and between two keys. */
  readonly timeoutSeconds: number;
  readonly hear: readonly HearStep[];
};

/** Takes a message. Silence is trimmed, so that a message of nothing has no length. */
export interface RecordOptions {
  /** Asked when the recording ends with the caller still there, and on hang-up; relative to the document's own URL. */
  readonly action: string;
  /** The reliable signal that a recording is finished and can be fetched. */
  readonly recordingStatusCallback: string;
  readonly maxSeconds: number;
  readonly silenceSeconds: number;
}

/** Twilio's speech models for `<Gather>`. Source: Twilio docs, "TwiML: Gather", speechModel. */
export type SpeechModel =
  | 'default'
  | 'numbers_and_commands'
  | 'phone_call'
  | 'experimental_conversations'
  | 'experimental_utterances'
  | `googlev2_${'long' | 'short' | 'telephony'}`
  | `deepgram_${string}`;

/**
 * The silence that ends what a caller says. A speech model needs a number: with "auto" Twilio refuses the document (error 13327), so the
 * two don't compile together.
 */
export type SpeechEnd =
  | { readonly speechModel?: never; readonly speechTimeoutSeconds: number | 'auto' }
  | { readonly speechModel: SpeechModel; readonly speechTimeoutSeconds: number };

/** Words as they are taken, and what to expect among them. */
export type SpeechOptions = SpeechEnd & {
  /** BCP 47. */
  readonly language: string;
  readonly hints?: readonly string[] | undefined;
};

/** Asks for words or keys. Silence is an answer, too: the action is asked in any case, with `SpeechResult` and `Confidence`, `Digits`, or neither. */
export interface ListenOptions {
  /** A path of this deployment. What the caller said or pressed comes in the body of a POST, never in a URL. */
  readonly action: string;
  /** Keys alone without. */
  readonly speech?: SpeechOptions | undefined;
  /** After so many keys the input is complete; "#" always ends it. */
  readonly mostKeys?: number | undefined;
  /** Waited for after all was heard, and between two keys. */
  readonly timeoutSeconds: number;
  /** False when all must be heard first. */
  readonly interruptible: boolean;
  readonly hear: readonly HearStep[];
}

/** Records what the caller says in one turn of a talk, without a beep. Any key ends it. A caller who says nothing comes to the next step. */
export interface RecordTurnOptions {
  /** Asked with `RecordingSid`, and `Digits` when a key ended it. */
  readonly action: string;
  readonly maxSeconds: number;
  readonly silenceSeconds: number;
}

export type SipAddress = `${'sip' | 'sips'}:${string}@${string}`;

/** Rings a phone of a PBX and joins the caller with it. */
export interface DialSipOptions {
  readonly sip: SipAddress;
  /** Names begin with "X-", values are ASCII; 1,024 characters in all. Source: Twilio docs, "TwiML: Sip", custom headers. */
  readonly headers: Readonly<Record<`X-${string}`, string>>;
  /** Asked with `DialCallStatus` when it is over, whatever came of it. */
  readonly action: string;
  readonly ringSeconds: number;
}
