import type { TaskCustomer, WorkerConference, WorkerDial, WorkerLegs, WorkerLegStatus } from '../contract';
import { element, escapeXml } from '../studio/twiml';
import { bridge } from './bridge';
import { newCallRecord, type CallRecord, type CallStatus } from './call-record';
import { startRecording } from './call-recording';
import { attend } from './conference/attend';
import { dialIntoConference, type DialInFields } from './conference/dial-in';
import { CONFERENCE_EVENTS, type ConferenceOptions, type JoinOptions } from './conference/join-options';
import type { CallWorld, VoiceServices } from './live-call';
import { MAX_CALL_MS } from './run-call';
import type { Waiting } from './queues';
import type { Leg } from './ring';
import { ring } from './ring';
import type { Session } from './session';
import { inlineDocument } from './twiml/document';
import { CONFERENCE_WAIT_VERBS } from './twiml/verbs/wait-verbs';

/** The legs to workers' phones that TaskRouter's instructions ask for. */
export function createWorkerLegs(world: CallWorld, services: VoiceServices): WorkerLegs {
  return new Legs(world, services);
}

type ConferenceDial = WorkerDial & { readonly conference: WorkerConference; readonly customer?: TaskCustomer };

class Legs implements WorkerLegs {
  constructor(
    private readonly world: CallWorld,
    private readonly services: VoiceServices,
  ) {}

  dequeue(dial: WorkerDial): { callSid: string } | undefined {
    const waiting = this.services.queues.ofTask(dial.taskSid);
    if (!waiting?.call) return undefined;
    const calls = this.services.calls();
    const leg = calls.begin(this.newCall(dial), dial.statusCallback);
    leg.call.statusChanged = told(dial, leg.call.sid);
    leg.call.background(this.ringForQueue(leg, waiting, dial).finally(() => void calls.finish(leg)));
    return { callSid: leg.call.sid };
  }

  call(dial: WorkerDial & { url: string }): { callSid: string } {
    const record = this.newCall(dial);
    const plan = {
      first: { kind: 'voice-url', url: dial.url, method: 'POST', parameters: {} } as const,
      fallback: undefined,
      statusCallback: dial.statusCallback,
      ringLimitMs: dial.timeoutMs,
      recording: dial.record === 'record-from-answer' ? RECORDED : undefined,
    };
    this.services.calls().dial(record, plan, told(dial, record.sid));
    return { callSid: record.sid };
  }

  redirect({ accountSid, callSid, url }: { accountSid: string; callSid: string; url: string }): boolean {
    const call = this.services.calls().find(callSid);
    if (call?.accountSid !== accountSid || call.isOver) return false;
    call.redirect({ kind: 'voice-url', url, method: 'POST', parameters: {} });
    return true;
  }

  conference(dial: ConferenceDial): { callSid: string; conferenceSid: string } | undefined {
    const { conference } = dial;
    const bring = this.bringerOf(dial);
    if (!bring) return undefined;
    const record = this.newCall(dial);
    const tell = told(dial, record.sid);
    const noun = element('Conference', workerAttributes(conference), escapeXml(conference.friendlyName));
    const participant = this.dialIn(dial, {
      record,
      noun,
      friendlyName: conference.friendlyName,
      options: optionsOf(conference),
      told: status => {
        tell(status);
        if (status === 'in-progress') bring();
      },
      fields: {
        muted: conference.muted ?? false,
        start_conference_on_enter: conference.startConferenceOnEnter ?? true,
        end_conference_on_exit: conference.endConferenceOnExit ?? false,
      },
    });
    return { callSid: record.sid, conferenceSid: participant.conference_sid };
  }

  /** What brings the customer to the worker who has answered; undefined when there is no customer. */
  private bringerOf(dial: ConferenceDial): (() => void) | undefined {
    const { accountSid, conference, customer = { callSid: '' } } = dial;
    const { queues, conferences, calls } = this.services;
    const going = () => conferences.find(accountSid, conference.friendlyName);
    const unlessThere = (callSid: string, bring: () => void) => () =>
      void (going()?.participants.has(callSid) || bring());
    const waiting = queues.ofTask(dial.taskSid);
    if (waiting?.call)
      return unlessThere(waiting.call.sid, () =>
        waiting.connect(dial.to, session => customerAttends(session, conference)),
      );
    if ('outboundTo' in customer)
      return going() ? () => undefined : () => customer.dialed(this.dialCustomer(dial, customer.outboundTo));
    const elsewhere = calls().find(customer.callSid);
    if (elsewhere?.accountSid === accountSid && !elsewhere.isOver)
      return unlessThere(elsewhere.sid, () => elsewhere.redirect(inlineDocument(customerDocument(conference))));
    return going() && (() => undefined);
  }

  /** Rings whom the task is about, for the conference; returns the call. */
  private dialCustomer(dial: ConferenceDial, to: string): string {
    const { conference } = dial;
    const { statusCallback: _worker, ...leg } = dial;
    const record = this.newCall({ ...dial, to });
    this.dialIn(leg, {
      record,
      noun: customerNoun(conference),
      friendlyName: conference.friendlyName,
      options: optionsOf(conference),
      told: () => undefined,
      fields: { end_conference_on_exit: conference.endConferenceOnCustomerExit ?? false },
    });
    return record.sid;
  }

