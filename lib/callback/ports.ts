import type { HoldHours } from '../config';
import type { CallSid } from '../sid';
import type { AttributeChange, CallbackAttributes, TaskStatus } from '../tasks';
import type { CallbackEntry } from './ledger';
import type { CallNotes } from './notes';

/** All ports throw AppErrors only: RATE_LIMITED and VENDOR_REJECTED mean that nothing was done, VENDOR_UNAVAILABLE that nobody knows. */

/** A task as it was read, with its version for a later write. */
export interface TaskFacts {
  readonly taskSid: string;
  readonly status: TaskStatus;
  readonly createdAt: Date;
  readonly priority: number;
  /** JSON, as it lies there. */
  readonly attributes: string;
  /** Twilio's ETag; undefined when the task comes from a list, which has none. */
  readonly version: string | undefined;
}

/** What became of a wish to cancel a task: an agent had it already; or it was completed or canceled and is forgotten. */
export type CancelOutcome = 'canceled' | 'answered' | 'gone';

/** Tasks of the workspace, whatever they are. */
export interface TaskDesk {
  /** Undefined when it is gone: Twilio forgets a task five minutes after its end. */
  read(taskSid: string): Promise<TaskFacts | undefined>;
  /**
   * Changes attributes and leaves the rest as others wrote it, meanwhile too. False when the task is gone. `known` (with its version) saves
   * a reading.
   */
  change(taskSid: string, change: AttributeChange, known?: TaskFacts): Promise<boolean>;
  /** Throws what Twilio's refusal means where the task is neither canceled nor answered. */
  cancel(taskSid: string, reason: string): Promise<CancelOutcome>;
}

/** A callback task to be made. */
export interface NewCallback {
  readonly attributes: CallbackAttributes;
  readonly priority: number;
  /** Life of the task, at most 1,209,600 (Twilio's two weeks). */
  readonly timeoutSeconds: number;
  /** Since when the caller waits: the place in line. */
  readonly waitingSince?: Date | undefined;
}

/** A callback that was looked for. */
export interface FoundCallback {
  readonly taskSid: string;
  readonly status: TaskStatus;
  /** Whom it calls, as the attributes have it. */
  readonly number: string;
  /** ISO 8601, as long as it is held. */
  readonly dueAt?: string | undefined;
}

/** A held callback or voicemail, as a list shows it. */
export interface HeldCallback {
  readonly taskSid: string;
  /** ISO 8601, as the attributes have it. */
  readonly dueAt: string;
}

/** Callback tasks of the client's workflow "linekit callbacks and voicemail". */
export interface CallbackTasks extends TaskDesk {
  /** Not repeatable: look with `find` first when the outcome of an earlier try is unknown. */
  create(callback: NewCallback): Promise<{ taskSid: string }>;
  /** The newest callback of this key that was made since then, in whatever state, canceled ones left out. */
  find(key: string, since: Date): Promise<FoundCallback | undefined>;
  /** A page of pending callbacks, and of voicemails that are tried again, that are held for a time; `cursor` from the page before. */
  held(cursor?: string): Promise<{ held: HeldCallback[]; cursor: string | null }>;
}

/** A call in queue. */
export interface WaitingTask extends TaskFacts {
  readonly taskQueueSid: string;
  /** Callers before this one in the same task queue, plus one; undefined beyond the first 50 of the workflow. */
  readonly place: number | undefined;
}

/** Calls that wait for an agent. */
export interface WaitingTasks {
  /**
   * The task of a call that is pending or reserved, and its place: one request, among the first 50. `beyond` looks further when it isn't
   * there (rare: only where the task itself is needed).
   */
  findWaiting(callSid: CallSid, options?: { beyond?: boolean }): Promise<WaitingTask | undefined>;
}

/** The right to work on one callback until the lease ends. */
export interface CallbackClaim {
  readonly kind: 'claimed';
  readonly before: CallbackEntry | undefined;
  /** Of the entry as it is now. */
  readonly revision: string;
}

/** Which callbacks were promised: one entry for each line and caller. */
export interface CallbackLedger {
  /**
   * Writes what `next` makes of the entry that is there; undefined leaves it as it is and answers it. Throws CONFLICT when
   * somebody else wrote in between.
   */
  claim(
    key: string,
    next: (before: CallbackEntry | undefined) => CallbackEntry | undefined,
  ): Promise<CallbackClaim | { readonly kind: 'kept'; readonly entry: CallbackEntry; readonly revision: string }>;
  /** Throws CONFLICT when the entry is another's by now. Answers the new revision. */
  save(key: string, entry: CallbackEntry, revision: string): Promise<string>;
  read(key: string): Promise<{ entry: CallbackEntry; revision: string } | undefined>;
  /** A page of all entries; `cursor` from the page before. */
  list(cursor?: string): Promise<{ entries: { key: string; entry: CallbackEntry }[]; cursor: string | null }>;
}

/** Notes of a call, and the version of them that was read or written last. */
export interface NotesVersion {
  readonly notes: CallNotes;
  readonly revision: string;
}

/** What linekit remembers of a call from one webhook to the next, for a day. */
export interface CallNotesStore {
  read(callSid: CallSid): Promise<NotesVersion | undefined>;
  /** Throws CONFLICT when they were changed since `revision` was read, or are there already (no revision given). */
  write(callSid: CallSid, notes: CallNotes, revision: string | undefined): Promise<NotesVersion>;
}

/** For how long a task is held: until `dueAt`, and `holdHours` if nobody lets it go then. */
export interface Holding {
  readonly dueAt: string;
  readonly holdHours: HoldHours;
}
