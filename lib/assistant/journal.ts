import type { CallEntry, ConversationState, JournalEntry } from './state';
import type { Ran } from './run-tool';

/** The calls of the last answer whose results are not in the talk yet; empty when there are none. */
export function openBatch({ entries }: ConversationState): readonly CallEntry[] {
  const last = entries.at(-1);
  return last?.t === 'assistant' ? (last.calls ?? []) : [];
}

export function journalOf(state: ConversationState, key: string): JournalEntry | undefined {
  return state.journal.find(entry => entry.key === key);
}

/** A result that the engine gives by itself. */
export function noted(
  key: string,
  call: Pick<CallEntry, 'id' | 'name'>,
  result: { readonly text: string; readonly failed?: true },
): JournalEntry {
  const state = result.failed ? 'failed' : 'done';
  return { key, tool: call.name.slice(0, 64), state, leaseUntilMs: 0, tries: 0, result: { id: call.id, ...result } };
}

/** The state with these entries of the journal in the place of earlier ones of the same key. */
export function journalled(state: ConversationState, entries: readonly JournalEntry[]): ConversationState {
  const keys = new Set(entries.map(entry => entry.key));
  return { ...state, journal: [...state.journal.filter(entry => !keys.has(entry.key)), ...entries] };
}

/** The state with what ran: the journal, and what an agent should know of it. */
export function withOutcomes(state: ConversationState, ran: readonly Ran[]): ConversationState {
  const done = ran.flatMap(each => (each.done === undefined ? [] : [each.done]));
  const unsure = ran.flatMap(each => (each.unsure === undefined ? [] : [each.unsure]));
  return {
    ...journalled(
      state,
      ran.map(each => each.entry),
    ),
    done: [...state.done, ...done].slice(-MOST_LINES),
    unsure: [...state.unsure, ...unsure].slice(-MOST_LINES),
  };
}

const MOST_LINES = 12;

/**
 * What one run did, written into a state that somebody else changed meanwhile (the caller hung up while a booking ran): the talk is
 * theirs, the outcomes are ours.
 */
export function mergeOutcomes(theirs: ConversationState, ours: ConversationState): ConversationState {
  const settled = ours.journal.filter(entry => entry.state !== 'begun');
  const known = theirs.journal.filter(entry => settled.some(({ key }) => key === entry.key));
  const merged = journalled(
    theirs,
    settled.filter(({ key }) => known.some(entry => entry.key === key)),
  );
  const added = (mine: readonly string[], other: readonly string[]): string[] =>
    [...other, ...mine.filter(line => !other.includes(line))].slice(-MOST_LINES);
  return { ...merged, done: added(ours.done, theirs.done), unsure: added(ours.unsure, theirs.unsure) };
}
