import { journalOf, openBatch } from './journal';
import { append, change, type Turn } from './turn';
import { keyOf } from './run-tool';

/**
 * Ends calls that will not be brought to their end: the caller said something else, or leaves. What may have been done is told to the agent.
 * Nothing happens when no call is open.
 */
export function dropBatch(turn: Turn): void {
  const calls = openBatch(turn.state);
  if (calls.length === 0) return;
  const unsure: string[] = [];
  const results = calls.map(({ id }) => {
    const entry = journalOf(turn.state, keyOf(turn, id));
    if (entry?.result) return entry.result;
    const tool = turn.deps.tools.find(each => each.name === entry?.tool);
    const mayBeDone = entry?.state === 'begun' && tool?.effect !== 'none';
    if (mayBeDone) unsure.push(entry.tool);
    const text = mayBeDone
      ? 'Nobody knows whether this was done. Do not do it again.'
      : 'Not done: the caller went on.';
    return { id, text, failed: true as const };
  });
  append(turn, { t: 'results', results });
  change(turn, { journal: [], unsure: [...turn.state.unsure, ...unsure] });
}
