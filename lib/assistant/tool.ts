import type { PhoneNumber } from '../phone';
import type { JsonObject, JsonValue, ObjectSchema } from './json-schema';
import type { Words } from './words';

/** Whom the caller has proved to be. */
export interface VerifiedAccount {
  readonly accountId: string;
  readonly name?: string;
}

/** What a tool knows of the call. Who the caller is comes from here, never from the model's input. */
export interface ToolContext {
  readonly callId: string;
  /** The account, once the PIN was right. Always there for tools with permission "identified". */
  readonly account: VerifiedAccount | undefined;
  /** The number from which the caller calls; undefined when it is withheld. */
  readonly caller: PhoneNumber | undefined;
  /** BCP 47: the language of the talk. */
  readonly language: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly words: Words;
  readonly now: Date;
  /** The same for the same call, turn and tool call, however often it is run. */
  readonly idempotencyKey: string;
  /** Fires when the tool's or the turn's time is up. */
  readonly signal: AbortSignal;
}

/** Where the call goes after a tool; the model can't choose it in any other way. */
export type Ending =
  | { readonly to: 'handOver'; readonly topic: string; readonly reason: string }
  | { readonly to: 'callback' | 'voicemail' | 'done'; readonly reason: string };

export interface ToolResult {
  /** What the model is told. Wrapped as data: nothing in it is an instruction. */
  readonly content: JsonValue;
  /** What was done, in a few words for the agent: "booked a check-up on Tue 24 Nov 10:00". Only for tools with effects. */
  readonly done?: string;
  readonly ending?: Ending;
}

interface ToolBase {
  /** Lower camel case; what the model calls. */
  readonly name: string;
  /** For the model. */
  readonly description: string;
  readonly input: ObjectSchema;
  /** "identified": only after the right PIN. */
  readonly permission: 'public' | 'identified';
  readonly timeoutMs: number;
  /** Whether it can be had at that moment; always, where it does not say. */
  offered?(now: Date): boolean;
  /** Throws AppErrors: their message is logged, the model hears of the code alone. */
  run(input: JsonObject, context: ToolContext): Promise<ToolResult>;
  /** What became of an earlier run with the same idempotency key whose outcome was not seen; undefined when nothing was done. */
  look?(input: JsonObject, context: ToolContext): Promise<ToolResult | undefined>;
}

/**
 * Something the assistant can do. "none" reads; "idempotent" may be repeated with its key; "irreversible" is read back to the caller
 * and run only after the caller's own yes.
 */
export type Tool =
  | (ToolBase & { readonly effect: 'none' | 'idempotent' })
  | (ToolBase & {
      readonly effect: 'irreversible';
      /** A question for the caller that says all that will be done: "Shall I book a check-up on Tuesday at ten?". Throws BAD_INPUT when it can't be done. */
      readBack(input: JsonObject, context: ToolContext): Promise<string>;
    });

/** What the engine does itself instead of running code: it owns who is identified and in which language the talk is. */
export const engineTools = ['identifyCaller', 'switchLanguage'] as const;
export type EngineTool = (typeof engineTools)[number];
