import { closeLine, end, leave, offer, toPerson, waysOut } from './exits';
import { wordsFor, type Next, type Turn } from './turn';
import { says } from './understand';
import type { WayOut } from './ways-out';

/** Times that the choice is read out before one is made for the caller. */
const MOST_ASKED = 2;

/** Takes a key or a word for a person, a callback or a message. "model": the caller said something else, and the model can be asked. */
export async function takeChoice(turn: Turn, modelDown: boolean): Promise<Next | 'model'> {
  const choice = wayChosen(turn);
  const reason = modelDown ? 'the assistant was not available' : 'the caller chose by key';
  if (choice === 'person') {
    if ((turn.state.offer?.asked ?? 0) >= MOST_ASKED) return byDefault(turn);
    return toPerson(turn, { reason });
  }
  if (choice) return end(turn, { to: choice, reason });
  if (turn.input.kind === 'speech' && !modelDown) return 'model';
  return (turn.state.offer?.asked ?? 0) >= MOST_ASKED ? byDefault(turn) : offer(turn, modelDown);
}

/** A caller who chooses nothing gets a person, or out of hours a message where the client takes them: never a dead line. */
async function byDefault(turn: Turn): Promise<Next> {
  const next = await toPerson(turn, { reason: 'the caller could not be understood' });
  if (next.then === 'handOver' || next.then === 'done') return next;
  if (!waysOut(turn).includes('voicemail')) {
    turn.say.splice(0);
    return closeLine(turn);
  }
  turn.say.splice(0, turn.say.length, wordsFor(turn).say.closedNow, wordsFor(turn).say.leaveMessage);
  return leave(turn, { to: 'voicemail', reason: 'out of hours' });
}

/** Whoever asks for a person out of hours is told so; a callback that nobody promises is no choice. */
function wayChosen(turn: Turn): WayOut | undefined {
  const choice = choiceOf(turn);
  return choice === 'person' || (choice && waysOut(turn).includes(choice)) ? choice : undefined;
}

function choiceOf(turn: Turn): WayOut | undefined {
  const { input } = turn;
  if (input.kind === 'keys') {
    const keys: Partial<Record<string, WayOut>> = {
      0: 'person',
      1: 'callback',
      2: 'voicemail',
    };
    return keys[input.keys.replace(/[#*]/g, '')];
  }
  if (input.kind !== 'speech') return undefined;
  const words = wordsFor(turn);
  if (says(input.text, 'callback', words)) return 'callback';
  return says(input.text, 'voicemail', words) ? 'voicemail' : undefined;
}
