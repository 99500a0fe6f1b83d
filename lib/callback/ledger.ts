import { createHash } from 'node:crypto';
import type { ErrorCode } from '../errors';
import { callerName, type PhoneNumber } from '../phone';
import type { CallSid, ExecutionSid } from '../sid';

/** What a caller asked for; all that is needed to go on with it later. */
export interface CallbackRequest {
  readonly callSid: CallSid;
  /** Who called, as the carrier gave it. */
  readonly from: string;
  /** The line that was called, E.164. */
  readonly line: string;
  /** Whom to call: passed by `dialable`. */
  readonly number: PhoneNumber;
  readonly topic?: string | undefined;
  readonly executionSid?: ExecutionSid | undefined;
  /**
   * The caller's task where the call waits in queue: its SID if it is known, "unknown" to look for it. Without it the call is in
   * no queue (after hours, menu).
   */
  readonly waitingTask?: string | undefined;
}

/**
 * Where a callback stands.
 * open: somebody is at it, or vanished, and nobody knows what was done.
 * booked: the task exists and is the caller's · withdrawn: an agent answered the call first, there is no task · failed: surely none was made.
 */
export type CallbackState = 'open' | 'booked' | 'withdrawn' | 'failed';

/** What is kept of a callback, in Sync, as long as its task may live. */
export interface CallbackEntry {
  readonly request: CallbackRequest;
  readonly state: CallbackState;
  /** Until then the holder of the lease works; 0 when nobody does. Milliseconds since 1970. */
  readonly leaseUntilMs: number;
  /** When this request was first tried, milliseconds since 1970: the task can't be older. */
  readonly askedAtMs: number;
  readonly taskSid?: string | undefined;
  /** When it is to be made, if not at once; ISO 8601. */
  readonly dueAt?: string | undefined;
  readonly code?: ErrorCode | undefined;
}

/**
 * The ledger's key: one open callback for each line and caller. Who withholds the number is known by the number to call alone, and apart
 * from whoever calls from that number: what they had asked for would be told to a stranger. No "/", which Sync can't address, and no number
 * to read.
 */
export function callbackKey({ line, from, number }: Pick<CallbackRequest, 'line' | 'from' | 'number'>): string {
  const caller = callerName(from) ?? `withheld ${number}`;
  return createHash('sha256').update(`${line} ${caller}`).digest('hex').slice(0, 40);
}
