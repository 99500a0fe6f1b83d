import { askToConfirm } from './ask-to-confirm';
import { journalled, noted } from './journal';
import { keyOf } from './run-tool';
import type { Confirming } from './state';
import { change, clear, wordsFor, type Next, type Turn } from './turn';
import { yesOrNo } from './understand';

/** Questions that were not answered by yes or no before nothing is done. */
const MOST_UNCLEAR = 2;

/**
 * Takes the caller's yes or no. Only a yes and nothing else runs the call, and only when the question was heard to its end. "model": the
 * talk goes on with the call confirmed (phase "act") or declined.
 */
export function takeAnswer(turn: Turn, confirm: Confirming, missed: boolean): Next | 'model' {
  const { input } = turn;
  if ((input.kind === 'speech' || input.kind === 'keys') && !wasHeard(input.heard, confirm))
    return askToConfirm(turn, confirm);
  const answer = missed ? 'unclear' : answerOf(turn);
  if (answer === 'yes') {
    change(turn, { phase: 'act', misses: 0 });
    return 'model';
  }
  if (answer === 'no') return decline(turn, confirm, 'The caller said no. Nothing was done.');
  if (confirm.unclear >= MOST_UNCLEAR)
    return decline(turn, confirm, 'The caller said neither yes nor no. Nothing was done.');
  return askToConfirm(turn, { ...confirm, unclear: confirm.unclear + 1 });
}

/** The call is not made, and the model is told. */
export function decline(turn: Turn, confirm: Confirming, text: string): 'model' {
  const call = { id: confirm.callId, name: confirm.tool };
  clear(turn, 'confirm');
  change(turn, { phase: 'converse', misses: 0 });
  turn.state = journalled(turn.state, [noted(keyOf(turn, call.id), call, { text, failed: true })]);
  return 'model';
}

function answerOf(turn: Turn): 'yes' | 'no' | 'unclear' {
  const { input } = turn;
  if (input.kind === 'keys') {
    const key = input.keys.replace(/[#*]/g, '');
    return key === '1' ? 'yes' : key === '2' ? 'no' : 'unclear';
  }
  return input.kind === 'speech' ? yesOrNo(input.text, wordsFor(turn)) : 'unclear';
}

function wasHeard(heard: string | undefined, { question }: Confirming): boolean {
  return heard === undefined || heard.includes(question);
}
