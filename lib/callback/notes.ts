import { retry, type RetryPlan } from '../errors';
import type { CallSid } from '../sid';
import type { CallNotesStore, NotesVersion } from './ports';

/** What linekit remembers of a call from one webhook to the next. */
export interface CallNotes {
  /** Where the dialogue runs: in the wait document of a queue, or outside it, in a Studio flow. */
  readonly place: 'queue' | 'flow';
  /** The Studio flow to go back to. */
  readonly flowSid?: string | undefined;
  readonly topic?: string | undefined;
  /** The number to call back, E.164, as entered and read back. */
  readonly enteredNumber?: string | undefined;
  /** How often a number was entered in vain. */
  readonly tries: number;
  /** What the caller chose instead of waiting. */
  readonly chosen?: 'callback' | 'voicemail' | undefined;
  /** The task of the call in queue, once it was found. */
  readonly taskSid?: string | undefined;
}

/** Before anything was noted. */
export const NO_NOTES: CallNotes = { place: 'queue', tries: 0 };

/**
 * Writes what `change` makes of a call's notes, on top of what others wrote meanwhile. `known` saves the reading.
 * `change` may run more than once. `plan` says how long to repeat.
 */
export async function note(
  store: CallNotesStore,
  callSid: CallSid,
  how: { change: (notes: CallNotes) => CallNotes; known?: NotesVersion | undefined; plan: RetryPlan },
): Promise<NotesVersion> {
  let known = how.known;
  return retry(
    async () => {
      const current = known ?? (await store.read(callSid));
      known = undefined;
      return store.write(callSid, how.change(current?.notes ?? NO_NOTES), current?.revision);
    },
    { ...how.plan, when: error => error.code === 'CONFLICT' || error.code === 'RATE_LIMITED' },
  );
}
