import { retry, toAppError, type ErrorCode } from '../errors';
import { isPhoneNumber, type PhoneNumber } from '../phone';
import { callbackAttributes, isOpen, storyRoom, withStory } from '../tasks';
import { repeats, type CallbackDesk } from './desk';
import type { CallbackEntry, CallbackRequest } from './ledger';
import type { FoundCallback, NewCallback, TaskFacts } from './ports';
import { holding } from './schedule';

/** One request at work. */
export interface Work {
  readonly desk: CallbackDesk;
  readonly request: CallbackRequest;
  readonly key: string;
  readonly now: Date;
  readonly due: Date;
  /** The caller's task in the queue, as it was a moment ago. */
  readonly waiting: TaskFacts | undefined;
}

/** A task that is there, and what it promises: an earlier try may have asked for another number. */
export interface Made {
  readonly kind: 'made';
  readonly taskSid: string;
  readonly number: PhoneNumber;
  readonly dueAt?: string | undefined;
}

/** The task of this request; or surely none; or nobody knows. */
export type Booking =
  Made | { readonly kind: 'failed'; readonly code: ErrorCode } | { readonly kind: 'unsure'; readonly code: ErrorCode };

/** Codes after which nobody knows whether Twilio did the work. */
const UNSURE = new Set<ErrorCode>(['VENDOR_UNAVAILABLE', 'DEADLINE_EXCEEDED', 'INTERNAL']);

/** Twilio's longest life of a task (https://www.twilio.com/docs/taskrouter/api/task, "Timeout"). */
const LONGEST_SECONDS = 1_209_600;

/** Clocks of Twilio's and ours may differ by so much. */
const SKEW_MS = 60_000;

/** The task that an earlier holder made and didn't write down. One of another call counts only as long as it is open. */
export async function findEarlier(work: Work, { askedAtMs, request }: CallbackEntry): Promise<Made | undefined> {
  const { desk, key } = work;
  const since = new Date(askedAtMs - SKEW_MS);
  const found = await retry(() => desk.ports.callbacks.find(key, since), repeats(desk));
  if (!found) return undefined;
  if (request.callSid !== work.request.callSid && !isOpen(found.status)) return undefined;
  return madeOf(found, request.number);
}

function madeOf({ taskSid, number, dueAt }: FoundCallback, asked: PhoneNumber): Made {
  return {
    kind: 'made',
    taskSid,
    number: isPhoneNumber(number) ? number : asked,
    ...(dueAt !== undefined && { dueAt }),
  };
}

/** Makes the task. An answer that was lost is looked for. */
export async function bookTask(work: Work): Promise<Booking> {
  const { desk, key, now, request } = work;
  const callback = await withTalk(work, newCallback(work));
  const { dueAt } = callback.attributes.callBackData;
  const { number } = request;
  try {
    const { taskSid } = await retry(() => desk.ports.callbacks.create(callback), repeats(desk));
    return { kind: 'made', taskSid, number, ...(dueAt !== undefined && { dueAt }) };
  } catch (thrown) {
    const { code, message } = toAppError(thrown);
    desk.log.error('callback task not made', { code, reason: message });
    if (!UNSURE.has(code)) return { kind: 'failed', code };
    const found = await desk.ports.callbacks.find(key, new Date(now.getTime() - SKEW_MS)).catch(() => undefined);
    return found && isOpen(found.status) ? madeOf(found, number) : { kind: 'unsure', code };
  }
}

/** The callback with the story of the talk in which it was asked for. One that can't be read must not cost the callback. */
async function withTalk({ desk, request }: Work, callback: NewCallback): Promise<NewCallback> {
  const { attributes } = callback;
  const { story: teller } = desk.ports;
  if (!teller?.leads(request.line)) return callback;
  try {
    const story = await teller.tell(request.callSid, storyRoom(attributes));
    return { ...callback, attributes: withStory(attributes, story) };
  } catch (thrown) {
    desk.log.warn('callback without the story of its talk', { code: toAppError(thrown).code });
    return callback;
  }
}

function newCallback({ desk, request, key, now, due, waiting }: Work): NewCallback {
  const { client } = desk;
  const { priority = 0, expireHours = LONGEST_SECONDS / 3600 } = client.callback ?? {};
  const heldMs = due.getTime() - now.getTime();
  const attributes = callbackAttributes(client, {
    ...request,
    key,
    receivedAt: now,
    hold: heldMs > 0 ? holding(due, now) : undefined,
  });
  return {
    attributes,
    priority: Math.max(priority, waiting?.priority ?? 0),
    // The client's hours count from when it may be made.
    timeoutSeconds: Math.min(LONGEST_SECONDS, Math.ceil(heldMs / 1000) + expireHours * 3600),
    waitingSince: waiting?.createdAt,
  };
}