  supervise(
    dial: WorkerDial & {
      conferenceSid: string;
      mode: 'monitor' | 'whisper' | 'barge';
      callSidToCoach?: string;
    },
  ): { callSid: string } | undefined {
    const going = this.services.conferences.find(dial.accountSid, dial.conferenceSid);
    if (!going) return undefined;
    const record = this.newCall(dial);
    const coach = dial.mode === 'whisper' ? dial.callSidToCoach : undefined;
    const muted = dial.mode === 'monitor';
    const noun = element('Conference', { muted, coach, beep: false }, escapeXml(going.friendlyName));
    this.dialIn(dial, {
      record,
      noun,
      friendlyName: going.friendlyName,
      options: NOTHING_SAID,
      told: told(dial, record.sid),
      fields: { muted, coaching: coach !== undefined, call_sid_to_coach: coach ?? null },
    });
    return { callSid: record.sid };
  }

  private dialIn(
    dial: WorkerDial,
    how: {
      record: CallRecord;
      noun: string;
      friendlyName: string;
      options: ConferenceOptions;
      told: (status: CallStatus) => void;
      fields: Partial<DialInFields>;
    },
  ): ReturnType<typeof dialIntoConference> {
    const { calls, conferences } = this.services;
    const twiml = element('Response', {}, element('Dial', {}, how.noun));
    const plan = { twiml, ringLimitMs: dial.timeoutMs, statusCallback: dial.statusCallback };
    return dialIntoConference({ ...how, calls: calls(), conferences, plan }, { ...FIELDS, ...how.fields });
  }

  private newCall({ accountSid, from, to }: WorkerDial): CallRecord {
    const record = newCallRecord({ accountSid, from, to, direction: 'outbound-api' }, this.world);
    return this.services.records.insert(record);
  }

  /** Rings the worker, takes the call out of its queue, and lets both talk. Never rejects. */
  private async ringForQueue(leg: Leg, waiting: Waiting, dial: WorkerDial): Promise<void> {
    const { call } = leg;
    const { call: member } = waiting;
    call.note('call', `calls ${dial.to} for a task`, { detail: { taskSid: dial.taskSid } });
    try {
      const status = await ring(leg, { limitMs: dial.timeoutMs });
      if (status !== 'in-progress') return call.over(status);
      if (!member || !waiting.connect(dial.to)) return call.hangUp();
      if (dial.record === 'record-from-answer') startRecording(member, RECORDED);
      const part = bridge(member, call);
      try {
        await call.callerScope.until<void>(resolve => {
          waiting.callerLeft = () => resolve();
        });
        call.hangUp();
      } finally {
        part();
        waiting.agentHangsUp();
      }
    } catch {
      // The worker hung up, or the leg was ended over REST.
      call.over('completed');
    }
  }
}

const RECORDED = { source: 'DialVerb', channels: 1, track: 'both', trim: false, callback: undefined } as const;
const NOTHING_SAID = { statusCallback: undefined, isRecorded: false, trim: true, recordingCallback: undefined };
const FIELDS: DialInFields = {
  label: null,
  muted: false,
  coaching: false,
  call_sid_to_coach: null,
  start_conference_on_enter: true,
  end_conference_on_exit: false,
};
const TOLD: readonly WorkerLegStatus[] = [
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'no-answer',
  'failed',
  'canceled',
];

/** Passes a leg's statuses on, each once. */
function told(dial: WorkerDial, callSid: string): (status: CallStatus) => void {
  const said = new Set<CallStatus>();
  return status => {
    const known = TOLD.find(one => one === status);
    if (!known || said.has(status)) return;
    said.add(status);
    dial.told({ callSid, status: known });
  };
}

function workerAttributes(conference: WorkerConference): Record<string, string | number | boolean | undefined> {
  const { muted, beep, startConferenceOnEnter, endConferenceOnExit, waitUrl, waitMethod, maxParticipants } = conference;
  return { muted, beep, startConferenceOnEnter, endConferenceOnExit, waitUrl, waitMethod, maxParticipants };
}

function customerNoun(conference: WorkerConference): string {
  const { endConferenceOnCustomerExit, beepOnCustomerEntrance, waitUrl, waitMethod, maxParticipants } = conference;
  const attributes = {
    endConferenceOnExit: endConferenceOnCustomerExit ?? false,
    beep: beepOnCustomerEntrance ? 'onEnter' : false,
    waitUrl,
    waitMethod,
    maxParticipants,
  };
  return element('Conference', attributes, escapeXml(conference.friendlyName));
}

function customerDocument(conference: WorkerConference): string {
  return element('Response', {}, element('Dial', {}, customerNoun(conference)));
}

function optionsOf({ record, recordingStatusCallback, statusCallback }: WorkerConference): ConferenceOptions {
  return {
    isRecorded: record ?? false,
    trim: true,
    recordingCallback: recordingStatusCallback
      ? { url: recordingStatusCallback, method: 'POST', events: ['completed'] }
      : undefined,
    statusCallback: statusCallback && {
      url: statusCallback.url,
      method: statusCallback.method,
      events: CONFERENCE_EVENTS.filter(event => statusCallback.events.includes(event)),
    },
  };
}

/** The caller who waited takes part until the conference is over for them. Rejects with the Interruption that took them out. */
async function customerAttends(session: Session, conference: WorkerConference): Promise<void> {
  const join: JoinOptions = {
    ...optionsOf(conference),
    muted: false,
    startConferenceOnEnter: true,
    endConferenceOnExit: conference.endConferenceOnCustomerExit ?? false,
    beep: conference.beepOnCustomerEntrance ? 'onEnter' : 'false',
    waitUrl: conference.waitUrl,
    waitMethod: conference.waitMethod ?? 'POST',
    maxParticipants: conference.maxParticipants ?? 250,
    coach: undefined,
    label: undefined,
  };
  const attended = await attend(session, {
    friendlyName: conference.friendlyName,
    join,
    hangupOnStar: false,
    limitMs: MAX_CALL_MS,
    verbs: CONFERENCE_WAIT_VERBS,
  });
  if (attended?.interruption) throw attended.interruption;
}
