import type { JsonObject, ObjectSchema } from './json-schema';
import type { PartialWords } from './words';

/** The `assistant` section of a client's file. */
export interface AssistantSettings {
  /** "claude-haiku-5-5". */
  readonly model: string;
  /** Tried once when `model` is down or too slow. */
  readonly fallbackModel?: string | undefined;
  readonly effort: 'low' | 'medium' | 'high';
  /** Most tokens of one answer of the model. */
  readonly maxTokens: number;
  /** Who the assistant is and how it speaks, in the client's words; part of the prompt, so no secrets. */
  readonly persona: string;
  /** What the assistant should know of the client: services, prices, what it must not say. Part of the prompt. */
  readonly knowledge?: string | undefined;
  /** The first is spoken unless the line says otherwise. */
  readonly languages: readonly AssistantLanguage[];
  /** When the caller is asked for a PIN: before anything else, when a tool needs it, or never. */
  readonly identify: 'atStart' | 'whenNeeded' | 'never';
  /** Length of PINs and account numbers, in digits. */
  readonly pinDigits: DigitsRange;
  readonly accountDigits: DigitsRange;
  /** Where callers can be sent; the model chooses among these and nothing else. */
  readonly topics: readonly AssistantTopic[];
  /** Built-in tools that are off; all whose ports are there are on otherwise. */
  readonly toolsOff?: readonly BuiltInTool[] | undefined;
  readonly httpTools?: readonly HttpToolSettings[] | undefined;
  /** How to find the client, for callers who ask. */
  readonly directions?: string | undefined;
  /** Words that the speech recogniser should expect: names, streets, products. */
  readonly hints?: readonly string[] | undefined;
  readonly limits: AssistantLimits;
  /** Price of each model named above. A model without a price is counted at the dearest of the table. */
  readonly prices: Readonly<Record<string, TokenPrice>>;
}

export interface DigitsRange {
  readonly min: number;
  readonly max: number;
}

export interface AssistantLanguage {
  /** BCP 47: "en-US". Words for "en" and "es" are built in; another language needs all of them here. */
  readonly language: string;
  /** What the caller hears first; says that it is an assistant. */
  readonly greeting: string;
  /** Instead of the built-in words of that name. */
  readonly words?: PartialWords | undefined;
}

export interface AssistantTopic {
  readonly topic: string;
  /** One of the client's queues, or "Everyone". */
  readonly queue: string;
  /** For the model: when a caller belongs here. */
  readonly about: string;
}

export const builtInTools = [
  'openingHours',
  'transferToPerson',
  'leaveVoicemail',
  'requestCallback',
  'endCall',
  'listOpenTasks',
  'cancelCallback',
  'listTodos',
  'addTodo',
  'completeTodo',
  'findFreeSlots',
  'listAppointments',
  'bookAppointment',
  'moveAppointment',
  'cancelAppointment',
] as const;
export type BuiltInTool = (typeof builtInTools)[number];

/** A tool that asks a server of the client's. */
export interface HttpToolSettings {
  readonly name: string;
  readonly description: string;
  readonly permission: 'public' | 'identified';
  readonly effect: 'none' | 'idempotent' | 'irreversible';
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** https; "{name}" in path or query is replaced by the input of that name, "{accountId}" by the caller's verified account. */
  readonly url: string;
  readonly input: ObjectSchema;
  /** Sent in this header; the secret's name, never its value. `prefix` such as "Bearer ". */
  readonly auth?:
    { readonly header: string; readonly secret: string; readonly prefix?: string | undefined } | undefined;
  /** Sent as they are. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Fixed fields of the body, beside the input. */
  readonly body?: JsonObject | undefined;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** By language tag: the question that reads an irreversible call back; "{name}" is replaced by the input of that name. */
  readonly readBack?: Readonly<Record<string, string>> | undefined;
}

/** Money is in millionths of a US dollar. */
export interface AssistantLimits {
  readonly callMicroUsd: number;
  /** Over all calls of the client's day (UTC). */
  readonly dayMicroUsd: number;
  readonly callSeconds: number;
  readonly turns: number;
  /** Answers of the model within one turn that call tools. */
  readonly toolRounds: number;
  /** How often one turn may say "one moment". */
  readonly waits: number;
  /** Misheard or silent inputs in a row before keys are asked for. */
  readonly misses: number;
  /** Confidence of the recogniser, 0 to 1, below which words count as misheard. */
  readonly minConfidence: number;
  /** Wrong PINs in one call. */
  readonly pinTries: number;
  /** What is left for a summary by the model when a person takes over; the plain one stands in after that. */
  readonly summaryMs: number;
}

/** Millionths of a US dollar for a million tokens, which is the number of dollars in the price list. */
export interface TokenPrice {
  readonly inputUsd: number;
  readonly outputUsd: number;
  readonly cacheReadUsd: number;
  readonly cacheWriteUsd: number;
}

/** What `linekit` proposes where a client's file says nothing. */
export const defaultLimits: AssistantLimits = {
  callMicroUsd: 200_000,
  dayMicroUsd: 20_000_000,
  callSeconds: 900,
  turns: 100,
  toolRounds: 5,
  waits: 3,
  misses: 3,
  minConfidence: 0.4,
  pinTries: 3,
  summaryMs: 2_500,
};
