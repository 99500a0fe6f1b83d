import type { Parameter, Parameters } from '../rest/resource';
import { invalid, notImplemented, TwilioError } from '../rest/twilio-error';
import type { RecordingOptions } from '../voice/call-recording';
import type { AmdCallback, MachineDetection } from '../voice/machine-detection';
import type { OutboundPlan } from '../voice/outbound-call';
import type { RecordingCallback, RecordingSource } from '../voice/recordings';
import type { StatusCallback, StatusEvent } from '../voice/status-reports';
import { inlineDocument, type DocumentSource } from '../voice/twiml/document';

/** Twilio's default of Timeout: how long an outbound call rings. */
const RING_SECONDS = 60;
const MAX_RING_SECONDS = 600;
/** Twilio's limit of the Twiml parameter, https://www.twilio.com/docs/voice/api/call-resource. */
const MAX_TWIML_CHARACTERS = 4000;
const EVENTS: readonly StatusEvent[] = ['initiated', 'ringing', 'answered', 'completed'];

/** What an application says of its calls. */
export interface ApplicationVoice {
  readonly voice_url: string | null;
  readonly voice_method: string | null;
  readonly voice_fallback_url: string | null;
  readonly voice_fallback_method: string | null;
  readonly status_callback: string | null;
  readonly status_callback_method: string | null;
}

