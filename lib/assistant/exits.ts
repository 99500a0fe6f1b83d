import { openingAt } from '../lines';
import { dropBatch } from './drop-batch';
import type { Reply } from './reply';
import { reportSpending } from './spend';
import { summarise } from './summarise';
import type { Ending } from './tool';
import { append, change, clear, listen, wordsFor, type Next, type Turn } from './turn';
import { waysOutAt, type WayOut } from './ways-out';

/** Where a tool sends the call. */
export async function end(turn: Turn, ending: Ending): Promise<Next> {
  const { say } = wordsFor(turn);
  if (ending.to === 'handOver') return toPerson(turn, { ...ending, goesOn: true });
  const words = { callback: say.callbackNext, voicemail: say.leaveMessage, done: say.goodbye };
  // The model said its own farewell.
  if (ending.to !== 'done' || turn.say.length === 0) turn.say.push(words[ending.to]);
  return leave(turn, ending);
}

interface Wish {
  readonly topic?: string | undefined;
  readonly reason: string;
  /** The assistant can go on when there is nobody and nothing else to be had. */
  readonly goesOn?: true;
}

/** A person takes over; out of hours the caller hears so and gets another way. */
export async function toPerson(turn: Turn, wish: Wish): Promise<Next> {
  const { client, clock } = turn.deps;
  if (openingAt(client, clock.now()).state !== 'open') {
    turn.say.push(wordsFor(turn).say.closedNow);
    return wish.goesOn && waysOut(turn).length === 0 ? stay(turn) : offer(turn, false);
  }
  turn.say.push(wordsFor(turn).say.connecting);
  return leave(turn, { to: 'handOver', reason: wish.reason, topic: wish.topic ?? turn.state.untaken });
}

/** The talk goes on, and the model knows why. */
function stay(turn: Turn): Next {
  dropBatch(turn);
  clear(turn, 'open', 'confirm', 'identify', 'offer');
  change(turn, { phase: 'converse', misses: 0 });
  append(turn, {
    t: 'note',
    text: 'Nobody is there out of hours: no person, no call back and no message can be had now.',
  });
  return listen;
}

/** The assistant can't go on by itself: a person takes over. */
export function giveUp(turn: Turn, reason: string): Promise<Next> {
  turn.say.push(wordsFor(turn).say.trouble);
  turn.deps.log.warn('assistant: gave up', { reason });
  return toPerson(turn, { reason });
}

/** The ways out that lead somewhere now. */
export function waysOut({ deps: { client, clock, settings } }: Turn): WayOut[] {
  return waysOutAt(client, settings, clock.now());
}

/** A person, a callback or a message, by keys and without the model; only what can be had is named. With nothing to be had the call ends. */
export async function offer(turn: Turn, modelDown: boolean): Promise<Next> {
  const ways = waysOut(turn);
  if (ways.length === 0) return closeLine(turn);
  const asked = (turn.state.offer?.asked ?? 0) + 1;
  dropBatch(turn);
  clear(turn, 'open', 'confirm', 'identify');
  change(turn, { phase: 'offer', offer: { modelDown, asked }, misses: 0 });
  const { say } = wordsFor(turn);
  const keys = { person: say.keyPerson, callback: say.keyCallback, voicemail: say.keyMessage };
  turn.say.push(ways.map(way => keys[way]).join(' '));
  return { then: 'keys', digits: { min: 1, max: 1 } };
}

/** As every line does out of hours that offers nothing then: the caller hears that nobody is there, and the call ends. */
export async function closeLine(turn: Turn): Promise<Next> {
  const { say } = wordsFor(turn);
  turn.say.push(...[say.closedNow, say.goodbye].filter(words => !turn.say.includes(words)));
  return leave(turn, { to: 'done', reason: 'out of hours' });
}

interface Leaving {
  readonly to: Exclude<Reply['then'], 'listen' | 'keys' | 'wait'>;
  readonly topic?: string | undefined;
  readonly reason: string;
}

/** Ends the assistant's part: nothing is left open, the story is told, the money is booked. */
export async function leave(turn: Turn, { to, topic, reason }: Leaving): Promise<Next> {
  const { topics } = turn.deps.settings;
  dropBatch(turn);
  clear(turn, 'open', 'confirm', 'identify', 'offer');
  change(turn, { phase: 'closed', outcome: { to, reason, ...(topic !== undefined && { topic }) } });
  if (to !== 'done') await summarise(turn);
  await reportSpending(turn, 'end');
  const queue = topics.find(each => each.topic === topic)?.queue ?? 'Everyone';
  return {
    then: to,
    interruptible: false,
    ...(to === 'handOver' && { queue }),
    ...(topic !== undefined && { topic, ...(topic === turn.state.untaken && { afterPhone: true as const }) }),
  };
}
