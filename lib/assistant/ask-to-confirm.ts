import type { Confirming } from './state';
import { change, clear, wordsFor, type Next, type Turn } from './turn';

/** Reads back what will be done and waits for the caller's own yes. The caller must hear it to the end. */
export function askToConfirm(turn: Turn, confirm: Confirming): Next {
  const { say } = wordsFor(turn);
  clear(turn, 'open');
  change(turn, { phase: 'confirm', confirm });
  turn.say.push(confirm.question, confirm.unclear === 0 ? say.yesOrNo : say.yesOrNoKeys);
  return { then: 'listen', interruptible: false, digits: { min: 1, max: 1 } };
}
