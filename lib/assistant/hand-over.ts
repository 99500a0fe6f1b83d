import { bytesOf, clip } from './speech-text';
import type { ConversationState, Sentiment } from './state';
import { plainSummary } from './summarise';

/** Everything that the person who takes over should know. Redacted. */
export interface HandOverPackage {
  readonly summary: string;
  readonly wants: readonly string[];
  readonly done: readonly string[];
  /** What may have been done: look before doing it again. */
  readonly unsure: readonly string[];
  readonly verified: false | { readonly accountId: string; readonly name?: string };
  readonly language: string;
  readonly sentiment: Sentiment;
  readonly reason: string;
  /** "caller: …", "assistant: …", oldest first; the oldest are left out when there is no room. */
  readonly transcript: readonly string[];
  /** Lines of the transcript that are left out. */
  readonly leftOut: number;
  readonly turns: number;
  readonly costMicroUsd: number;
}

/** A task's attributes take 4,096 bytes (Twilio docs, "Task attributes"); what routing and callbacks need of them is left. */
export const HAND_OVER_BYTES = 2_900;

/** The story of a conversation, at most so many bytes of JSON. The same state always gives the same package. */
export function handOverPackage(state: ConversationState, mostBytes = HAND_OVER_BYTES): HandOverPackage {
  const lines = transcriptOf(state);
  for (const lengths of [LONG, SHORT, SHORTEST]) {
    const head = headOf(state, lengths);
    if (bytesOf({ ...head, leftOut: state.forgotten + lines.length }) > mostBytes) continue;
    let from = 0;
    const clipped = lines.map(line => clip(line, lengths.line));
    while (bytesOf({ ...head, transcript: clipped.slice(from), leftOut: state.forgotten + from }) > mostBytes)
      from += 1;
    return { ...head, transcript: clipped.slice(from), leftOut: state.forgotten + from };
  }
  return { ...headOf(state, { ...SHORTEST, items: 0 }), leftOut: state.forgotten + lines.length };
}

interface Lengths {
  readonly summary: number;
  readonly item: number;
  readonly items: number;
  readonly line: number;
}
const LONG: Lengths = { summary: 600, item: 120, items: 8, line: 200 };
const SHORT: Lengths = { summary: 300, item: 60, items: 4, line: 100 };
const SHORTEST: Lengths = { summary: 120, item: 30, items: 2, line: 60 };

function headOf(state: ConversationState, lengths: Lengths): HandOverPackage {
  const few = (items: readonly string[]): string[] =>
    items.slice(Math.max(0, items.length - lengths.items), items.length).map(item => clip(item, lengths.item));
  const { account } = state;
  return {
    summary: clip(state.summary?.text ?? plainSummary(state), lengths.summary),
    wants: few(state.wants),
    done: few(state.done),
    unsure: few(state.unsure),
    verified: account
      ? { accountId: account.accountId, ...(account.name !== undefined && { name: clip(account.name, 60) }) }
      : false,
    language: state.language,
    sentiment: state.summary?.sentiment ?? 'unknown',
    reason: clip(state.outcome?.reason ?? '', lengths.item),
    transcript: [],
    leftOut: 0,
    turns: state.turn,
    costMicroUsd: state.spent.microUsd,
  };
}

function transcriptOf({ older, entries }: ConversationState): string[] {
  const talk = entries.flatMap(entry => {
    if (entry.t === 'caller') return [`caller: ${entry.text}`];
    if (entry.t === 'assistant' && entry.text !== '') return [`assistant: ${entry.text}`];
    return [];
  });
  return [...older.map(line => `(in short) ${line}`), ...talk];
}
