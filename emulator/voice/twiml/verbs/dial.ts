import { startRecording, type CallRecording } from '../../call-recording';
import { attend } from '../../conference/attend';
import { dialTargets, type DialResult } from '../../dial-leg';
import { dialQueue } from '../../dial-queue';
import type { Interruption } from '../../scope';
import type { Session } from '../../session';
import { accepted, flag, inert, oneOf, text, url, whole, type ValuesOf } from '../attributes';
import { elementsOf, textOf, type Element } from '../element';
import { callerIdFor } from '../nouns/caller-id';
import { targetOf } from '../nouns/callee-noun';
import { conferenceOf } from '../nouns/conference-noun';
import { queueOf } from '../nouns/queue-noun';
import { recordingAttributes, recordingCallbackOf } from '../recording-attributes';
import { notEmulated } from '../twiml-error';
import { defineVerb, NEXT, type Outcome } from '../verb';
import { CONFERENCE_WAIT_VERBS, WHISPER_VERBS } from './wait-verbs';

const RECORD = [
  'do-not-record',
  'false',
  'true',
  'record-from-answer',
  'record-from-ringing',
  'record-from-answer-dual',
  'record-from-ringing-dual',
] as const;

/** Countries, and the old tone of the United States: the type DialRingTone of Twilio's libraries. */
const RING_TONES =
  'at au bg br be ch cl cn cz de dk ee es fi fr gr hu il in it lt jp mx my nl no nz ph pl pt ru se sg th uk us us-old tw ve za'.split(
    ' ',
  );

const attributes = {
  action: url({ default: undefined }),
  method: oneOf(['POST', 'GET'], { default: 'POST', warning: 13210 }),
  timeout: whole({ default: 30, min: 1, max: 600, warning: 13212 }),
  hangupOnStar: flag({ default: false, warning: 13213 }),
  callerId: text({ default: undefined }),
  timeLimit: whole({ default: 14_400, min: 1, max: 86_400, warning: 13216 }),
  record: oneOf(RECORD, { default: 'do-not-record', warning: 13217 }),
  sequential: flag({ default: false, warning: 13218 }),
  answerOnBridge: flag({ default: false, warning: 13219 }),
  trim: oneOf(['trim-silence', 'do-not-trim'], { default: 'do-not-trim' }),
  ...recordingAttributes,
  recordingTrack: oneOf(['both', 'inbound', 'outbound'], { default: 'both', warning: 13622 }),
  referUrl: url({ default: '' }),
  referMethod: oneOf(['POST', 'GET'], { default: 'POST' }),
  ringTone: inert(oneOf(RING_TONES, { default: undefined, warning: 13220 })),
  ...accepted('events', 'fixDtmf', 'passports'),
};
type Values = ValuesOf<typeof attributes>;

/** What a Dial came to, and what the action is told of it. */
interface Dialled {
  readonly parameters: Readonly<Record<string, string>>;
  readonly interruption?: Interruption | undefined;
  /** Where the callee's SIP REFER sends the call. */
  readonly referredTo?: string | undefined;
}

/** There was nobody whom Twilio could call. */
const NOBODY_CALLED: Dialled = { parameters: { DialCallStatus: 'failed', DialBridged: 'false' } };

/** At most so many are called by one Dial. */
const MAX_TARGETS = 10;

/** https://www.twilio.com/docs/voice/twiml/dial: what comes of it is the callees' scripts. */
export const dial = defineVerb({
  name: 'Dial',
  attributes,
  nested: ['Number', 'Client', 'Sip', 'Conference', 'Queue', 'Sim', 'Application', 'WhatsApp'],
  nestedWarning: 13215,
  answers: false,
  async run({ attributes: values, element, session }) {
    if (!values.answerOnBridge) session.answer();
    return afterDial(await carryOut(element, values, session), values, session);
  },
});

function carryOut(element: Element, values: Values, session: Session): Promise<Dialled> {
  const [noun, ...others] = unmixed(elementsOf(element), session);
  if (noun?.name === 'Conference') return dialConference(noun, values, session);
  if (noun?.name === 'Queue') return dialInQueue(noun, values, session);
  const nouns = noun ? [noun, ...others] : [];
  for (const { name } of nouns) if (!['Number', 'Client', 'Sip'].includes(name)) throw notEmulated(`<Dial><${name}>`);
  return dialPeople(noun ? nouns : [numberNoun(element)], values, session);
}

/** A Conference or Queue stands alone; what the first noun doesn't go with is passed over (13000). */
function unmixed(nouns: readonly Element[], session: Session): readonly Element[] {
  const standsAlone = ({ name }: Element): boolean => name === 'Conference' || name === 'Queue';
  const [first] = nouns;
  if (!first) return [];
  const kept = standsAlone(first) ? [first] : nouns.filter(noun => !standsAlone(noun));
  if (kept.length < nouns.length)
    session.warn({ code: 13000, message: 'Dial: Conference and Queue cannot be mixed with other nouns' });
  return kept;
}

/** `<Dial>+1…</Dial>` */
function numberNoun(element: Element): Element {
  return { name: 'Number', attributes: {}, children: [textOf(element)] };
}

