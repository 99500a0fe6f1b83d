import type { Clock } from '../clock';
import { AppError, isAppError } from '../errors';
import type { Attempts, AttemptStore } from './ports';

/** When a key is locked, and how long. */
export interface LockRule {
  /** A lock comes after so many failures, and again after so many more. */
  readonly everyFailures: number;
  readonly firstLockMs: number;
  /** Each lock is so many times as long as the one before. */
  readonly growth: number;
  readonly longestLockMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Three wrong PINs lock an account for 15 minutes, three more for an hour, then 4 hours, 16 hours, a day. */
export const accountRule: LockRule = {
  everyFailures: 3,
  firstLockMs: 15 * MINUTE_MS,
  growth: 4,
  longestLockMs: DAY_MS,
};

/** One caller's number tries many accounts: nine wrong PINs lock the number out. */
export const callerRule: LockRule = {
  everyFailures: 9,
  firstLockMs: 60 * MINUTE_MS,
  growth: 4,
  longestLockMs: DAY_MS,
};

/** How long the lock is that comes with this failure; 0 for none. */
export function lockMs(rule: LockRule, failures: number): number {
  if (failures === 0 || failures % rule.everyFailures !== 0) return 0;
  return Math.min(rule.firstLockMs * rule.growth ** (failures / rule.everyFailures - 1), rule.longestLockMs);
}

export interface Try {
  readonly key: string;
  /** The same for the same webhook. */
  readonly id: string;
  readonly rule: LockRule;
}

const TRIES_TO_WRITE = 5;

/**
 * Counts a failure before the PIN is looked at, so that guesses made at once are all counted; `forgive` and `takeBack` settle it.
 * Answers the moment until which the key is locked when it was locked already; then nothing is counted.
 * Throws CONFLICT when others keep writing.
 */
export async function reserveTry(
  store: AttemptStore,
  clock: Clock,
  attempt: Try,
): Promise<{ lockedUntilMs: number } | { attempts: Attempts }> {
  for (let left = TRIES_TO_WRITE; left > 0; left -= 1) {
    const known = await store.read(attempt.key);
    const before = known?.attempts ?? { failures: 0, lockedUntilMs: 0, lastTry: '' };
    if (before.lastTry === attempt.id) return { attempts: before };
    const nowMs = clock.now().getTime();
    if (before.lockedUntilMs > nowMs) return { lockedUntilMs: before.lockedUntilMs };
    const failures = before.failures + 1;
    const lock = lockMs(attempt.rule, failures);
    const attempts = { failures, lockedUntilMs: lock === 0 ? 0 : nowMs + lock, lastTry: attempt.id };
    if (await written(store, attempt.key, { attempts, revision: known?.revision })) return { attempts };
  }
  throw new AppError('CONFLICT', 'The count of PIN tries kept changing; nothing was checked.');
}

/** The PIN was right: failures are forgotten. A count that somebody else changes meanwhile stays, which errs on the safe side. */
export function forgive(store: AttemptStore, attempt: Try): Promise<void> {
  return settle(store, attempt, () => 0);
}

/** The try alone is taken back: it was none, or one that says nothing of those before it. */
export function takeBack(store: AttemptStore, attempt: Try): Promise<void> {
  return settle(store, attempt, failures => Math.max(0, failures - 1));
}

async function settle(store: AttemptStore, attempt: Try, left: (failures: number) => number): Promise<void> {
  const known = await store.read(attempt.key);
  if (known?.attempts.lastTry !== attempt.id) return;
  // Without its name: a try that runs again is counted, and settled, again.
  const attempts = { failures: left(known.attempts.failures), lockedUntilMs: 0, lastTry: '' };
  await written(store, attempt.key, { attempts, revision: known.revision });
}

async function written(
  store: AttemptStore,
  key: string,
  entry: { attempts: Attempts; revision: string | undefined },
): Promise<boolean> {
  try {
    await store.write(key, entry.attempts, entry.revision);
    return true;
  } catch (thrown) {
    if (isAppError(thrown) && thrown.code === 'CONFLICT') return false;
    throw thrown;
  }
}
