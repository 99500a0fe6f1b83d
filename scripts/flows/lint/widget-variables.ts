import { VOICE_PARAMETERS } from './function-calls';
import { textOf, type FlowState } from './flow-source';
import type { FunctionInputs } from './function-inputs';

/** What a widget has set once it was left by an event: names, or anything. */
export type Sets = ReadonlySet<string> | 'anything';

const ANSWER = ['body', 'content_type', 'status_code', 'parsed'];
const NONE: ReadonlySet<string> = new Set();
const withCall = (...names: string[]): Sets => new Set([...VOICE_PARAMETERS, ...names]);
const RECORDED = withCall('RecordingUrl', 'RecordingDuration', 'RecordingSid', 'Digits');
const QUEUED = withCall('QueueResult', 'QueueSid', 'QueueTime');
const DIALLED = withCall('DialCallStatus', 'DialCallSid', 'DialCallDuration', 'RecordingUrl');
const CALLED: Sets = new Set(['CallSid', 'CallStatus', 'AnsweredBy']);

/** `widgets.<name>.*` by widget and event [twilio.com/docs/studio/widget-library]. A widget that is not here sets what nobody lists. */
const TABLE: Readonly<Record<string, Readonly<Record<string, Sets>>>> = {
  'say-play': { audioComplete: withCall() },
  'gather-input-on-call': {
    keypress: withCall('Digits'),
    speech: withCall('SpeechResult', 'Confidence'),
    timeout: withCall(),
  },
  'record-voicemail': { recordingComplete: RECORDED, hangup: RECORDED, noAudio: withCall() },
  'send-to-flex': { callComplete: QUEUED, failedToEnqueue: NONE, callFailure: NONE },
  'enqueue-call': { callComplete: QUEUED, failedToEnqueue: NONE, callFailure: NONE },
  'connect-call-to': { callCompleted: DIALLED, hangup: DIALLED },
  'run-function': { success: new Set([...ANSWER, 'headers']), fail: new Set(['body', 'content_type', 'status_code']) },
  'make-http-request': { success: new Set(ANSWER), failed: new Set(['status_code']) },
  'add-twiml-redirect': { return: 'anything', timeout: NONE, fail: NONE },
  'run-subflow': { completed: 'anything', failed: NONE },
  'record-call': { success: 'anything', failed: NONE },
  'fork-stream': { next: NONE },
  'split-based-on': { match: NONE, noMatch: NONE },
  'make-outgoing-call-v1': { answered: CALLED, answeredByMachine: CALLED },
  'make-outgoing-call-v2': { answered: CALLED },
};

/** The names that a widget sets when it is left by that event. */
export function setBy(state: FlowState, event: string): Sets {
  if (state.type === 'set-variables') return new Set(ownVariables(state));
  const events = TABLE[state.type];
  return events ? (events[event] ?? NONE) : 'anything';
}

/** Every name that a widget sets by whatever event. */
export function everSetBy(state: FlowState): Sets {
  if (state.type === 'set-variables') return new Set(ownVariables(state));
  const all = Object.values(TABLE[state.type] ?? {});
  if (TABLE[state.type] === undefined || all.includes('anything')) return 'anything';
  return new Set(all.flatMap(each => (each === 'anything' ? [] : [...each])));
}

/** The keys of a set-variables widget, which are also `flow.variables.*`. */
export function ownVariables(state: FlowState): string[] {
  const { variables } = state.properties;
  if (state.type !== 'set-variables' || !Array.isArray(variables)) return [];
  return variables.flatMap((each: unknown) => {
    const { key } = Object(each) as { key?: unknown };
    return typeof key === 'string' ? [key] : [];
  });
}

/** The keys of `parsed` after our own function answered; undefined where the function does not say, or is somebody else's. */
export function parsedKeys(state: FlowState, functions: readonly FunctionInputs[]): readonly string[] | undefined {
  const url = textOf(state, 'url');
  return functions.find(({ path }) => url.replace(/\?.*$/, '') === `https://\${functions_domain}${path}`)?.answers;
}
