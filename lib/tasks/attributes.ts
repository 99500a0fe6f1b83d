import type { HoldHours, MissedOutcome } from '../config';
import type { ExecutionSid } from '../sid';
import type { TalkStory } from './story';

/** Version of the attributes that linekit writes. A reader of another version takes what it knows and leaves the rest alone. */
export const SCHEMA = 1;

/**
 * What Twilio's stock callback-and-voicemail view reads (flex-project-template, `callback-and-voicemail`, `callBackData`): these ten keys,
 * with these types, all of them always there. linekit's own keys, optional, say why a task is held back.
 */
export interface CallBackData {
  /** E.164; "" when the caller withheld it or called from no number (SIP), and the call button then has nothing to dial. */
  readonly numberToCall: string;
  /** The line that was called; the agent's call shows it. */
  readonly numberToCallFrom: string;
  /** Calls made so far. */
  readonly attempts: number;
  /** IANA name. */
  readonly mainTimeZone: string;
  /** ISO 8601. */
  readonly utcDateTimeReceived: string;
  readonly recordingSid: string;
  readonly recordingUrl: string;
  /** Empty: the words come from Deepgram, which has no Twilio transcript. */
  readonly transcriptSid: string;
  readonly transcriptText: string;
  readonly isDeleted: boolean;
  /** Held by the workflow for the client's `retryMinutes` of this outcome of the last try. */
  readonly retry?: MissedOutcome | undefined;
  /** Held until then, ISO 8601; with `holdHours`. */
  readonly dueAt?: string | undefined;
  /** What the workflow holds it for when nobody takes `dueAt` away in time. */
  readonly holdHours?: HoldHours | undefined;
  /** It was held and was let go. The workflow then asks at once whom it would have come to by the time it has existed. */
  readonly released?: true | undefined;
}

/** What Flex Insights reads; docs/insights.md says what each does. Others may add keys. */
export interface Conversations {
  /** Tasks with the same one are segments of one conversation. */
  readonly conversation_id: string;
  readonly [key: string]: unknown;
}

/** Who wrote the task. */
export interface LinekitMark {
  readonly schema: number;
  /** `client` of the client's file. */
  readonly client: string;
  /** The number that was called, E.164. */
  readonly line?: string | undefined;
  /** BCP 47: what the caller heard. */
  readonly language?: string | undefined;
  /** Which promise to call back this is: one open callback for each (lib/callback, `callbackKey`). */
  readonly key?: string | undefined;
}

interface CallBackAttributes {
  readonly linekit: LinekitMark;
  /** What the task list shows: the caller's number or address, or words for a withheld one. */
  readonly name: string;
  /** Who called, as the carrier gave it. */
  readonly from: string;
  readonly to: string;
  readonly direction: 'inbound';
  /** Of the client's topics; the workflow routes by it. */
  readonly topic?: string | undefined;
  readonly flow_execution_sid?: ExecutionSid | undefined;
  readonly callBackData: CallBackData;
  readonly conversations: Conversations;
  /** Where an assistant led the call. */
  readonly assistant?: TalkStory | undefined;
}

/** A message that somebody left. */
export interface VoicemailAttributes extends CallBackAttributes {
  readonly taskType: 'voicemail';
  readonly call_sid: string;
}

/** A call that was promised. Without `call_sid`: Flex would take the task for a call that waits. */
export interface CallbackAttributes extends CallBackAttributes {
  readonly taskType: 'callback';
}

/** Where a task stands (https://www.twilio.com/docs/taskrouter/api/task, "assignment_status"). */
export const taskStatuses = ['pending', 'reserved', 'assigned', 'wrapping', 'completed', 'canceled'] as const;
export type TaskStatus = (typeof taskStatuses)[number];

/** Whether somebody will still do the task, or is at it. */
export function isOpen(status: TaskStatus): boolean {
  return status !== 'completed' && status !== 'canceled';
}

/** Whether an agent has taken it. */
export function isAnswered(status: TaskStatus): boolean {
  return status === 'assigned' || status === 'wrapping' || status === 'completed';
}
