/** What a caller hears: all that may stand inside a gather. Times in seconds. */
export type HearStep =
  | { readonly say: string }
  /** A file, so often in a row (once without). */
  | { readonly play: string; readonly times?: number }
  | { readonly pause: number };

/** One thing that happens to a caller, in order. Times in seconds. */
export type VoiceStep =
  | HearStep
  | { readonly gather: GatherOptions }
  | { readonly record: RecordOptions }
  /** The document that goes on: a path of this deployment or a whole URL. */
  | { readonly redirect: string }
  | { readonly leave: true }
  | { readonly hangUp: true };

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
