import type { Client } from '../config';
import type VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import type {
  DialSipOptions,
  GatherOptions,
  HearStep,
  ListenOptions,
  RecordOptions,
  RecordTurnOptions,
  SpeechOptions,
  SpokenIn,
  VoiceStep,
} from '../voice-steps';
import { runtimeGlobals } from './runtime';

type Speech = Pick<Client, 'language' | 'voice'> | undefined;
/** A document, or a gather within one. */
type Hearing = Pick<VoiceResponse, 'say' | 'play' | 'pause'>;

/** The steps as a voice document, spoken as the client speaks. */
export function toTwiml(steps: readonly VoiceStep[], speech: Speech): VoiceResponse {
  const document = new (runtimeGlobals().Twilio.twiml.VoiceResponse)();
  for (const step of steps) append(document, step, speech);
  return document;
}

function append(document: VoiceResponse, step: VoiceStep, speech: Speech): void {
  if ('say' in step || 'play' in step || 'pause' in step) appendHearing(document, step, speech);
  else if ('gather' in step) appendGather(document, step.gather, speech);
  else if ('listen' in step) appendListen(document, step.listen, speech);
  else if ('recordTurn' in step) appendRecordTurn(document, step.recordTurn);
  else if ('dialSip' in step) appendDialSip(document, step.dialSip);
  else if ('redirect' in step) document.redirect({ method: 'POST' }, step.redirect);
  else if ('leave' in step) document.leave();
  else if ('hangUp' in step) document.hangup();
  else appendRecord(document, step.record);
}

function appendHearing(place: Hearing, step: HearStep, speech: Speech): void {
  if ('say' in step) place.say(voiceOf(step.spokenIn ?? speech), step.say);
  else if ('play' in step) place.play(step.times === undefined ? {} : { loop: step.times }, step.play);
  else place.pause({ length: step.pause });
}

function appendGather(document: VoiceResponse, options: GatherOptions, speech: Speech): void {
  const { action, timeoutSeconds, numDigits, finishOnKey = '', hear } = options;
  const gather = document.gather({
    input: ['dtmf'],
    action,
    method: 'POST',
    timeout: timeoutSeconds,
    finishOnKey,
    ...(numDigits !== undefined && { numDigits }),
  });
  for (const step of hear) appendHearing(gather, step, speech);
}

function appendListen(document: VoiceResponse, options: ListenOptions, speech: Speech): void {
  const { action, timeoutSeconds, mostKeys, interruptible, hear } = options;
  const gather = document.gather({
    input: options.speech ? ['dtmf', 'speech'] : ['dtmf'],
    action,
    method: 'POST',
    timeout: timeoutSeconds,
    actionOnEmptyResult: true,
    ...(mostKeys !== undefined && { numDigits: mostKeys }),
    ...(!interruptible && { bargeIn: false }),
    ...(options.speech && speechAttributes(options.speech)),
  });
  for (const step of hear) appendHearing(gather, step, speech);
}

function speechAttributes({
  language,
  hints = [],
  speechModel,
  speechTimeoutSeconds,
}: SpeechOptions): GatherAttributes {
  const phrases = hints.map(hint => hint.replaceAll(',', ' ').trim()).filter(hint => hint !== '');
  return {
    language: language as NonNullable<GatherAttributes['language']>,
    speechTimeout: String(speechTimeoutSeconds),
    ...(speechModel !== undefined && { speechModel }),
    ...(phrases.length > 0 && { hints: phrases.join(',') }),
  };
}
/** twilio-node lists the languages of its day; the client's file may name a newer one. */
type GatherAttributes = NonNullable<Exclude<Parameters<VoiceResponse['gather']>[0], undefined>>;

function appendRecordTurn(document: VoiceResponse, { action, maxSeconds, silenceSeconds }: RecordTurnOptions): void {
  document.record({
    action,
    method: 'POST',
    maxLength: maxSeconds,
    timeout: silenceSeconds,
    trim: 'trim-silence',
    playBeep: false,
  });
}

function appendDialSip(document: VoiceResponse, { sip, headers, action, ringSeconds }: DialSipOptions): void {
  const query = Object.entries(headers).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  document
    .dial({ action, method: 'POST', timeout: ringSeconds })
    .sip(query.length === 0 ? sip : `${sip}?${query.join('&')}`);
}

function appendRecord(document: VoiceResponse, record: RecordOptions): void {
  const { action, recordingStatusCallback, maxSeconds, silenceSeconds } = record;
  document.record({
    action,
    recordingStatusCallback,
    recordingStatusCallbackEvent: ['completed', 'absent'],
    maxLength: maxSeconds,
    timeout: silenceSeconds,
    trim: 'trim-silence',
    playBeep: true,
  });
}

type SayAttributes = Parameters<VoiceResponse['say']>[0];

/** twilio-node lists the voices of its day; the client's file may name a newer one. */
function voiceOf(speech: SpokenIn | undefined): SayAttributes {
  if (!speech) return {};
  const { voice, language } = speech;
  return { ...(voice !== undefined && { voice }), language } as SayAttributes;
}