/** How a call made with those parameters runs. Throws TwilioError with Twilio's code for what it would not take. */
export function planOf(parameters: Parameters, application?: ApplicationVoice): OutboundPlan {
  if (parameters['Byoc']) throw notImplemented('Byoc of a call');
  const { SendDigits: digits, TimeLimit } = parameters;
  if (digits && !/^[0-9*#wW]{1,32}$/.test(String(digits)))
    throw new TwilioError(400, 21206, `Invalid SendDigits: ${String(digits)}`);
  const first = application ? applicationDocument(application) : documentIn(parameters);
  if (!first) throw new TwilioError(400, 21205, 'Url parameter is required');
  return {
    first,
    fallback: fallbackOf(parameters, application),
    statusCallback: callbackOf(parameters, application),
    ringLimitMs: ringLimitMs(parameters),
    detection: detectionOf(parameters),
    asyncDetection: asyncDetectionOf(parameters),
    sendDigits: digits ? String(digits) : undefined,
    recording: parameters['Record'] === true ? recordingOf(parameters, 'OutboundAPI') : undefined,
    ...(typeof TimeLimit === 'number' && { maxMs: TimeLimit * 1000 }),
  };
}

/** The document that Url or Twiml (which wins) name; undefined when neither came. Throws TwilioError 21205 for a Url that is none. */
export function documentIn({ Url, Method, Twiml }: Parameters): DocumentSource | undefined {
  if (Twiml) {
    if (String(Twiml).length > MAX_TWIML_CHARACTERS)
      throw invalid(`Twiml must be at most ${MAX_TWIML_CHARACTERS} characters long`);
    return inlineDocument(String(Twiml));
  }
  if (!Url) return undefined;
  return { kind: 'voice-url', url: urlOf('Url', Url), method: methodOf(Method), parameters: {} };
}

function applicationDocument({ voice_url: url, voice_method: method }: ApplicationVoice): DocumentSource {
  if (!url) throw new TwilioError(400, 21218, 'Invalid ApplicationSid: the application has no voice URL');
  return { kind: 'voice-url', url, method: methodOf(method ?? 'POST'), parameters: {} };
}

/** FallbackUrl and its method; the application's when it has one. Throws TwilioError 21205 for what is no URL. */
export function fallbackOf(parameters: Parameters, application?: ApplicationVoice): OutboundPlan['fallback'] {
  if (application?.voice_fallback_url)
    return { url: application.voice_fallback_url, method: methodOf(application.voice_fallback_method ?? 'POST') };
  const { FallbackUrl: url, FallbackMethod: method } = parameters;
  return url ? { url: urlOf('FallbackUrl', url), method: methodOf(method) } : undefined;
}

function callbackOf(parameters: Parameters, application?: ApplicationVoice): StatusCallback | undefined {
  if (application?.status_callback)
    return {
      url: application.status_callback,
      method: methodOf(application.status_callback_method ?? 'POST'),
      events: ['completed'],
    };
  return statusCallbackOf(parameters);
}

/** StatusCallback, its method and events; undefined when there is none. Throws TwilioError 21609 for what is no URL. */
export function statusCallbackOf(parameters: Parameters): StatusCallback | undefined {
  const { StatusCallback: callback, StatusCallbackMethod: method, StatusCallbackEvent: wanted } = parameters;
  if (!callback) return undefined;
  const events = eventsOf(wanted, EVENTS);
  return {
    url: urlOf('StatusCallback', callback, 21609),
    method: methodOf(method),
    events: events.length > 0 ? events : ['completed'],
  };
}

/** How long the phone rings. Throws TwilioError 21208 for what is out of range. */
export function ringLimitMs({ Timeout }: Parameters): number {
  if (Timeout === undefined) return RING_SECONDS * 1000;
  if (typeof Timeout !== 'number' || Timeout < 1 || Timeout > MAX_RING_SECONDS)
    throw new TwilioError(400, 21208, `Invalid Timeout: ${String(Timeout)} is not between 1 and ${MAX_RING_SECONDS}`);
  return Timeout * 1000;
}

/** How something is recorded, by the `Recording…` parameters and `Trim`. Throws TwilioError 20001. */
export function recordingOf(parameters: Parameters, source: RecordingSource): RecordingOptions {
  const { RecordingChannels: channels, RecordingTrack: track, Trim: trim } = parameters;
  return {
    source,
    channels: oneOf('RecordingChannels', channels ?? 'mono', ['mono', 'dual']) === 'dual' ? 2 : 1,
    track: oneOf('RecordingTrack', track ?? 'both', ['both', 'inbound', 'outbound']),
    trim: oneOf('Trim', trim ?? 'do-not-trim', ['trim-silence', 'do-not-trim']) === 'trim-silence',
    callback: recordingCallbackOf(parameters),
  };
}

function recordingCallbackOf(parameters: Parameters): RecordingCallback | undefined {
  const { RecordingStatusCallback: url, RecordingStatusCallbackMethod: method } = parameters;
  if (!url) return undefined;
  const events = eventsOf(parameters['RecordingStatusCallbackEvent'], ['in-progress', 'completed', 'absent'] as const);
  return {
    url: urlOf('RecordingStatusCallback', url),
    method: methodOf(method),
    events: events.length > 0 ? events : ['completed'],
  };
}

/** Name, default and bounds, https://www.twilio.com/docs/voice/answering-machine-detection#optional-api-tuning-parameters. */
const TUNING = {
  timeoutMs: ['MachineDetectionTimeout', 30_000, 3000, 59_000],
  speechThresholdMs: ['MachineDetectionSpeechThreshold', 2400, 1000, 6000],
  speechEndThresholdMs: ['MachineDetectionSpeechEndThreshold', 1200, 500, 5000],
  silenceTimeoutMs: ['MachineDetectionSilenceTimeout', 5000, 2000, 10_000],
} as const;

/** What MachineDetection and its tuning ask for. Throws TwilioError 21234 for what Twilio would not take. */
export function detectionOf(parameters: Parameters): MachineDetection | undefined {
  const { MachineDetection: mode } = parameters;
  if (!mode) return undefined;
  if (mode !== 'Enable' && mode !== 'DetectMessageEnd')
    throw new TwilioError(400, 21234, `Invalid Machine Detection configuration value: ${String(mode)}`);
  const tuned = (key: keyof typeof TUNING): number => {
    const [name, byDefault, leastMs, mostMs] = TUNING[key];
    const given = parameters[name];
    if (given === undefined) return byDefault;
    const ms = Number(given) * (key === 'timeoutMs' ? 1000 : 1);
    if (ms >= leastMs && ms <= mostMs) return ms;
    throw new TwilioError(400, 21234, `Invalid Machine Detection configuration value: ${name} ${String(given)}`);
  };
  return {
    mode,
    timeoutMs: tuned('timeoutMs'),
    speechThresholdMs: tuned('speechThresholdMs'),
    speechEndThresholdMs: tuned('speechEndThresholdMs'),
    silenceTimeoutMs: tuned('silenceTimeoutMs'),
  };
}

function asyncDetectionOf(parameters: Parameters): AmdCallback | 'unheard' | undefined {
  const { AsyncAmd: wanted, AsyncAmdStatusCallback: url, AsyncAmdStatusCallbackMethod: method } = parameters;
  if (oneOf('AsyncAmd', wanted ?? 'false', ['true', 'false']) === 'false') return undefined;
  return url ? { url: urlOf('AsyncAmdStatusCallback', url), method: methodOf(method) } : 'unheard';
}

/** An absolute http(s) URL. Throws TwilioError 400 with that code otherwise. */
export function urlOf(name: string, value: Parameter, code = 21205): string {
  const url = String(value);
  if (!URL.canParse(url) || !/^https?:\/\/[^/]/i.test(url))
    throw new TwilioError(400, code, `${name} is not a valid URL: ${url}`);
  return url;
}

/** GET when it says so, else POST. */
export function methodOf(value: Parameter | undefined): 'GET' | 'POST' {
  return value === 'GET' ? 'GET' : 'POST';
}

/** The known ones of a list of events: clients send them as one blank-separated value or as several. Throws TwilioError 20001 for an unknown one. */
export function eventsOf<T extends string>(value: Parameter | undefined, known: readonly T[]): T[] {
  const values = Array.isArray(value) ? value : [String(value ?? '')];
  const words = values.flatMap(text => text.split(/[\s,]+/)).filter(word => word !== '');
  for (const word of words) oneOf('event', word, known);
  return known.filter(event => words.includes(event));
}

function oneOf<T extends string>(name: string, value: Parameter, known: readonly T[]): T {
  const found = known.find(word => word === String(value));
  if (found === undefined)
    throw invalid(`Invalid value for parameter ${name}: "${String(value)}" is not one of ${known.join(', ')}`);
  return found;
}
