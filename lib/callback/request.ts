import { retry, toAppError, type AppError } from '../errors';
import { isAnswered, isOpen } from '../tasks';
import { bookTask, findEarlier, type Made, type Work } from './book-task';
import { repeats, type CallbackDesk } from './desk';
import { leaveLine, readWaiting } from './leave-line';
import { openEntry, takeLease, type Grip } from './lease';
import { callbackKey, type CallbackEntry, type CallbackRequest } from './ledger';
import type { CallbackOutcome } from './outcome';
import { callbackDue } from './schedule';

/** Work that nobody else does meanwhile. */
interface Held extends Work {
  readonly before: CallbackEntry | undefined;
  readonly entry: CallbackEntry;
  readonly revision: string;
}

/**
 * Books a callback: the task is created first, then the caller's place in the queue is given up. However often and in whatever order it is
 * asked for, and wherever an earlier try broke off, there is one open callback for each line and caller in the end. Never throws: the
 * outcome says what the caller may be told. At best 6 requests to Twilio, 3 out of a queue; one more where an assistant led the call.
 */
export async function requestCallback(desk: CallbackDesk, request: CallbackRequest): Promise<CallbackOutcome> {
  const now = desk.clock.now();
  const due = callbackDue(desk.client, now);
  if (!due) {
    desk.log.error('callback refused: the client has no hour for it', { line: request.line });
    return { outcome: 'failed' };
  }
  const key = callbackKey(request);
  try {
    const when = (error: AppError): boolean => error.code === 'CONFLICT' || repeatable(error);
    const taking = retry(() => takeLease(desk, key, request), { ...repeats(desk), when });
    const [grip, waiting] = await Promise.all([taking, readWaiting(desk, request)]);
    return await goOn(grip, { desk, request, key, now, due, waiting });
  } catch (thrown) {
    const error = toAppError(thrown);
    desk.log.error('callback not settled', { code: error.code, reason: error.message });
    return { outcome: error.retryable || error.code === 'INTERNAL' ? 'unsettled' : 'failed' };
  }
}

function repeatable({ code }: AppError): boolean {
  return code === 'RATE_LIMITED' || code === 'VENDOR_UNREACHABLE';
}

async function goOn(grip: Grip, work: Work): Promise<CallbackOutcome> {
  const { desk, request, key, now } = work;
  if (grip.kind === 'busy') return { outcome: 'unsettled' };
  if (grip.kind === 'settled') return grip.entry.state === 'withdrawn' ? { outcome: 'answered' } : told(grip.entry);
  const entry = openEntry(request, now.getTime(), grip.kind === 'ours' ? grip.before : undefined);
  if (grip.kind === 'ours') return book({ ...work, before: grip.before, entry, revision: grip.revision });
  const { taskSid } = grip.entry;
  const standing = taskSid === undefined ? undefined : await desk.ports.callbacks.read(taskSid);
  if (standing && isOpen(standing.status)) return stand(work, grip.entry);
  const revision = await desk.ports.ledger.save(key, entry, grip.revision);
  return book({ ...work, before: undefined, entry, revision });
}

/** Create, then cancel. */
async function book(held: Held): Promise<CallbackOutcome> {
  const { desk, request, waiting, before } = held;
  const unsure = before?.state === 'open' ? before : undefined;
  const earlier = unsure && (await findEarlier(held, unsure));
  if (waiting && isAnswered(waiting.status)) return withdraw(held, earlier?.taskSid);
  if (earlier && unsure && unsure.request.callSid !== request.callSid) {
    const entry = bookedEntry(unsure, earlier);
    await keep(held, entry);
    return stand(held, entry);
  }
  const booking = earlier ?? (await bookTask(held));
  if (booking.kind === 'failed') {
    await keep(held, { ...held.entry, state: 'failed', leaseUntilMs: 0, code: booking.code });
    return { outcome: 'failed' };
  }
  if (booking.kind === 'unsure') {
    await keep(held, { ...held.entry, leaseUntilMs: 0, code: booking.code });
    return { outcome: 'unsettled' };
  }
  const { taskSid, dueAt } = booking;
  if ((await leaveLine(desk, request, waiting)) === 'answered') return withdraw(held, taskSid);
  const entry = bookedEntry(held.entry, booking);
  await keep(held, entry);
  desk.log.info('callback booked', { taskSid, waitingTask: waiting?.taskSid, dueAt });
  return told(entry);
}

/** The promise as the task keeps it. */
function bookedEntry(entry: CallbackEntry, { taskSid, number, dueAt }: Made): CallbackEntry {
  const request = { ...entry.request, number };
  return { ...entry, request, state: 'booked', leaseUntilMs: 0, taskSid, ...(dueAt !== undefined && { dueAt }) };
}

/** An agent has the caller: a callback that was made for the call is taken back. */
async function withdraw(held: Held, taskSid: string | undefined): Promise<CallbackOutcome> {
  const { desk } = held;
  try {
    if (taskSid !== undefined)
      await retry(() => desk.ports.callbacks.cancel(taskSid, 'An agent answered the call meanwhile'), repeats(desk));
    await keep(held, { ...held.entry, state: 'withdrawn', leaseUntilMs: 0 });
  } catch (thrown) {
    // The entry stays open, and the sweep takes the task back.
    const { code } = toAppError(thrown);
    desk.log.error('a callback of an answered call was not taken back', { taskSid, code });
    await keep(held, { ...held.entry, leaseUntilMs: 0, code });
  }
  return { outcome: 'answered' };
}

/** An earlier call's callback is the caller's, too, at the number of that time: only the queue is left. */
async function stand({ desk, request, waiting }: Work, entry: CallbackEntry): Promise<CallbackOutcome> {
  if ((await leaveLine(desk, request, waiting)) === 'answered') return { outcome: 'answered' };
  const { taskSid = '', dueAt } = entry;
  const { number } = entry.request;
  desk.log.info('callback stands', { taskSid, waitingTask: waiting?.taskSid });
  return { outcome: 'stands', number, taskSid, ...(dueAt !== undefined && { when: new Date(dueAt) }) };
}

/** What was done stays done, written down or not: the lease ends by itself, and the next holder looks before it repeats. */
async function keep({ desk, key, revision }: Held, entry: CallbackEntry): Promise<void> {
  try {
    await retry(() => desk.ports.ledger.save(key, entry, revision), repeats(desk));
  } catch (thrown) {
    const { code, message } = toAppError(thrown);
    desk.log.warn('callback ledger not saved', { code, reason: message });
  }
}

function told({ request, taskSid = '', dueAt }: CallbackEntry): CallbackOutcome {
  const { number } = request;
  return dueAt === undefined
    ? { outcome: 'booked', number, taskSid }
    : { outcome: 'scheduled', number, taskSid, when: new Date(dueAt) };
}
