import { openingAt } from '../lines';
import { dropBatch } from './drop-batch';
import type { Reply } from './reply';
import { reportSpending } from './spend';
import { summarise } from './summarise';
import type { Ending } from './tool';
import { change, clear, wordsFor, type Next, type Turn } from './turn';

/** Where a tool sends the call. */
export async function end(turn: Turn, ending: Ending): Promise<Next> {
  const { say } = wordsFor(turn);
  if (ending.to === 'handOver') return toPerson(turn, ending);
  const words = { callback: say.callbackNext, voicemail: say.leaveMessage, done: say.goodbye };
  // The model said its own farewell.
  if (ending.to !== 'done' || turn.say.length === 0) turn.say.push(words[ending.to]);
  return leave(turn, ending);
}

/** A person takes over; out of hours the caller hears so and gets another way. */
export async function toPerson(turn: Turn, wish: { topic?: string | undefined; reason: string }): Promise<Next> {
  const { client, clock } = turn.deps;
  if (openingAt(client, clock.now()).state !== 'open') {
    turn.say.push(wordsFor(turn).say.closedNow);
    return offer(turn, false);
  }
  turn.say.push(wordsFor(turn).say.connecting);
  return leave(turn, { to: 'handOver', reason: wish.reason, topic: wish.topic ?? turn.state.untaken });
}

/** The assistant can't go on by itself: a person takes over. */
export function giveUp(turn: Turn, reason: string): Promise<Next> {
  turn.say.push(wordsFor(turn).say.trouble);
  turn.deps.log.warn('assistant: gave up', { reason });
  return toPerson(turn, { reason });
}

/** What a caller can have without the model. */
export type WayOut = 'person' | 'callback' | 'voicemail';

/** The ways out that lead somewhere now: a person while somebody is there, a callback where the client promises them, a message always. */
export function waysOut({ deps: { client, clock, settings } }: Turn): WayOut[] {
  const isOpen = openingAt(client, clock.now()).state === 'open';
  const calls = client.callback !== undefined && !settings.toolsOff?.includes('requestCallback');
  return [...(isOpen ? ['person' as const] : []), ...(calls ? ['callback' as const] : []), 'voicemail'];
}

/** A person, a callback or a message, by keys and without the model; only what can be had is named. */
export function offer(turn: Turn, modelDown: boolean): Next {
  const asked = (turn.state.offer?.asked ?? 0) + 1;
  dropBatch(turn);
  clear(turn, 'open', 'confirm', 'identify');
  change(turn, { phase: 'offer', offer: { modelDown, asked }, misses: 0 });
  const { say } = wordsFor(turn);
  const keys = { person: say.keyPerson, callback: say.keyCallback, voicemail: say.keyMessage };
  turn.say.push(
    waysOut(turn)
      .map(way => keys[way])
      .join(' '),
  );
  return { then: 'keys', digits: { min: 1, max: 1 } };
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
