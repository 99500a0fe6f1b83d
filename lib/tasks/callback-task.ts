import type { Client, HoldHours } from '../config';
import type { PhoneNumber } from '../phone';
import type { CallSid, ExecutionSid } from '../sid';
import { SCHEMA, type CallbackAttributes } from './attributes';

/** What a callback is made of. */
export interface CallbackFacts {
  /** The call in which it was asked for. */
  readonly callSid: CallSid;
  /** Who called, as the carrier gave it. */
  readonly from: string;
  /** The line that was called. */
  readonly line: string;
  readonly number: PhoneNumber;
  readonly receivedAt: Date;
  readonly key: string;
  readonly topic?: string | undefined;
  readonly executionSid?: ExecutionSid | undefined;
  /** Given when it is not to be made at once. */
  readonly hold?: { readonly dueAt: string; readonly holdHours: HoldHours } | undefined;
}

/** The attributes of a new callback task. `client` is the client as callers of that line meet it. */
export function callbackAttributes(client: Client, facts: CallbackFacts): CallbackAttributes {
  const { callSid, from, line, number, receivedAt, key, topic, executionSid, hold } = facts;
  return {
    linekit: { schema: SCHEMA, client: client.client, line, language: client.language, key },
    taskType: 'callback',
    // Who asked for another number is still named by the number that the agent will call.
    name: number,
    from,
    to: line,
    direction: 'inbound',
    ...(topic !== undefined && { topic }),
    ...(executionSid && { flow_execution_sid: executionSid }),
    callBackData: {
      numberToCall: number,
      numberToCallFrom: line,
      attempts: 0,
      mainTimeZone: client.timeZone,
      utcDateTimeReceived: receivedAt.toISOString(),
      recordingSid: '',
      recordingUrl: '',
      transcriptSid: '',
      transcriptText: '',
      isDeleted: false,
      ...hold,
    },
    conversations: { conversation_id: callSid },
  };
}
