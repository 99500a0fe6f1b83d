import type { World } from '../contract';
import { formatted } from './phone';

export const API_VERSION = '2010-04-01';

export type CallStatus =
  'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled';
export type CallDirection = 'inbound' | 'outbound-api' | 'outbound-dial';

/** A call as the REST API shows it (schema api.v2010.account.call); dates ISO 8601. */
export interface CallRecord {
  readonly sid: string;
  readonly account_sid: string;
  readonly date_created: string;
  readonly date_updated: string;
  readonly parent_call_sid: string | null;
  readonly to: string;
  readonly to_formatted: string;
  readonly from: string;
  readonly from_formatted: string;
  readonly phone_number_sid: string | null;
  readonly status: CallStatus;
  readonly start_time: string | null;
  readonly end_time: string | null;
  /** Seconds, once the call is over. */
  readonly duration: string | null;
  readonly price: string | null;
  readonly price_unit: string;
  readonly direction: CallDirection;
  readonly answered_by: string | null;
  readonly api_version: string;
  readonly forwarded_from: string | null;
  readonly group_sid: string | null;
  readonly caller_name: string | null;
  readonly queue_time: string;
  readonly trunk_sid: string | null;
  readonly uri: string;
  readonly subresource_uris: Readonly<Record<string, string>>;
}

/** What tells one new call from another. */
export interface NewCall {
  readonly accountSid: string;
  readonly from: string;
  readonly to: string;
  readonly direction: CallDirection;
  readonly phoneNumberSid?: string;
  readonly parentCallSid?: string;
}

/** The record of a call that begins now. It is not stored yet. */
export function newCallRecord(call: NewCall, { ids, clock }: Pick<World, 'ids' | 'clock'>): CallRecord {
  const sid = ids.sid('CA');
  const now = new Date(clock.now()).toISOString();
  const path = `/${API_VERSION}/Accounts/${call.accountSid}/Calls/${sid}`;
  return {
    sid,
    account_sid: call.accountSid,
    date_created: now,
    date_updated: now,
    parent_call_sid: call.parentCallSid ?? null,
    to: call.to,
    to_formatted: formatted(call.to),
    from: call.from,
    from_formatted: formatted(call.from),
    phone_number_sid: call.phoneNumberSid ?? null,
    status: call.direction === 'inbound' ? 'ringing' : 'queued',
    start_time: null,
    end_time: null,
    duration: null,
    price: null,
    price_unit: 'USD',
    direction: call.direction,
    answered_by: null,
    api_version: API_VERSION,
    forwarded_from: null,
    group_sid: null,
    caller_name: null,
    queue_time: '0',
    trunk_sid: null,
    uri: `${path}.json`,
    subresource_uris: callLinks(path),
  };
}

const CALL_LINKS = [
  ['notifications', 'Notifications'],
  ['recordings', 'Recordings'],
  ['payments', 'Payments'],
  ['events', 'Events'],
  ['siprec', 'Siprec'],
  ['streams', 'Streams'],
  ['transcriptions', 'Transcriptions'],
  ['user_defined_message_subscriptions', 'UserDefinedMessageSubscriptions'],
  ['user_defined_messages', 'UserDefinedMessages'],
] as const;

function callLinks(path: string): Record<string, string> {
  return Object.fromEntries(CALL_LINKS.map(([name, part]) => [name, `${path}/${part}.json`]));
}

/** What a call that ended at `nowMs` has in its record; a call nobody answered lasted 0 s. */
export function endOfCall(record: CallRecord, status: CallStatus, nowMs: number): Partial<CallRecord> {
  const now = new Date(nowMs).toISOString();
  const startMs = record.start_time === null ? nowMs : Date.parse(record.start_time);
  return {
    status,
    start_time: record.start_time ?? now,
    end_time: now,
    date_updated: now,
    duration: String(Math.ceil((nowMs - startMs) / 1000)),
  };
}
