/** What the transport brings. `id` names the input: the same id again gives the same answer and no second effect. At most 64 characters. */
export type Input = { readonly id: string } & Happening;

type Happening =
  /** The call begins. */
  | { readonly kind: 'start' }
  /** Words of the caller. */
  | {
      readonly kind: 'speech';
      readonly text: string;
      /** 0 to 1, where the recogniser says. */
      readonly confidence?: number | undefined;
      /** How long recognition took, milliseconds. */
      readonly sttMs?: number | undefined;
      /** What the caller had heard of the last answer when they began to speak; without it, all of it. */
      readonly heard?: string | undefined;
    }
  /** Keys: "0" to "9", "*" and "#". */
  | { readonly kind: 'keys'; readonly keys: string; readonly heard?: string | undefined }
  /** Nothing was said or pressed in time. */
  | { readonly kind: 'silence' }
  /** After an answer with `then: "wait"`. */
  | { readonly kind: 'continue' }
  /** A transfer, callback dialogue or message ended and the caller is back. */
  | {
      readonly kind: 'returned';
      readonly from: 'handOver' | 'callback' | 'voicemail';
      readonly why: 'noAnswer' | 'busy' | 'failed';
    }
  | { readonly kind: 'hangUp' };
