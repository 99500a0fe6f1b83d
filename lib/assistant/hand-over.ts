import { emptyLedger, ledgerColumns, type LedgerRow } from './call-ledger';
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
  readonly ledger: StoryLedger;
}

/** What the talk took: sums of the whole call, and its last turns. Times in milliseconds. */
export interface StoryLedger {
  readonly sttMs: number;
  readonly modelMs: number;
  /** Null when the model said nothing. */
  readonly slowestFirstTokenMs: number | null;
  readonly toolsMs: number;
  /** All that the model read; `cached` of them from its cache. */
  readonly tokensIn: number;
  readonly cached: number;
  readonly tokensOut: number;
  /** What the figures of `rows` are. Absent without rows. */
  readonly columns?: readonly string[];
  /** One for each of the last turns, newest last, as many as there is room for; the log has all of them. */
  readonly rows?: readonly LedgerRow[];
}

/** A task's attributes take 4,096 bytes (Twilio docs, "Task attributes"); what routing and callbacks need of them is left. */
export const HAND_OVER_BYTES = 2_900;

/** Turns whose rows are told before the oldest lines of the transcript; further ones where the transcript leaves room. */
const FIRST_ROWS = 3;

/** The story of a conversation, at most so many bytes of JSON. The same state always gives the same package. */
export function handOverPackage(state: ConversationState, mostBytes = HAND_OVER_BYTES): HandOverPackage {
  const lines = transcriptOf(state);
  const rows = state.ledger?.rows ?? [];
  for (const lengths of [LONG, SHORT, SHORTEST]) {
    const head = headOf(state, lengths);
    if (bytesOf({ ...head, leftOut: state.forgotten + lines.length }) > mostBytes) continue;
    let from = 0;
    const clipped = lines.map(line => clip(line, lengths.line));
    const told = (count: number): HandOverPackage => ({
      ...{ ...head, transcript: clipped.slice(from), leftOut: state.forgotten + from },
      ledger: { ...head.ledger, ...(count > 0 && { columns: ledgerColumns, rows: rows.slice(-count) }) },
    });
    const fits = (count: number): boolean => bytesOf(told(count)) <= mostBytes;
    // The newest line of the talk, at least, is told before any row.
    let count = Math.min(FIRST_ROWS, rows.length);
    while (from < clipped.length - 1 && !fits(count)) from += 1;
    if (!fits(count)) {
      count = 0;
      from = 0;
      while (!fits(count)) from += 1;
    }
    while (count < rows.length && fits(count + 1)) count += 1;
    return told(count);
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
    ledger: sumsOf(state),
  };
}

function sumsOf({ spent, ledger = emptyLedger }: ConversationState): StoryLedger {
  const { modelMs, toolsMs, tokensIn, cacheRead, tokensOut } = spent;
  const { sttMs, slowestFirstTokenMs } = ledger;
  return { sttMs, modelMs, slowestFirstTokenMs, toolsMs, tokensIn, cached: cacheRead, tokensOut };
}

function transcriptOf({ older, entries }: ConversationState): string[] {
  const talk = entries.flatMap(entry => {
    if (entry.t === 'caller') return [`caller: ${entry.text}`];
    if (entry.t === 'assistant' && entry.text !== '') return [`assistant: ${entry.text}`];
    return [];
  });
  return [...older.map(line => `(in short) ${line}`), ...talk];
}
