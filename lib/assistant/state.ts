import type { Candidate } from '../pin';
import type { CallLedger } from './call-ledger';
import type { JsonObject } from './json-schema';
import type { Reply } from './reply';
import type { Ending, VerifiedAccount } from './tool';

/** Sync takes 16 KB a document. Source: Twilio docs, "Sync: Documents". */
export const STATE_BYTES = 16_384;

export type Phase = 'greet' | 'identify' | 'converse' | 'confirm' | 'act' | 'offer' | 'closed';

/** One thing that happened in the talk, as the model is told it. Entries are only appended, until the oldest are summed up. */
export type Entry = { readonly n: number } & (
  | { readonly t: 'caller'; readonly text: string }
  /** What the line itself tells the model: time, who is identified, what the line said. */
  | { readonly t: 'note'; readonly text: string }
  | { readonly t: 'assistant'; readonly text: string; readonly calls?: readonly CallEntry[] }
  | { readonly t: 'results'; readonly results: readonly ResultEntry[] }
);

export interface CallEntry {
  /** "t3r1c0": turn, round and place, so that the same call has the same id whenever the turn is run again. */
  readonly id: string;
  readonly name: string;
  /** JSON as the model wrote it. */
  readonly input: string;
}

export interface ResultEntry {
  readonly id: string;
  readonly text: string;
  readonly failed?: true;
}

/** Where a tool call stands. Kept from before it began until its turn's results are in the talk. */
export interface JournalEntry {
  /** Call, turn and tool call. */
  readonly key: string;
  readonly tool: string;
  /** begun: its outcome is unknown; nobody else may take it up before `leaseUntilMs`. */
  readonly state: 'begun' | 'done' | 'failed' | 'unsure';
  readonly leaseUntilMs: number;
  readonly tries: number;
  /** Absent while the outcome is unknown and a later request may find it out. */
  readonly result?: ResultEntry;
  /** Where the call goes when the batch is complete. */
  readonly ending?: Ending;
}

/** One conversation: plain JSON, at most 16 KB. Holds no digits of a PIN or account number, and nothing that redaction takes away. */
export interface ConversationState {
  readonly version: 1;
  readonly startedAtMs: number;
  readonly language: string;
  readonly phase: Phase;
  /** Inputs taken. */
  readonly turn: number;
  readonly account?: VerifiedAccount;
  readonly identify?: Identifying;
  readonly pinTries: number;
  readonly confirm?: Confirming;
  readonly offer?: { readonly modelDown: boolean; readonly asked: number };
  /** A turn that was not brought to its end: the next "continue" goes on with it. */
  readonly open?: OpenTurn;
  readonly entries: readonly Entry[];
  /** One line for each turn that is summed up, oldest first. */
  readonly older: readonly string[];
  /** How many of the oldest lines were let go. */
  readonly forgotten: number;
  readonly journal: readonly JournalEntry[];
  /** What was done for the caller, and what may have been. */
  readonly done: readonly string[];
  readonly unsure: readonly string[];
  /** What the caller wants, in the model's or the caller's words. */
  readonly wants: readonly string[];
  readonly misses: number;
  readonly spent: Spent;
  /** What the turns took; absent before the first, and in a state of an earlier linekit. */
  readonly ledger?: CallLedger;
  readonly outcome?: { readonly to: NonNullable<Reply['then']>; readonly topic?: string; readonly reason: string };
  /** The topic whose phone nobody took: its queue is next. */
  readonly untaken?: string;
  readonly summary?: { readonly text: string; readonly sentiment: Sentiment };
  /** Ids of the last inputs, newest last. */
  readonly seen: readonly string[];
  /** The last answer, for the same input that comes again. */
  readonly last?: { readonly inputId: string; readonly reply: Omit<Reply, 'handOver' | 'ledger'> };
  /** Answers of the model in a row that were refusals or empty. */
  readonly refusals: number;
}

/** A turn under way. */
export interface OpenTurn {
  /** The turn in which the caller spoke: part of every idempotency key. */
  readonly turn: number;
  /** The input that is being worked on. */
  readonly inputId: string;
  readonly waits: number;
  /** Answers of the model so far. */
  readonly rounds: number;
  /** Rounds with calls that had to be refused. */
  readonly faults: number;
  /** The model let a deadline pass: the fallback is asked next. */
  readonly slow: boolean;
}

export type Sentiment = 'positive' | 'neutral' | 'negative' | 'unknown';

/** The whole call so far; money in millionths of a US dollar. */
export interface Spent {
  readonly microUsd: number;
  /** Of it, what the day's account knows. */
  readonly reportedMicroUsd: number;
  /** What the day had spent when this call last asked, other calls included. */
  readonly dayMicroUsd: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly cacheRead: number;
  readonly modelMs: number;
  readonly toolsMs: number;
}

/** Waiting for digits. `callId` is the model's call that asked for it, if one did. */
export interface Identifying {
  readonly want: 'account' | 'pin';
  readonly candidate?: Candidate;
  readonly misses: number;
  readonly callId?: string;
}

/** Waiting for the caller's yes. The call is the model's; its input passed the schema when it was read back. */
export interface Confirming {
  readonly callId: string;
  readonly tool: string;
  readonly input: JsonObject;
  readonly question: string;
  readonly unclear: number;
}

/** A conversation that has not begun. */
export function newConversation(language: string, nowMs: number): ConversationState {
  return {
    version: 1,
    startedAtMs: nowMs,
    language,
    phase: 'greet',
    turn: 0,
    pinTries: 0,
    entries: [],
    older: [],
    forgotten: 0,
    journal: [],
    done: [],
    unsure: [],
    wants: [],
    misses: 0,
    refusals: 0,
    spent: {
      ...{ microUsd: 0, reportedMicroUsd: 0, dayMicroUsd: 0 },
      ...{ tokensIn: 0, tokensOut: 0, cacheRead: 0, modelMs: 0, toolsMs: 0 },
    },
    seen: [],
  };
}
