import type { Clock } from '../clock';
import type { Client } from '../config';
import type { Log } from '../log';
import type { PhoneNumber } from '../phone';
import type { PinPorts } from '../pin';
import type { LanguageModel } from './model';
import type { AssistantSettings } from './settings';
import type { ConversationState } from './state';
import type { Tool } from './tool';

/** Port: conversations, one a call. */
export interface ConversationStore {
  read(callId: string): Promise<{ readonly state: ConversationState; readonly revision: string } | undefined>;
  /** Compare and set; answers the new revision. Without a revision the conversation is created. Throws CONFLICT when it exists or has changed. */
  write(callId: string, state: ConversationState, revision: string | undefined): Promise<string>;
}

/** Port: what the client's calls spend on a day (UTC, "2026-11-23"). */
export interface SpendStore {
  /** Adds and answers the day's total, in millionths of a US dollar. Asked at the start and the end of a call and a few times between. */
  add(day: string, microUsd: number): Promise<number>;
}

/** What one turn runs with. Nothing in it is kept from turn to turn. */
export interface AssistantDeps {
  readonly callId: string;
  /** Undefined when it is withheld. */
  readonly caller: PhoneNumber | undefined;
  /** As callers of this line meet it (`lineOf`). */
  readonly client: Client;
  readonly settings: AssistantSettings;
  readonly model: LanguageModel;
  readonly tools: readonly Tool[];
  /** Without it nobody can be identified. */
  readonly pin?: PinPorts | undefined;
  readonly spend: SpendStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Fires when the answer must be under way: what is not done then is abandoned and goes on with "continue". */
  readonly signal: AbortSignal;
  /** The same moment, milliseconds since 1970. */
  readonly deadlineMs: number;
  /** A signal that fires after so many milliseconds: `ms => AbortSignal.timeout(ms)`. */
  readonly after: (ms: number) => AbortSignal;
}

/** `AssistantDeps` and what keeps the state safe while a turn runs. */
export interface TurnDeps extends AssistantDeps {
  /**
   * Keeps the state before something with an effect begins, and as soon as its outcome is known. Throws CONFLICT when somebody else changed
   * the conversation meanwhile (the caller hung up, the same webhook runs twice): then the effect must not begin.
   */
  readonly checkpoint: (state: ConversationState, when: 'before' | 'after') => Promise<void>;
}
