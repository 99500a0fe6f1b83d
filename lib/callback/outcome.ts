import type { PhoneNumber } from '../phone';

/** What came of a request for a callback, and so what the caller may be told. */
export type CallbackOutcome =
  /** The task exists, the caller's place in line is its. Say so, hang up. */
  | { readonly outcome: 'booked'; readonly number: PhoneNumber; readonly taskSid: string }
  /** The same, for later. */
  | { readonly outcome: 'scheduled'; readonly number: PhoneNumber; readonly taskSid: string; readonly when: Date }
  /** One was booked in an earlier call and is open; the caller is out of the queue. Say so, hang up. */
  | {
      readonly outcome: 'stands';
      readonly number: PhoneNumber;
      readonly taskSid: string;
      readonly when?: Date | undefined;
    }
  /** An agent is answering right now: say nothing, leave the call alone. */
  | { readonly outcome: 'answered' }
  /** Surely nothing was booked, the caller is still in line: say so, go back. */
  | { readonly outcome: 'failed' }
  /**
   * Nobody can tell yet: another webhook is at it, or Twilio gave no answer. Ask again in two seconds or so with the same request. Whoever
   * gives up asking says nothing of a booking: the sweep (`resumeCallbacks`) finishes it.
   */
  | { readonly outcome: 'unsettled' };
