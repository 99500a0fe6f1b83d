import { askModel, type ModelAnswer } from './ask-model';
import { giveUp, offer, toPerson } from './exits';
import { openBatch } from './journal';
import { runBatch } from './run-batch';
import { speakable } from './speech-text';
import { limitReached } from './spend';
import type { CallEntry } from './state';
import { append, change, clear, listen, wordsFor, type Next, type Turn } from './turn';
import { wait } from './wait';

/** Longest input of a call that is kept. */
const INPUT_LENGTH = 600;

/** Lets model and tools work until the caller hears something: an answer, a question, or that it takes a moment. */
export async function runTurn(turn: Turn): Promise<Next> {
  openWork(turn);
  for (;;) {
    if (openBatch(turn.state).length > 0) {
      const next = await runBatch(turn);
      if (next) return next;
    }
    const { open } = turn.state;
    if (!open) return listen;
    if (open.rounds >= turn.deps.settings.limits.toolRounds) return giveUp(turn, 'the assistant went round in circles');
    if (limitReached(turn)) return overLimit(turn);
    if (turn.deps.signal.aborted) return wait(turn);
    const answer = await askModel(turn);
    if (answer === 'down') return modelDown(turn);
    if (answer === 'late') {
      change(turn, { open: { ...open, slow: true } });
      return wait(turn);
    }
    const next = await take(turn, answer);
    if (next) return next;
  }
}

/** The limit of the call or the day: said as it is, and a person takes over. */
export function overLimit(turn: Turn): Promise<Next> {
  turn.deps.log.warn('assistant: a limit is reached', { limit: limitReached(turn) });
  turn.say.push(wordsFor(turn).say.limitReached);
  return toPerson(turn, { reason: `limit reached: ${limitReached(turn) ?? 'turns'}` });
}

function modelDown(turn: Turn): Promise<Next> {
  turn.say.push(wordsFor(turn).say.trouble);
  return offer(turn, true);
}

/** A turn that goes on keeps its number: keys of its calls are made of it. */
function openWork(turn: Turn): void {
  const { open, turn: number } = turn.state;
  const fresh = { turn: number, waits: 0, rounds: 0, faults: 0, slow: false };
  change(turn, { open: { ...(open ?? fresh), inputId: turn.input.id } });
}

/** Undefined when the model called tools and the turn goes on. */
async function take(turn: Turn, answer: ModelAnswer): Promise<Next | undefined> {
  const text = speakable(answer.reason === 'length' && answer.calls.length === 0 ? whole(answer.text) : answer.text);
  if (answer.reason === 'refusal' || (text === '' && answer.calls.length === 0)) return refused(turn);
  if (text !== '') turn.say.push(text);
  const calls = numbered(turn, answer);
  append(turn, { t: 'assistant', text, ...(calls.length > 0 && { calls }) });
  const { open } = turn.state;
  if (calls.length === 0 || !open) {
    clear(turn, 'open');
    change(turn, { refusals: 0, misses: 0 });
    return listen;
  }
  change(turn, { open: { ...open, rounds: open.rounds + 1 } });
  return undefined;
}

/** The sentences of an answer that was cut off; one that has none is kept as it is. */
function whole(text: string): string {
  return /^[^]*[.!?…](?=\s)/.exec(text)?.[0] ?? text;
}

/** Ids of our own, so that the same call has the same key when the turn is run again. */
function numbered({ state }: Turn, { calls }: ModelAnswer): CallEntry[] {
  const { turn = state.turn, rounds = 0 } = state.open ?? {};
  return calls.slice(0, 8).map(({ name, input }, index) => ({
    id: `t${turn}r${rounds}c${index}`,
    name: name.replace(/[^\w-]/g, '_').slice(0, 64) || 'unknown',
    input: input.length > INPUT_LENGTH ? `"too long: ${input.length} characters"` : input,
  }));
}

/** The model will not answer, or has no words: said once; the second time in a row a person takes over. */
async function refused(turn: Turn): Promise<Next> {
  const refusals = turn.state.refusals + 1;
  change(turn, { refusals });
  if (refusals > 1) return giveUp(turn, 'the assistant would not answer');
  const text = wordsFor(turn).say.cannotHelp;
  turn.say.push(text);
  append(turn, { t: 'assistant', text });
  clear(turn, 'open');
  return listen;
}
