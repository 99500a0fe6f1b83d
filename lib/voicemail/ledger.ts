import type { ErrorCode } from '../errors';
import type { CallSid } from '../sid';

/**
 * Where one step of a delivery stands.
 * open: begun by the holder of the lease; if that holder vanished, nobody knows whether it was done.
 * done: `ref` is the task's SID or the mail's Message-Id.
 * failed: nothing was done, it may be repeated at once · unsure: look before repeating · skipped: not wanted.
 */
export interface Step {
  readonly state: 'open' | 'done' | 'failed' | 'unsure' | 'skipped';
  readonly ref?: string;
  readonly code?: ErrorCode;
  /** How often it was tried. */
  readonly tries: number;
}

export const stepNames = ['task', 'transcript', 'mail'] as const;
export type StepName = (typeof stepNames)[number];

/** What is kept of a voicemail until it is delivered, and for the retention time after. Small on purpose: Sync takes 16 KB an item. */
export interface LedgerEntry {
  readonly callSid: CallSid;
  /** Until then the holder of the lease works; 0 when nobody does. Milliseconds since 1970. */
  readonly leaseUntilMs: number;
  /** When the last holder took the lease, milliseconds since 1970. */
  readonly triedAtMs: number;
  readonly steps: Readonly<Record<StepName, Step>>;
  /** The transcript, only as long as a step still needs it. */
  readonly words?: string;
}

/** A holder that runs in a Function is gone after 10 s, Twilio's limit; the rest is for clocks that differ. */
const LEASE_MS = 15_000;

/** After so many tries a transcript is given up; task and mail never are. */
const TRANSCRIPT_TRIES = 5;

export function isSettled(step: Step): boolean {
  return step.state === 'done' || step.state === 'skipped';
}

export function isFinished(entry: LedgerEntry): boolean {
  return stepNames.every(name => isSettled(entry.steps[name]));
}

/** The entry that a holder writes when it takes the lease: each unsettled step counts as begun. */
export function openEntry(
  before: LedgerEntry | undefined,
  now: { callSid: CallSid; nowMs: number; transcribe: boolean },
): LedgerEntry {
  const step = (name: StepName): Step => {
    const known = before?.steps[name];
    if (known && isSettled(known)) return known;
    if (name === 'transcript' && !now.transcribe) return { state: 'skipped', tries: 0 };
    if (name === 'transcript' && known && known.tries >= TRANSCRIPT_TRIES) return { ...known, state: 'skipped' };
    return { state: 'open', tries: (known?.tries ?? 0) + 1 };
  };
  return {
    callSid: now.callSid,
    leaseUntilMs: now.nowMs + LEASE_MS,
    triedAtMs: now.nowMs,
    steps: { task: step('task'), transcript: step('transcript'), mail: step('mail') },
    ...(before?.words !== undefined && { words: before.words }),
  };
}
