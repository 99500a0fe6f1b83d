import { createHash } from 'node:crypto';
import { newCallRecord } from '../voice/call-record';
import type { LiveCall } from '../voice/live-call';
import { inlineDocument, type DocumentSource } from '../voice/twiml/document';
import type { CallerIdParts, CallerIdRecord } from './outgoing-caller-ids';

/** Whom Twilio calls to verify, and what is told of it. */
export interface Verification {
  readonly accountSid: string;
  readonly number: string;
  readonly friendlyName: string;
  readonly delayMs: number;
  /** Dialed once somebody answered. */
  readonly extension: string | undefined;
  readonly statusCallback: { readonly url: string; readonly method: 'GET' | 'POST' } | undefined;
}

/** Twilio's verification calls come from this number. */
const FROM = '+14157234000';
const CODE_DIGITS = 6;
const TRIES = 3;
const RING_MS = 60_000;
/** The same words and silence for each try: Twilio's own are not documented. */
const QUESTION = '<Say>Please enter your verification code.</Say><Pause length="15"/>';

/**
 * Calls the number after the delay and hears the keys that are pressed: the code makes it a caller id of the account, a wrong one may be tried again
 * twice. When the call is over, the callback gets `VerificationStatus` ("success", "failed") and, of a success, `OutgoingCallerIdSid`.
 */
export function verifyByCall(parts: CallerIdParts, wanted: Verification): { callSid: string; code: string } {
  const { world, calls, callRecords } = parts;
  const { accountSid, number: to } = wanted;
  const record = callRecords.insert(newCallRecord({ accountSid, from: FROM, to, direction: 'outbound-api' }, world));
  const code = codeOf(record.sid);
  world.clock.after(wanted.delayMs, () => {
    let callerId: CallerIdRecord | undefined;
    const plan = { fallback: undefined, statusCallback: undefined, ringLimitMs: RING_MS, sendDigits: wanted.extension };
    const { ended } = calls.dial(record, { ...plan, first: question(TRIES) });
    const call = calls.find(record.sid);
    if (!call) return;
    hearCode(call, code, () => (callerId = verified(parts, wanted)));
    void ended.then(() => tell(call, wanted, callerId));
  });
  return { callSid: record.sid, code };
}

function hearCode(call: LiveCall, code: string, right: () => void): void {
  let keys = '';
  let tries = TRIES;
  const stop = call.line.on(event => {
    if (event.type !== 'key') return;
    keys += event.digit;
    if (keys.length < CODE_DIGITS) return;
    const isRight = keys === code;
    keys = '';
    tries -= isRight ? TRIES : 1;
    if (isRight) right();
    if (tries <= 0) stop();
    call.redirect(isRight ? said('Thank you. Your number is verified.') : question(tries));
  });
}

function question(tries: number): DocumentSource {
  return tries > 0 ? document(QUESTION) : said('Your number could not be verified.');
}

function said(words: string): DocumentSource {
  return document(`<Say>${words}</Say>`);
}

function document(verbs: string): DocumentSource {
  return inlineDocument(`<Response>${verbs}</Response>`);
}

function verified({ world }: CallerIdParts, { accountSid, number, friendlyName }: Verification): CallerIdRecord {
  const nowIso = new Date(world.clock.now()).toISOString();
  return world.store.collection<CallerIdRecord>('api.outgoing_caller_ids').insert({
    sid: world.ids.sid('PN'),
    account_sid: accountSid,
    phone_number: number,
    friendly_name: friendlyName,
    date_created: nowIso,
    date_updated: nowIso,
  });
}

async function tell(
  call: LiveCall,
  { statusCallback }: Verification,
  callerId: CallerIdRecord | undefined,
): Promise<void> {
  if (!statusCallback) return;
  const result = callerId
    ? { VerificationStatus: 'success', OutgoingCallerIdSid: callerId.sid }
    : { VerificationStatus: 'failed' };
  await call.world.activity.track(call.send({ kind: 'call-status', ...statusCallback, parameters: result }));
}

/** Six digits that follow from the call, so that a run repeats. */
function codeOf(callSid: string): string {
  const number = createHash('sha256').update(callSid).digest().readUInt32BE(0);
  return String(number % 10 ** CODE_DIGITS).padStart(CODE_DIGITS, '0');
}
