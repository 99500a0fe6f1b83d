import { stringsOf, textOf, type FlowState } from './flow-source';

/** A URL of ours in a widget, and all that it is asked with. */
export interface FunctionCall {
  readonly state: FlowState;
  /** "#/states/3/properties/url" */
  readonly path: string;
  /** "/lines/now" */
  readonly function: string;
  readonly given: readonly Given[];
  /** What Twilio sends by itself. */
  readonly automatic: ReadonlySet<string>;
  /** The widget sends nothing but what it is told to: what the function does not know is a slip. */
  readonly byParameters: boolean;
}

/** One parameter that the flow itself gives, in the query or the form. */
export interface Given {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

const PLACES = ['From', 'To', 'Caller', 'Called'].flatMap(who =>
  ['City', 'State', 'Zip', 'Country'].map(what => who + what),
);

/** Parameters of a voice webhook [twilio.com/docs/voice/twiml#request-parameters]. */
export const VOICE_PARAMETERS: ReadonlySet<string> = new Set([
  ...['AccountSid', 'ApiVersion', 'CallSid', 'CallStatus', 'CallToken', 'CallerName', 'Called', 'Caller', 'Direction'],
  ...['ForwardedFrom', 'From', 'ParentCallSid', 'StirPassportToken', 'StirVerstat', 'To', 'AddOns', ...PLACES],
]);

/** And of a wait document [twilio.com/docs/voice/twiml/enqueue]. */
const QUEUE_PARAMETERS = ['QueuePosition', 'QueueSid', 'QueueTime', 'AvgQueueTime', 'CurrentQueueSize', 'MaxQueueSize'];

/** Of a recording's status callback [twilio.com/docs/voice/twiml/record]. */
const RECORDING_PARAMETERS: ReadonlySet<string> = new Set([
  ...['AccountSid', 'CallSid', 'RecordingSid', 'RecordingUrl', 'RecordingStatus', 'RecordingDuration', 'ErrorCode'],
  ...['RecordingChannels', 'RecordingStartTime', 'RecordingSource', 'RecordingTrack'],
]);

/** Of a transcription's [twilio.com/docs/voice/twiml/record]. */
const TRANSCRIPTION_PARAMETERS: ReadonlySet<string> = new Set([
  ...['TranscriptionSid', 'TranscriptionText', 'TranscriptionStatus', 'TranscriptionUrl', 'RecordingSid'],
  ...['RecordingUrl', 'CallSid', 'AccountSid', 'From', 'To', 'CallStatus', 'ApiVersion', 'Direction', 'ForwardedFrom'],
]);

const NOTHING: ReadonlySet<string> = new Set();
const WAITING: ReadonlySet<string> = new Set([...VOICE_PARAMETERS, ...QUEUE_PARAMETERS]);

/** What Twilio sends by itself to the URL in each property of a widget. */
const AUTOMATIC: Readonly<Record<string, ReadonlySet<string>>> = {
  waitUrl: WAITING,
  wait_url: WAITING,
  recording_status_callback_url: RECORDING_PARAMETERS,
  recording_status_callback: RECORDING_PARAMETERS,
  transcription_callback_url: TRANSCRIPTION_PARAMETERS,
};

const OURS = /^https:\/\/\$\{functions_domain\}(\/[^?#]*)(?:\?([^#]*))?/;

/** Every URL of our own functions in a widget. */
export function callsOf(state: FlowState, index: number): FunctionCall[] {
  return stringsOf(state, index).flatMap(({ path, property, text }) => {
    const [, name, query = ''] = OURS.exec(text) ?? [];
    if (name === undefined) return [];
    const byParameters = property === 'url' && /^(run-function|make-http-request)$/.test(state.type);
    const automatic = byParameters ? NOTHING : (AUTOMATIC[property] ?? VOICE_PARAMETERS);
    const given = [...queryOf(query, path), ...(byParameters ? parametersOf(state, index) : [])];
    return [{ state, path, function: name, given, automatic, byParameters }];
  });
}

/** Split by hand: Liquid in a query must stay as it is written. */
function queryOf(query: string, path: string): Given[] {
  return query
    .split('&')
    .filter(pair => pair !== '')
    .map(pair => {
      const [name = '', ...value] = pair.split('=');
      return { name, value: value.join('='), path };
    });
}

function parametersOf(state: FlowState, index: number): Given[] {
  const { parameters } = state.properties;
  if (!Array.isArray(parameters)) return [];
  return parameters.flatMap((each: unknown, at) => {
    const { key, value } = Object(each) as { key?: unknown; value?: unknown };
    if (typeof key !== 'string' || typeof value !== 'string') return [];
    return [{ name: key, value, path: `#/states/${index}/properties/parameters/${at}/value` }];
  });
}

/** The SID that a widget names beside its URL: "${function_sid_lines_now}". */
export function namedFunctionSid(state: FlowState): string {
  return textOf(state, 'function_sid');
}
