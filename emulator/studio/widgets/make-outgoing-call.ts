import type { PropertyRules } from '../definition/schema';
import { refusalOf, wasDone } from '../twilio-api';
import { leave, type Behaviour, type Coming, type Step, type Widget } from './widget';

const properties: PropertyRules = {
  from: { type: 'string', required: true },
  to: { type: 'string', required: true },
  timeout: { type: 'integer' },
  record: { type: 'boolean' },
  recording_channels: { type: 'string' },
  recording_status_callback: { type: 'string' },
  detect_answering_machine: { type: 'boolean' },
  machine_detection: { type: 'string' },
  machine_detection_timeout: { type: 'string' },
  machine_detection_speech_threshold: { type: 'string' },
  machine_detection_speech_end_threshold: { type: 'string' },
  machine_detection_silence_timeout: { type: 'string' },
  send_digits: { type: 'string' },
  trim: { type: 'string' },
  sip_auth_username: { type: 'string' },
  sip_auth_password: { type: 'string' },
  offset: { type: 'object' },
};

/** Calls somebody, the first form. */
export const makeOutgoingCallV1: Widget = {
  type: 'make-outgoing-call-v1',
  properties,
  events: ['answered', 'busy', 'noAnswer', 'failed', 'answeredByMachine', 'hangup'],
  behaviour: behaviour(eventOfV1),
};

/** Calls somebody [twilio.com/docs/studio/widget-library/make-outgoing-call]. */
export const makeOutgoingCallV2: Widget = {
  type: 'make-outgoing-call-v2',
  properties,
  events: ['answered', 'busy', 'noAnswer', 'failed'],
  behaviour: behaviour(eventOfV2),
};

/**
 * Places the call as anybody would, over Twilio's own API, with the flow as its URL and as its status callback. The widget is left when the call
 * asks what to do (answered), or when it is over without.
 */
function behaviour(eventOf: (coming: Coming) => string | undefined): Behaviour {
  return {
    toldOfHangup: true,
    enter: step => ({ do: 'post', path: '/Calls.json', form: callForm(step) }),
    told(_step, answer) {
      const { sid } = answer.body;
      if (wasDone(answer) && typeof sid === 'string') return { do: 'wait', callSid: sid };
      return { ...leave('failed'), problem: refusalOf(answer) };
    },
    resume(_step, coming) {
      const event = eventOf(coming);
      return event === undefined ? undefined : leave(event, coming.parameters);
    },
  };
}

const ENDS: Readonly<Record<string, string>> = {
  busy: 'busy',
  'no-answer': 'noAnswer',
  failed: 'failed',
  canceled: 'failed',
};

function eventOfV2({ flowEvent, parameters }: Coming): string | undefined {
  if (flowEvent === ANSWERED) return 'answered';
  if (flowEvent !== STATUS) return undefined;
  return ENDS[parameters.CallStatus ?? ''] ?? (parameters.CallStatus === 'completed' ? 'failed' : undefined);
}

/** The first form has ways out of its own for machines, and for a call that ends before the flow could say anything. */
function eventOfV1(coming: Coming): string | undefined {
  const { flowEvent, parameters } = coming;
  if (flowEvent === ANSWERED && MACHINE.test(parameters.AnsweredBy ?? '')) return 'answeredByMachine';
  if (flowEvent === STATUS && parameters.CallStatus === 'completed') return 'hangup';
  return eventOfV2(coming);
}

const ANSWERED = 'outgoingCallAnswered';
const STATUS = 'outgoingCallStatus';
const MACHINE = /^(machine|fax)/;

/** The parameters of `POST …/Calls.json`. */
function callForm(step: Step): Record<string, string> {
  const { record, detect_answering_machine: detects } = step.state.properties;
  const named = {
    From: step.text('from'),
    To: step.text('to'),
    Url: step.url(ANSWERED),
    StatusCallback: step.url(STATUS),
    Timeout: step.text('timeout'),
    Record: record === true ? 'true' : '',
    RecordingChannels: record === true ? step.text('recording_channels') : '',
    RecordingStatusCallback: step.text('recording_status_callback'),
    Trim: record === true ? step.text('trim') : '',
    MachineDetection: step.text('machine_detection') || (detects === true ? 'Enable' : ''),
    MachineDetectionTimeout: step.text('machine_detection_timeout'),
    MachineDetectionSpeechThreshold: step.text('machine_detection_speech_threshold'),
    MachineDetectionSpeechEndThreshold: step.text('machine_detection_speech_end_threshold'),
    MachineDetectionSilenceTimeout: step.text('machine_detection_silence_timeout'),
    SendDigits: step.text('send_digits'),
    SipAuthUsername: step.text('sip_auth_username'),
    SipAuthPassword: step.text('sip_auth_password'),
  };
  const form = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== ''));
  // Detection must be asked for: its tuning alone would be refused, and exported flows carry it always.
  if (detects === false || form.MachineDetection === undefined) return withoutDetection(form);
  return form;
}

function withoutDetection(form: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(form).filter(([name]) => !name.startsWith('MachineDetection')));
}
