import { bytesOf, clip } from './speech-text';
import { STATE_BYTES, type ConversationState, type Entry } from './state';

/** The talk is kept word for word until it is this long; then the oldest turns are summed up until it is that short, all at once, so that the prompt's beginning changes seldom. */
const LONG_BYTES = 8_000;
const SHORT_BYTES = 3_000;
/** The lines of summed-up turns; the oldest are let go. */
const OLDER_BYTES = 2_600;
const LINE_LENGTH = 90;
/** What is left for the turn that comes. */
const ROOM_BYTES = 512;

/**
 * The state, short enough to be kept. The same state always gives the same result. Turns of the talk become one line each; a turn under
 * way stays whole unless it alone is too long.
 */
export function compact(state: ConversationState): ConversationState {
  const talk = bytesOf(state.entries) > LONG_BYTES ? summedUp(state) : state;
  const lines = olderFitted(talk);
  return bytesOf(lines) <= STATE_BYTES - ROOM_BYTES ? lines : shrunk(lines);
}

function summedUp(state: ConversationState): ConversationState {
  const last = state.entries.at(-1);
  // A call that waits for its result stays, however long ago it was made.
  const waiting = last?.t === 'assistant' && last.calls ? last.n : state.turn;
  const current = Math.min(state.open?.turn ?? state.turn, waiting);
  const turns = [...new Set(state.entries.map(entry => entry.n))].filter(n => n < current);
  let { entries } = state;
  const older = [...state.older];
  for (const n of turns) {
    if (bytesOf(entries) <= SHORT_BYTES) break;
    older.push(
      lineOf(
        n,
        entries.filter(entry => entry.n === n),
      ),
    );
    entries = entries.filter(entry => entry.n !== n);
  }
  return { ...state, entries, older };
}

/** "12: caller: is Tuesday free → findFreeSlots → At ten or at noon." */
function lineOf(n: number, entries: readonly Entry[]): string {
  const said = entries.find(entry => entry.t === 'caller');
  const calls = entries.flatMap(entry => (entry.t === 'assistant' ? (entry.calls ?? []).map(call => call.name) : []));
  const answer = entries.filter(entry => entry.t === 'assistant').at(-1);
  const notes = entries.filter(entry => entry.t === 'note').map(entry => entry.text);
  const parts = [
    said?.t === 'caller' ? clip(said.text, 40) : clip(notes[0] ?? '', 40),
    ...[...new Set(calls)].slice(0, 2),
    answer?.t === 'assistant' ? clip(answer.text, 40) : '',
  ].filter(part => part !== '');
  return clip(`${n}: ${parts.join(' → ')}`, LINE_LENGTH);
}

function olderFitted(state: ConversationState): ConversationState {
  let { older, forgotten } = state;
  if (bytesOf(older) <= OLDER_BYTES) return state;
  while (bytesOf(older) > OLDER_BYTES / 2) {
    older = older.slice(1);
    forgotten += 1;
  }
  return { ...state, older, forgotten };
}

/** A single turn that is too long: its results and inputs are cut, the oldest first, then everything that repeats what agents see elsewhere. */
function shrunk(whole: ConversationState): ConversationState {
  // What was said counts for more than what it took.
  const state = whole.ledger ? { ...whole, ledger: { ...whole.ledger, rows: whole.ledger.rows.slice(-1) } } : whole;
  let entries = [...state.entries];
  const fits = (): boolean => bytesOf({ ...state, entries }) <= STATE_BYTES - ROOM_BYTES;
  for (const longest of [300, 120, 40])
    for (let index = 0; index < entries.length && !fits(); index += 1)
      entries = entries.map((entry, at) => (at === index && !waits(entry, entries) ? cut(entry, longest) : entry));
  const short = { ...state, entries };
  if (fits()) return short;
  return { ...short, older: [], forgotten: state.forgotten + state.older.length, wants: state.wants.slice(0, 1) };
}

/** Calls without results keep their inputs: they are still to run. */
function waits(entry: Entry, entries: readonly Entry[]): boolean {
  return entry === entries.at(-1) && entry.t === 'assistant' && entry.calls !== undefined;
}

function cut(entry: Entry, longest: number): Entry {
  if (entry.t === 'results')
    return { ...entry, results: entry.results.map(each => ({ ...each, text: cutData(each.text, longest) })) };
  if (entry.t === 'assistant' && entry.calls)
    return {
      ...entry,
      text: clip(entry.text, longest),
      calls: entry.calls.map(call => ({ ...call, input: call.input.length > longest ? '{}' : call.input })),
    };
  return { ...entry, text: clip(entry.text, longest) };
}

/** A wrapped result stays wrapped. */
function cutData(text: string, longest: number): string {
  return text.length <= longest ? text : '<data>(left out: too long)</data>';
}
