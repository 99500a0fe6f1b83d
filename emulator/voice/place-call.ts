import type { CallerStep, World } from '../contract';
import type { ApplicationRecord } from '../api/applications';
import { methodOf, type ApplicationVoice } from '../api/call-requests';
import type { NumberRecord } from '../api/incoming-phone-numbers';
import { newCallRecord, type CallRecord } from './call-record';
import { TwilioError } from '../rest/twilio-error';
import type { LiveCalls, PlacedCall } from './live-calls';
import type { CallPlan } from './outbound-call';
import { callerId } from './phone';
import type { DocumentSource } from './twiml/document';

export interface CallRequest {
  /** Whose number it is, when several accounts have it. */
  readonly accountSid?: string;
  /** E.164, or "anonymous", "restricted", "unavailable", "unknown". */
  readonly from: string;
  readonly to: string;
  readonly caller: readonly CallerStep[];
}

/** Lets somebody call a number of an account. Throws TwilioError 404/20404 when nobody has the number. */
export function placeCall(request: CallRequest, calls: LiveCalls, world: World): PlacedCall {
  const { accountSid, from, to, caller } = request;
  const number = world.store
    .collection<NumberRecord>('api.incoming_phone_numbers')
    .find(record => record.phone_number === to && (accountSid === undefined || record.account_sid === accountSid));
  if (!number)
    throw new TwilioError(404, 20404, `Nobody has the number ${to}: no account of this local Twilio owns it`);
  const record = newCallRecord(
    { accountSid: number.account_sid, from: callerId(from), to, direction: 'inbound', phoneNumberSid: number.sid },
    world,
  );
  world.store.collection<CallRecord>('api.calls').insert(record);
  return calls.receive(record, planFor(routed(number, world)), caller);
}

/** An application that the number names decides instead of the number's own URLs. */
function routed(number: NumberRecord, { store }: World): ApplicationVoice {
  const sid = number.voice_application_sid ?? '';
  return store.collection<ApplicationRecord>('api.applications').get(sid) ?? number;
}

function planFor(number: ApplicationVoice): CallPlan {
  return {
    first: firstDocument(number),
    fallback: number.voice_fallback_url
      ? { url: number.voice_fallback_url, method: methodOf(number.voice_fallback_method ?? 'POST') }
      : undefined,
    statusCallback: number.status_callback
      ? {
          url: number.status_callback,
          method: methodOf(number.status_callback_method ?? 'POST'),
          events: ['completed'],
        }
      : undefined,
  };
}

/** A number without a URL is turned away, as Twilio does. */
function firstDocument(number: ApplicationVoice): DocumentSource {
  const base = { kind: 'voice-url', method: methodOf(number.voice_method ?? 'POST'), parameters: {} } as const;
  if (number.voice_url) return { ...base, url: number.voice_url };
  return { ...base, url: '', twiml: '<Response><Reject/></Response>' };
}
