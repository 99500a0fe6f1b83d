import type { MissedOutcome } from '../config';

/** How an agent ends a callback or a voicemail for good. */
export const dispositions = [
  'reached',
  'message-left',
  'no-answer',
  'wrong-number',
  'declined',
  'duplicate',
  'other',
] as const;
export type Disposition = (typeof dispositions)[number];

/** One task of a conversation, once an agent is through with it. */
export interface Attempt {
  readonly taskSid: string;
  readonly workerSid: string;
  /** ISO 8601. */
  readonly at: string;
  /** Why it is tried again, or how it ended. */
  readonly outcome: MissedOutcome | Disposition;
  /** The task of the next attempt; missing while that is being made, and where there is none. */
  readonly next?: string;
  /** Set on a task that was completed with a disposition. */
  readonly completed?: true;
}

/** Somebody listened to the recording, or deleted it. */
export interface Access {
  readonly workerSid: string;
  readonly identity: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What is kept of the agents' side of one conversation: a call, and all tasks that came of it. */
export interface DeskRecord {
  /** Oldest first. */
  readonly attempts: readonly Attempt[];
  /** Oldest first; the same worker again only after a while. */
  readonly heard: readonly (Access & { readonly recordingSid: string })[];
  readonly deleted: readonly (Access & { readonly recordingSid: string })[];
  /** Who is making the next attempt of which task now, and until when at most (milliseconds since 1970). */
  readonly lease?: { readonly taskSid: string; readonly untilMs: number } | undefined;
}

export const EMPTY_RECORD: DeskRecord = { attempts: [], heard: [], deleted: [] };

/** The tasks that came of this one, itself first, the newest last. */
export function chainOf(record: DeskRecord, taskSid: string): readonly string[] {
  const chain = [taskSid];
  for (let at: string | undefined = taskSid; at !== undefined && chain.length <= record.attempts.length;) {
    const from: string = at;
    at = record.attempts.find(attempt => attempt.taskSid === from)?.next;
    if (at !== undefined) chain.push(at);
  }
  return chain;
}
