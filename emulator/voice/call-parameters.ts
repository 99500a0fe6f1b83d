import { rfc2822 } from '../rest/dates';
import type { CallRecord, CallStatus } from './call-record';
import { countryOf } from './phone';

/**
 * The parameters that every request of a call carries. Twilio knows no city, state or zip of most numbers and sends them empty;
 * the country follows from the calling code.
 */
export function callParameters(call: CallRecord): Record<string, string> {
  const inbound = call.direction === 'inbound';
  return {
    AccountSid: call.account_sid,
    ApiVersion: call.api_version,
    CallSid: call.sid,
    CallStatus: call.status,
    Direction: call.direction,
    From: call.from,
    To: call.to,
    Caller: call.from,
    Called: call.to,
    ...places('From', call.from),
    ...places('To', call.to),
    ...places('Caller', call.from),
    ...places('Called', call.to),
    ...(call.parent_call_sid !== null && { ParentCallSid: call.parent_call_sid }),
    ...(call.answered_by !== null && { AnsweredBy: call.answered_by }),
    ...(inbound && { CallToken: callToken(call) }),
  };
}

function places(end: string, number: string): Record<string, string> {
  return { [`${end}City`]: '', [`${end}State`]: '', [`${end}Zip`]: '', [`${end}Country`]: countryOf(number) };
}

/** Twilio's token for forwarding a caller's id is JSON around a signed token; nothing here checks the inner one. */
function callToken(call: CallRecord): string {
  return JSON.stringify({ parentCallInfoToken: Buffer.from(`${call.sid}:${call.from}`).toString('base64url') });
}

/** What a call's status callback carries besides; `sequenceNumber` counts the callbacks of the call from 0. */
export function statusParameters(
  call: CallRecord,
  event: {
    status: CallStatus | 'initiated';
    sequenceNumber: number;
    nowMs: number;
    sipResponseCode?: string | undefined;
  },
): Record<string, string> {
  const seconds = Number(call.duration ?? 0);
  const isOver = call.end_time !== null;
  return {
    CallStatus: event.status,
    Timestamp: rfc2822(new Date(event.nowMs).toISOString()),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(event.sequenceNumber),
    ...(isOver && { CallDuration: String(seconds), Duration: String(Math.ceil(seconds / 60)) }),
    ...(isOver && { SipResponseCode: event.sipResponseCode ?? sipResponseCode(event.status) }),
  };
}

function sipResponseCode(status: CallStatus | 'initiated'): string {
  if (status === 'busy') return '486';
  if (status === 'no-answer' || status === 'canceled') return '487';
  return status === 'failed' ? '404' : '200';
}
