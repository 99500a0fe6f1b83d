import { createHash } from 'node:crypto';
import { missedOutcomes } from '../config';
import { parseTaskAttributes } from '../tasks';
import { addWait, type Waits } from './waits';
import type { TaskEvent } from './ports';

/** What a week brought, and what is needed to go on counting; of bounded size, since Sync takes 16 KB an item. */
export interface Tally {
  /** Calls that came into the queue. */
  readonly queued: number;
  readonly answered: number;
  /** Callbacks asked for, a first time. */
  readonly callbacks: number;
  /** Callbacks that were made, with somebody reached. */
  readonly calledBack: number;
  readonly messages: number;
  /** Left the queue without an agent. */
  readonly left: number;
  /** Of `left`: for a callback or a message. */
  readonly leftForMore: number;
  readonly waits: Waits;
  /** Calls that are with an agent: a call that is handed on is answered once. Short hashes, the newest last. */
  readonly talking: readonly string[];
  /** Calls that left the queue, and whose callback or message may still come. */
  readonly open: readonly string[];
  /** Calls of which a callback or message came, and which may still be in the queue: a callback is made before the place is given up. */
  readonly ahead: readonly string[];
}

export const NOTHING: Tally = {
  ...{ queued: 0, answered: 0, callbacks: 0, calledBack: 0, messages: 0, left: 0, leftForMore: 0 },
  ...{ waits: {}, talking: [], open: [], ahead: [] },
};

/** More than talk at once, or leave within the minutes that a message takes; all together below 6 KB. */
const MOST_REMEMBERED = 180;

/** One event more. Events come oldest first. */
export function count(tally: Tally, event: TaskEvent): Tally {
  const task = parseTaskAttributes(event.attributes);
  if (event.isCall) return task.kind === 'call' ? countCall(tally, event, short(task.callSid)) : tally;
  if (task.kind !== 'callback' && task.kind !== 'voicemail') return tally;
  if (event.type === 'created' && task.callBackData.attempts === 0)
    return countAsked(tally, task.kind, short(task.conversationId));
  if (event.type === 'canceled' && task.kind === 'callback' && event.ageSeconds < WITHDRAWN_SECONDS)
    return withdrawn(tally, short(task.conversationId));
  if (event.type === 'completed' && task.kind === 'callback' && isReached(event.reason))
    return { ...tally, calledBack: tally.calledBack + 1 };
  return tally;
}

function countCall(tally: Tally, { type, ageSeconds }: TaskEvent, call: string): Tally {
  switch (type) {
    case 'created':
      return { ...tally, queued: tally.queued + 1 };
    case 'accepted':
      if (tally.talking.includes(call)) return tally;
      return {
        ...tally,
        answered: tally.answered + 1,
        waits: addWait(tally.waits, ageSeconds),
        talking: remember(tally.talking, call),
      };
    case 'completed':
      return { ...tally, talking: forget(tally.talking, call) };
    case 'canceled':
      if (tally.talking.includes(call)) return { ...tally, talking: forget(tally.talking, call) };
      return tally.ahead.includes(call)
        ? { ...tally, left: tally.left + 1, leftForMore: tally.leftForMore + 1, ahead: forget(tally.ahead, call) }
        : { ...tally, left: tally.left + 1, open: remember(tally.open, call) };
  }
}

function countAsked(tally: Tally, kind: 'callback' | 'voicemail', call: string): Tally {
  const counted =
    kind === 'callback' ? { ...tally, callbacks: tally.callbacks + 1 } : { ...tally, messages: tally.messages + 1 };
  return tally.open.includes(call)
    ? { ...counted, leftForMore: tally.leftForMore + 1, open: forget(tally.open, call) }
    : { ...counted, ahead: remember(tally.ahead, call) };
}

/** An agent answered while the callback was being booked: it was never promised. */
function withdrawn(tally: Tally, call: string): Tally {
  if (!tally.ahead.includes(call)) return tally;
  return { ...tally, callbacks: tally.callbacks - 1, ahead: forget(tally.ahead, call) };
}

/** A callback that is taken back is taken back within the one request that made it, or by the next sweep; one that nobody made lives for hours. */
const WITHDRAWN_SECONDS = 1_800;

/** "try later: voicemail" and the dispositions of a miss say that nobody was reached; Flex itself gives no reason. */
function isReached(reason: string): boolean {
  return !reason.startsWith('try later') && !NOT_REACHED.has(reason);
}
const NOT_REACHED: ReadonlySet<string> = new Set([...missedOutcomes, 'wrong-number', 'duplicate', 'declined']);

function remember(known: readonly string[], call: string): readonly string[] {
  return [...known, call].slice(-MOST_REMEMBERED);
}

function forget(known: readonly string[], call: string): readonly string[] {
  return known.filter(each => each !== call);
}

/** 2^40 of them: two of the few that are remembered at once are as good as never the same. */
function short(callSid: string): string {
  return createHash('sha256').update(callSid).digest('hex').slice(0, 10);
}

/** What the mail says. */
export interface WeekFigures {
  readonly received: number;
  readonly answered: number;
  readonly callbacks: number;
  readonly calledBack: number;
  readonly messages: number;
  readonly gaveUp: number;
}

/** Everybody who came into the queue, left a message or asked for a callback is received once. */
export function figuresOf({
  queued,
  answered,
  callbacks,
  calledBack,
  messages,
  left,
  leftForMore,
}: Tally): WeekFigures {
  const withoutQueue = callbacks + messages - leftForMore;
  return { received: queued + withoutQueue, answered, callbacks, calledBack, messages, gaveUp: left - leftForMore };
}
