import { lineOf } from '../config';
import { retry, toAppError } from '../errors';
import { isAnswered, isOpen } from '../tasks';
import { findEarlier } from './book-task';
import { repeats, type CallbackDesk } from './desk';
import { readWaiting } from './leave-line';
import type { CallbackEntry } from './ledger';
import type { CallbackOutcome } from './outcome';
import { requestCallback } from './request';

/** What was found unsettled, and what came of it. */
export interface ResumeReport {
  readonly unsettled: number;
  readonly outcomes: Readonly<Partial<Record<CallbackOutcome['outcome'] | 'dropped', number>>>;
  /** False when time ran out: call again. */
  readonly complete: boolean;
}

/**
 * Finishes what a Function that died left half done. Whoever has hung up gets the callback that was asked for. Whoever still waits was never
 * told of one: it is dropped, and the place in the queue stays. Whoever chose to leave a message instead was not told either: dropped, too.
 * Throws when the ledger can't be listed.
 */
export async function resumeCallbacks(desk: CallbackDesk): Promise<ResumeReport> {
  const outcomes: Partial<Record<CallbackOutcome['outcome'] | 'dropped', number>> = {};
  let unsettled = 0;
  let cursor: string | undefined;
  do {
    const page = await retry(() => desk.ports.ledger.list(cursor), repeats(desk));
    for (const { key, entry } of page.entries) {
      const nowMs = desk.clock.now().getTime();
      if (entry.state !== 'open' || entry.leaseUntilMs > nowMs) continue;
      if (nowMs >= desk.deadlineMs) return { unsettled, outcomes, complete: false };
      unsettled += 1;
      const outcome = await resume(desk, key, entry);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
  return { unsettled, outcomes, complete: true };
}

async function resume(
  base: CallbackDesk,
  key: string,
  entry: CallbackEntry,
): Promise<CallbackOutcome['outcome'] | 'dropped'> {
  const { request } = entry;
  const desk: CallbackDesk = { ...base, client: lineOf(base.client, request.line) };
  try {
    const waiting = await readWaiting(desk, request);
    const noted = await retry(() => desk.ports.notes.read(request.callSid), repeats(desk));
    const isGone = !waiting || !isOpen(waiting.status) || isAnswered(waiting.status);
    // Who left a message after all would be called twice.
    if (isGone && noted?.notes.chosen !== 'voicemail') return (await requestCallback(desk, request)).outcome;
    await drop(desk, key, entry);
    return 'dropped';
  } catch (thrown) {
    desk.log.warn('an unsettled callback could not be resumed', { code: toAppError(thrown).code });
    return 'unsettled';
  }
}

async function drop(desk: CallbackDesk, key: string, entry: CallbackEntry): Promise<void> {
  const { ledger, callbacks } = desk.ports;
  const current = await ledger.read(key);
  if (!current || current.entry.state !== 'open' || current.entry.leaseUntilMs !== entry.leaseUntilMs) return;
  const now = desk.clock.now();
  const work = { desk, request: entry.request, key, now, due: now, waiting: undefined };
  const made = await findEarlier(work, entry);
  if (made) await callbacks.cancel(made.taskSid, 'The caller waits on in the queue');
  await ledger.save(key, { ...entry, state: 'failed', leaseUntilMs: 0 }, current.revision);
}
