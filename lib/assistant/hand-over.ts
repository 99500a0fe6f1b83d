import type { Sentiment } from './state';

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
