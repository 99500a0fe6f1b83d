import type { ObjectSchema } from './json-schema';

/** What a language model is asked. Prefixes stay the same from turn to turn, so that a vendor's prompt cache can be used. */
export interface ModelRequest {
  readonly model: string;
  readonly effort: 'low' | 'medium' | 'high';
  readonly maxTokens: number;
  /** The same for every call of a client in one language. */
  readonly system: string;
  readonly tools: readonly ToolDefinition[];
  readonly messages: readonly ModelMessage[];
}

export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly input: ObjectSchema;
}

export interface ModelToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON as the model wrote it; may be broken: where a vendor takes objects only, such a call is sent back with an empty one. */
  readonly input: string;
}

/** User and assistant take turns, the user first. A user message that follows tool calls begins with their results. */
export type ModelMessage =
  | { readonly role: 'user'; readonly parts: readonly UserPart[] }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly ModelToolCall[] };
export type UserPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'result'; readonly callId: string; readonly text: string; readonly failed: boolean };

export interface TokenUsage {
  /** Neither read from the cache nor written to it. */
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

export type ModelEvent =
  | { readonly type: 'text'; readonly text: string }
  | ({ readonly type: 'call' } & ModelToolCall)
  /** The last event. "length": cut off at maxTokens. */
  | { readonly type: 'stop'; readonly reason: 'end' | 'calls' | 'length' | 'refusal'; readonly usage: TokenUsage };

/** Port: a language model that streams. Throws AppErrors (RATE_LIMITED, VENDOR_UNAVAILABLE …) and stops when the signal fires. No retries of its own. */
export interface LanguageModel {
  answer(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}
