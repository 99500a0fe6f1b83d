/** One thing that a caller, or whoever is called, does. */
export type CallerStep =
  /**
   * Stay silent until the prompt that plays ends, the line has asked (a Gather's prompts are over, or a recording begins), the beep sounds, words
   * with `text` are heard, or `ms` pass.
   */
  | {
      readonly do: 'listen';
      readonly until: 'asked' | 'beep' | 'prompt-end' | { readonly text: string } | { readonly ms: number };
    }
  /** Speak. `audio` is a WAV file's bytes; without it the words get a voice-like tone of fitting length. */
  | {
      readonly do: 'say';
      readonly words: string;
      readonly audio?: Buffer;
      /** Stops in mid-sentence after this long; the next step (usually `hang-up`) follows at once. */
      readonly cutAfterMs?: number;
      /** How sure a recogniser is of the words, 0 to 1. Defaults to 0.95. */
      readonly confidence?: number;
    }
  | { readonly do: 'press'; readonly digits: string }
  /** What machines do: the beep of a voicemail, the tone of a fax. Answering machine detection hears it. */
  | { readonly do: 'tone'; readonly tone: 'beep' | 'fax' }
  /** What SIP phones do: ask with SIP REFER that the call go on at another address (`<Dial referUrl>`). */
  | { readonly do: 'refer'; readonly to: string }
  /** What the app of a client does: sends a message (JSON) to whoever subscribed to the call's user-defined messages. */
  | { readonly do: 'message'; readonly content: string }
  /** Stay silent for good; the line decides when the call ends. The default last step. */
  | { readonly do: 'wait' }
  | { readonly do: 'hang-up' };

/** What an agent does with what is offered to them. */
export interface AgentScript {
  /** accept · decline · ignore (the reservation times out). Called once a reservation. */
  readonly on: (reservation: {
    taskSid: string;
    workerName: string;
    attributes: Record<string, unknown>;
  }) => AgentAnswer;
}
/** An agent's answer to one reservation. */
export type AgentAnswer =
  | { readonly do: 'accept'; readonly afterMs?: number; /** Talk, hang up, wrap up. */ readonly talkMs?: number }
  | { readonly do: 'decline'; readonly afterMs?: number }
  | { readonly do: 'ignore' };
