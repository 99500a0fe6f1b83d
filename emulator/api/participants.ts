import type { Route, World } from '../contract';
import { resource, type Context, type Parameters } from '../rest/resource';
import { invalid, TwilioError } from '../rest/twilio-error';
import { newCallRecord, type CallRecord } from '../voice/call-record';
import { announce } from '../voice/conference/announce';
import { CONFERENCE_EVENTS, type ConferenceOptions } from '../voice/conference/join-options';
import type { Conferences } from '../voice/conference/conferences';
import type { Participant, ParticipantRecord, ParticipantState } from '../voice/conference/participant';
import { dialIntoConference } from '../voice/conference/dial-in';
import type { LiveCalls } from '../voice/live-calls';
import { isLabel } from '../voice/twiml/nouns/conference-noun';
import { element, escapeXml } from '../studio/twiml';
import { detectionOf, eventsOf, methodOf, recordingOf, ringLimitMs, statusCallbackOf, urlOf } from './call-requests';
import { endsOf } from './calls';

export interface ParticipantParts {
  readonly world: World;
  readonly calls: LiveCalls;
  readonly conferences: Conferences;
}

/** Who is in a conference: called into it, muted, held, coached, announced to, taken out. By call or by label. */
export function participantRoutes(parts: ParticipantParts): Route[] {
  const { world, conferences } = parts;
  return resource<ParticipantRecord>({
    world,
    document: 'api_v2010',
    path: '/2010-04-01/Accounts/{AccountSid}/Conferences/{ConferenceSid}/Participants.json',
    sidPrefix: 'CA',
    records: conferences.participants,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    parents: { ConferenceSid: (key, scope) => parentOf(conferences, key, scope['account_sid'] ?? '') },
    find: (key, { scope }) =>
      conferences.participants.find(
        record => record.conference_sid === scope['conference_sid'] && (record.sid === key || record.label === key),
      ),
    create: (_, context) => callIn(parts, context),
    update: (record, _, context) => {
      change(participantOf(parts, record), conferences, context);
      return {};
    },
    // The path may have named the conference otherwise.
    present: record => ({ conference_sid: record.conference_sid }),
    remove: record => {
      const joined = conferences.of(record.sid)?.participants.get(record.sid);
      if (joined) joined.leave('participant_updated_via_api');
      else parts.calls.find(record.sid)?.hangUp();
    },
  });
}

/** By sid, or by name as long as it goes on; a name that is not there begins one when somebody is called into it. */
function parentOf(conferences: Conferences, key: string, accountSid: string): { sid: string } | undefined {
  const live = conferences.find(accountSid, key);
  if (live) return live;
  if (/^CF[0-9a-f]{32}$/.test(key)) return conferences.records.get(key);
  return { sid: key };
}

function participantOf({ conferences }: ParticipantParts, record: ParticipantRecord): Participant {
  const participant = conferences.of(record.sid)?.participants.get(record.sid);
  if (!participant) throw new TwilioError(400, 20001, `Participant ${record.sid} is not connected yet`);
  return participant;
}

function callIn(parts: ParticipantParts, context: Context): ParticipantRecord {
  const { world, calls, conferences } = parts;
  const { accountSid, parameters, scope } = context;
  const name = scope['conference_sid'] ?? '';
  const ended = conferences.records.get(name);
  if (ended?.status === 'completed') throw new TwilioError(400, 16022, 'Conference does not exist or is completed');
  const { from, to } = endsOf(context, world);
  const label = labelOf(parts, context);
  const friendlyName = conferences.find(accountSid, name)?.friendlyName ?? name;
  const coach = parameters['CallSidToCoach'];
  const twiml = element('Response', {}, element('Dial', {}, nounOf({ friendlyName, label, parameters })));
  const limit = parameters['TimeLimit'];
  const record = newCallRecord({ accountSid, from, to, direction: 'outbound-api' }, world);
  const plan = {
    twiml,
    ringLimitMs: ringLimitMs(parameters),
    statusCallback: statusCallbackOf(parameters),
    detection: detectionOf(parameters),
    asyncDetection: amdCallback(parameters),
    recording: parameters['Record'] === true ? recordingOf(parameters, 'OutboundAPI') : undefined,
    ...(typeof limit === 'number' && { maxMs: limit * 1000 }),
  };
  world.store.collection<CallRecord>('api.calls').insert(record);
  const options = conferenceOptions(parameters);
  return dialIntoConference(
    { calls, conferences, record, plan, friendlyName, options },
    {
      label: label ?? null,
      muted: parameters['Muted'] === true,
      coaching: parameters['Coaching'] === true,
      call_sid_to_coach: typeof coach === 'string' ? coach : null,
      start_conference_on_enter: parameters['StartConferenceOnEnter'] !== false,
      end_conference_on_exit: parameters['EndConferenceOnExit'] === true,
    },
  );
}

function labelOf({ conferences }: ParticipantParts, { parameters, scope }: Context): string | undefined {
  const { Label: label } = parameters;
  if (label === undefined || label === '') return undefined;
  if (!isLabel(String(label)))
    throw new TwilioError(400, 16023, 'Participant label invalid (max 128 chars, not CallSid, no "/")');
  const isTaken = conferences.participants.find(
    record => record.conference_sid === scope['conference_sid'] && record.label === label,
  );
  if (isTaken) throw new TwilioError(400, 16026, `Participant label ${String(label)} is in use by another participant`);
  return String(label);
}

