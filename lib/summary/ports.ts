import type { SummaryMail } from './mail';
import type { Tally } from './tally';

/** All ports throw AppErrors only: RATE_LIMITED and VENDOR_REJECTED mean that nothing was done, VENDOR_UNAVAILABLE that nobody knows. */

/** What happens to a task and is counted. */
export type TaskEventType = 'created' | 'accepted' | 'completed' | 'canceled';

/** Something that happened to a task. */
export interface TaskEvent {
  readonly type: TaskEventType;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly taskSid: string;
  /** Of the task then, seconds. */
  readonly ageSeconds: number;
  /** True in the workflow that calls wait in. */
  readonly isCall: boolean;
  /** JSON, as it lay there. */
  readonly attributes: string;
  /** Why it ended: TaskRouter's words, or those of whoever ended it. */
  readonly reason: string;
}

/** What TaskRouter remembers of the last 30 days. */
export interface TaskEvents {
  /**
   * Everything from `fromMs` to before `toMs`, oldest first; undefined when there is more than one answer holds: ask for less time. A second
   * that holds more than that is cut.
   */
  between(fromMs: number, toMs: number): Promise<readonly TaskEvent[] | undefined>;
}

/** What is left to do. */
export interface WaitingWork {
  /** Callbacks and messages that nobody has taken yet. */
  count(): Promise<number>;
}

/** Where the summary of a week stands: being counted up to a moment, or its mail on the way, or done. */
export interface SummaryEntry {
  /** Until then the holder of the lease works; 0 when nobody does. Milliseconds since 1970. */
  readonly leaseUntilMs: number;
  /** Everything before it is counted, milliseconds since 1970. */
  readonly countedToMs: number;
  readonly tally: Tally;
  /** none: not tried, or surely not sent · unsure: look before repeating · done. */
  readonly mail: { readonly state: 'none' | 'unsure' | 'done'; readonly triedAtMs: number };
}

/** One entry a week. */
export interface SummaryLedger {
  read(week: string): Promise<{ entry: SummaryEntry; revision: string } | undefined>;
  /** Throws CONFLICT when the entry was changed since `revision` was read, or is there already (no revision). Answers the new revision. */
  write(week: string, entry: SummaryEntry, revision: string | undefined): Promise<string>;
}

export interface SummaryMailer {
  send(mail: SummaryMail): Promise<void>;
  /** Whether a mail with this Message-Id was accepted before. */
  wasSent(messageId: string): Promise<boolean>;
}
