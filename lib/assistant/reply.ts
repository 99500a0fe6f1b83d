import type { DigitsRange } from './settings';
import type { HandOverPackage } from './hand-over';

/** What the caller hears and what comes next, free of any transport's words. */
export interface Reply {
  /** Counts inputs; a transport may build the next input's id from it. */
  readonly turn: number;
  /** Sentences, in order; may be none. */
  readonly say: readonly string[];
  /**
   * listen: for speech or keys. keys: for keys alone. wait: send "continue" at once after speaking. The others end the assistant's part:
   * the call goes to a person, to the dialogue of callbacks, to a recording, or is hung up.
   */
  readonly then: 'listen' | 'keys' | 'wait' | 'handOver' | 'callback' | 'voicemail' | 'done';
  /** BCP 47: of `say` and of what comes next. */
  readonly language: string;
  /** False when the caller must hear it to the end: a question that reads back what will be done. */
  readonly interruptible: boolean;
  /** True when what comes next are digits that nobody may write down: no log, no recording, no partial results. */
  readonly secret: boolean;
  /** How many digits to expect; with `then: "keys"` or a secret. "#" ends them early. */
  readonly digits?: DigitsRange;
  /** With `then: "handOver"`. */
  readonly topic?: string;
  readonly queue?: string;
  /** The topic's phone was rung in vain: the queue takes the call. */
  readonly afterPhone?: true;
  /** With each ending but "done", and when the caller hung up: the whole story. */
  readonly handOver?: HandOverPackage;
  readonly ledger: TurnLedger;
}

/** What a turn took. Times in milliseconds, money in millionths of a US dollar. */
export interface TurnLedger {
  readonly turn: number;
  readonly input: string;
  readonly phase: string;
  readonly sttMs?: number;
  /** From the first request to its first token. */
  readonly modelFirstTokenMs?: number;
  readonly modelMs: number;
  readonly toolsMs: number;
  readonly totalMs: number;
  readonly models: readonly string[];
  readonly tools: readonly { readonly name: string; readonly ms: number; readonly outcome: string }[];
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly costMicroUsd: number;
}