async function dialPeople(nouns: readonly Element[], values: Values, session: Session): Promise<Dialled> {
  if (nouns.length > MAX_TARGETS)
    session.warn({ code: 13250, message: `Dial: only the first ${MAX_TARGETS} are called` });
  const targets = nouns.slice(0, MAX_TARGETS).flatMap(noun => targetOf(noun, session) ?? []);
  const from = callerIdFor(targets, values.callerId, session);
  if (targets.length === 0 || from === undefined) return NOBODY_CALLED;
  let recording: CallRecording | undefined;
  const record = (): void => void (recording ??= startDialRecording(values, session));
  if (values.record.startsWith('record-from-ringing')) record();
  const result = await dialTargets(session, {
    targets,
    from,
    timeoutMs: values.timeout * 1000,
    limitMs: values.timeLimit * 1000,
    hangupOnStar: values.hangupOnStar,
    isSequential: values.sequential,
    whisperVerbs: WHISPER_VERBS,
    takesRefer: values.referUrl !== '',
    joined() {
      session.answer();
      if (values.record !== 'do-not-record' && values.record !== 'false') record();
    },
  });
  const { interruption, referredTo } = result;
  return { parameters: { ...parametersOf(result), ...recorded(recording) }, interruption, referredTo };
}

function startDialRecording(values: Values, session: Session): CallRecording {
  return startRecording(session.call, {
    source: 'DialVerb',
    channels: values.record.endsWith('-dual') ? 2 : 1,
    track: values.recordingTrack,
    trim: values.trim === 'trim-silence',
    callback: recordingCallbackOf(values, session),
  });
}

function recorded(recording: CallRecording | undefined): Record<string, string> {
  if (!recording) return {};
  const { media_url: url, sid, duration } = recording.stop();
  return { RecordingUrl: url, RecordingSid: sid, RecordingDuration: duration };
}

function parametersOf({ status, callSid, bridgedSeconds, sipResponseCode }: DialResult): Record<string, string> {
  return {
    DialCallStatus: status,
    ...(callSid !== '' && { DialCallSid: callSid }),
    DialBridged: String(bridgedSeconds !== undefined),
    ...(bridgedSeconds !== undefined && { DialCallDuration: String(bridgedSeconds) }),
    ...(sipResponseCode !== undefined && { DialSipResponseCode: sipResponseCode }),
  };
}

async function dialConference(noun: Element, values: Values, session: Session): Promise<Dialled> {
  session.answer();
  const wanted = conferenceOf(noun, session);
  if (!wanted) return NOBODY_CALLED;
  const { friendlyName, join } = wanted;
  let recording: CallRecording | undefined;
  if (values.record !== 'do-not-record' && values.record !== 'false') recording = startDialRecording(values, session);
  const attended = await attend(session, {
    friendlyName,
    join,
    hangupOnStar: values.hangupOnStar,
    limitMs: values.timeLimit * 1000,
    verbs: CONFERENCE_WAIT_VERBS,
  });
  if (!attended) {
    session.warn({ code: 16020, message: `Conference ${friendlyName} is full` });
    return { parameters: { DialCallStatus: 'failed', DialBridged: 'false', ...recorded(recording) } };
  }
  return {
    parameters: {
      DialCallStatus: 'answered',
      DialBridged: 'true',
      DialCallDuration: String(attended.seconds),
      ConferenceSid: attended.conferenceSid,
      ...recorded(recording),
    },
    interruption: attended.interruption,
  };
}

async function dialInQueue(noun: Element, values: Values, session: Session): Promise<Dialled> {
  session.answer();
  const queue = queueOf(noun, session);
  if (!queue) return NOBODY_CALLED;
  const result = await dialQueue(session, {
    ...queue,
    timeoutMs: values.timeout * 1000,
    limitMs: values.timeLimit * 1000,
    hangupOnStar: values.hangupOnStar,
    whisperVerbs: WHISPER_VERBS,
  });
  return { parameters: parametersOf(result), interruption: result.interruption };
}

/** The action is requested in any case but a redirect; carried out only when the call is still there to carry it out on. */
async function afterDial(dialled: Dialled, values: Values, session: Session): Promise<Outcome> {
  const { parameters, interruption, referredTo } = dialled;
  const { action, method } = values;
  if (referredTo !== undefined) return referral(referredTo, values);
  const request = { kind: 'action', method, parameters } as const;
  if (!interruption) return action === undefined ? NEXT : { then: 'fetch', url: action, ...request };
  if (action !== undefined && interruption.reason.kind === 'hang-up')
    await session.call.send({ ...request, ...session.resolve(action) });
  throw interruption;
}

/** The call goes on as the document at referUrl says, instead of at the action. https://www.twilio.com/docs/voice/api/refer-to-twilio */
function referral(to: string, { referUrl, referMethod }: Values): Outcome {
  return {
    then: 'fetch',
    kind: 'twiml',
    url: referUrl,
    method: referMethod,
    parameters: { ReferTransferTarget: to },
  };
}