function amdCallback(parameters: Parameters): { url: string; method: 'GET' | 'POST' } | 'unheard' {
  const { AmdStatusCallback: url, AmdStatusCallbackMethod: method } = parameters;
  return url ? { url: urlOf('AmdStatusCallback', url), method: methodOf(method) } : 'unheard';
}

const BEEPS = ['true', 'false', 'onEnter', 'onExit'];

/** The noun by which somebody who answers takes part: what the parameters say, as attributes. */
function nounOf(asked: { friendlyName: string; label: string | undefined; parameters: Parameters }): string {
  const { parameters, label, friendlyName } = asked;
  const { Beep: beep, Coaching: coaching, CallSidToCoach: coach, MaxParticipants: most, WaitUrl: waitUrl } = parameters;
  if (beep !== undefined && !BEEPS.includes(String(beep)))
    throw invalid(`Invalid value for parameter Beep: "${String(beep)}"`);
  if (typeof most === 'number' && (most < 2 || most > 250)) throw invalid('MaxParticipants must be between 2 and 250');
  if (coaching === true && !coach) throw new TwilioError(400, 13240, 'Coaching needs CallSidToCoach');
  const attribute = (name: string): string | undefined => textOf(parameters[name]);
  const attributes = {
    participantLabel: label,
    muted: attribute('Muted'),
    beep: attribute('Beep'),
    startConferenceOnEnter: attribute('StartConferenceOnEnter'),
    endConferenceOnExit: attribute('EndConferenceOnExit'),
    waitUrl: waitUrl ? urlOf('WaitUrl', waitUrl) : waitUrl === '' ? '' : undefined,
    waitMethod: attribute('WaitMethod'),
    maxParticipants: attribute('MaxParticipants'),
    coach: coaching === true ? attribute('CallSidToCoach') : undefined,
  };
  return element('Conference', attributes, escapeXml(friendlyName));
}

/** What they say of the conference, when it begins with them. */
function conferenceOptions(parameters: Parameters): ConferenceOptions {
  const { ConferenceStatusCallback: status, ConferenceRecordingStatusCallback: recording } = parameters;
  const events = eventsOf(parameters['ConferenceStatusCallbackEvent'], CONFERENCE_EVENTS);
  const recordingEvents = eventsOf(parameters['ConferenceRecordingStatusCallbackEvent'], RECORDING_EVENTS);
  return {
    region: textOf(parameters['Region']),
    isRecorded: ['true', 'record-from-start'].includes(String(parameters['ConferenceRecord'])),
    trim: parameters['ConferenceTrim'] !== 'do-not-trim',
    statusCallback: status
      ? {
          url: urlOf('ConferenceStatusCallback', status),
          method: methodOf(parameters['ConferenceStatusCallbackMethod']),
          events: events.length > 0 ? events : ['start', 'end'],
        }
      : undefined,
    recordingCallback: recording
      ? {
          url: urlOf('ConferenceRecordingStatusCallback', recording),
          method: methodOf(parameters['ConferenceRecordingStatusCallbackMethod']),
          events: recordingEvents.length > 0 ? recordingEvents : ['completed'],
        }
      : undefined,
  };
}

const RECORDING_EVENTS = ['in-progress', 'completed', 'absent'] as const;

function textOf(value: Parameters[string]): string | undefined {
  return value === undefined || value === '' ? undefined : String(value);
}

/** Muted, Hold, Coaching …, each only when it is given. Throws TwilioError 13240 for a coach of nobody. */
function change(participant: Participant, conferences: Conferences, { parameters }: Context): void {
  const conference = conferences.of(participant.call.sid);
  if (!conference) throw new TwilioError(400, 16022, 'Conference does not exist or is completed');
  const { Muted, Hold, Coaching, CallSidToCoach, EndConferenceOnExit, BeepOnExit } = parameters;
  const { HoldUrl, HoldMethod, AnnounceUrl, AnnounceMethod } = parameters;
  const coach = CallSidToCoach ?? participant.state.callSidToCoach;
  if (Coaching === true && !(typeof coach === 'string' && conference.participants.has(coach)))
    throw new TwilioError(400, 16028, 'Participant to be whispered is not present in the conference');
  if (HoldUrl !== undefined)
    participant.holdMusic = {
      url: HoldUrl === '' ? undefined : urlOf('HoldUrl', HoldUrl),
      method: HoldMethod === 'POST' ? 'POST' : 'GET',
    };
  const changes: Partial<ParticipantState> = {
    ...(typeof Muted === 'boolean' && { muted: Muted }),
    ...(typeof Hold === 'boolean' && { hold: Hold }),
    ...(typeof Coaching === 'boolean' && { coaching: Coaching }),
    ...(typeof CallSidToCoach === 'string' && { callSidToCoach: CallSidToCoach }),
    ...(typeof EndConferenceOnExit === 'boolean' && { endConferenceOnExit: EndConferenceOnExit }),
    ...(typeof BeepOnExit === 'boolean' && { beepOnExit: BeepOnExit }),
  };
  conference.update(participant, changes);
  if (AnnounceUrl)
    announce(conference, [participant], { url: urlOf('AnnounceUrl', AnnounceUrl), method: methodOf(AnnounceMethod) });
}
