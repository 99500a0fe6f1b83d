import { change, wordsFor, type Next, type Turn } from './turn';
import { giveUp } from './exits';

/** Time ran out, or another request is at work: the caller hears something true, and the turn goes on with "continue". */
export async function wait(turn: Turn): Promise<Next> {
  const { open } = turn.state;
  if (!open || open.waits >= turn.deps.settings.limits.waits) return giveUp(turn, 'it took too long');
  const { say } = wordsFor(turn);
  if (turn.say.length === 0) turn.say.push(open.waits === 0 ? say.moment : say.stillAtIt);
  change(turn, { open: { ...open, waits: open.waits + 1 } });
  return { then: 'wait' };
}
