import type { CallRecord, CallStatus } from '../call-record';
import type { LiveCalls } from '../live-calls';
import type { OutboundPlan } from '../outbound-call';
import { inlineDocument } from '../twiml/document';
import type { Conferences } from './conferences';
import type { ConferenceOptions } from './join-options';
import type { ParticipantRecord } from './participant';

/** Calls somebody into a conference. */
export interface DialIn {
  readonly calls: LiveCalls;
  readonly conferences: Conferences;
  /** Of the call, stored already. */
  readonly record: CallRecord;
  readonly friendlyName: string;
  /** Of the conference, when it begins with this call. */
  readonly options: ConferenceOptions;
  /** The document has the Conference noun. */
  readonly plan: Omit<OutboundPlan, 'first' | 'fallback'> & { readonly twiml: string };
  /** Hears of the leg besides. */
  readonly told?: (status: CallStatus) => void;
}

export type DialInFields = Pick<
  ParticipantRecord,
  'label' | 'muted' | 'coaching' | 'call_sid_to_coach' | 'start_conference_on_enter' | 'end_conference_on_exit'
>;

/** Rings; whoever answers takes part. Resolves at once with the participant's record, which shows how far it is. */
export function dialIntoConference(dial: DialIn, fields: DialInFields): ParticipantRecord {
  const { calls, conferences, record, plan, friendlyName } = dial;
  const { account_sid: accountSid, sid } = record;
  const conference = conferences.open(accountSid, friendlyName, dial.options);
  const { date_created: now } = record;
  const participant = conferences.participants.insert({
    sid,
    account_sid: accountSid,
    call_sid: sid,
    conference_sid: conference.sid,
    date_created: now,
    date_updated: now,
    hold: false,
    status: 'queued',
    queue_time: '0',
    ...fields,
  });
  calls.dial(record, { ...plan, first: inlineDocument(plan.twiml), fallback: undefined }, status => {
    dial.told?.(status);
    if (status === 'ringing' && conferences.participants.get(sid))
      conferences.participants.update(sid, { status: 'ringing' });
    if (!['busy', 'no-answer', 'failed', 'canceled'].includes(status)) return;
    conferences.participants.delete(sid);
    conference.reports.failed(sid, { callStatus: status, label: fields.label ?? undefined });
    conference.endIfDeserted(conferences.participants.find(one => one.conference_sid === conference.sid) === undefined);
  });
  return participant;
}
