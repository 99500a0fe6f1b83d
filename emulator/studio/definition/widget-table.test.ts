import { flowOf, widget } from '../testing';
import { widgetTypes } from '../widgets/registry';
import type { State } from './flow-definition';
import { validateDefinition } from './validate';

/** What exports and Twilio's own descriptions of its widgets say: the type of each property ("!" when it must be there), and the events. */
const TABLE: Readonly<Record<string, readonly [properties: string, events: string]>> = {
  trigger: ['', 'incomingMessage incomingCall incomingConversationMessage incomingRequest incomingParent'],
  'say-play': ['say:s play:s digits:s voice:s language:s loop:i', 'audioComplete'],
  'gather-input-on-call': [
    'say:s play:s voice:s language:s loop:i timeout:i finish_on_key:s stop_gather:b number_of_digits:i gather_language:s speech_timeout:s speech_model:s profanity_filter:s hints:s',
    'keypress speech timeout',
  ],
  'split-based-on': ['input:s!', 'noMatch match'],
  'set-variables': ['variables:a', 'next'],
  'run-function': ['service_sid:s environment_sid:s function_sid:s url:s! parameters:a', 'success fail'],
  'make-http-request': ['method:s! url:s! content_type:s! body:s parameters:a add_twilio_auth:b', 'success failed'],
  'record-voicemail': [
    'timeout:i finish_on_key:s max_length:i play_beep:s trim:s transcribe:b transcription_callback_url:s recording_status_callback_url:s',
    'recordingComplete noAudio hangup',
  ],
  'record-call': [
    'record_call:b! trim:s recording_status_callback:s recording_status_callback_method:s recording_status_callback_events:s recording_channels:s',
    'success failed',
  ],
  'connect-call-to': [
    'noun:s! to:s caller_id:s! record:b timeout:i time_limit:s sip_endpoint:s sip_username:s sip_password:s',
    'callCompleted hangup',
  ],
  'enqueue-call': [
    'queue_name:s workflow_sid:s task_attributes:s priority:i timeout:i wait_url:s wait_url_method:s',
    'callComplete failedToEnqueue callFailure',
  ],
  'send-to-flex': [
    'workflow:s! channel:s! attributes:s priority:s timeout:s waitUrl:s waitUrlMethod:s',
    'callComplete failedToEnqueue callFailure composerStarted',
  ],
  'capture-payments': [
    'payment_connector:s payment_amount:s currency:s description:s payment_method:s payment_token_type:s bank_account_type:s security_code:b postal_code:s min_postal_code_length:i timeout:i max_attempts:i language:s valid_card_types:a parameters:a',
    'success maxFailedAttempts providerError payInterrupted hangup validationError',
  ],
  'fork-stream': [
    'stream_action:s! stream_name:s stream_transport_type:s stream_url:s stream_track:s stream_connector:s stream_parameters:a',
    'next',
  ],
  'connect-virtual-agent': ['connector:s! language:s sentiment_analysis:s status_callback:s', 'return hangup'],
  'connect-virtual-agent-v2': [
    'channel:s connector_name:s session_behavior:s resume_session_identification_method:s status_callback:s status_callback_method:s configurations:a parameters:a',
    'completed live-agent-handoff hangup failed paused timeout',
  ],
  'run-conversation-relay': [
    'url:s! welcome_greeting:s tts_provider:s voice:s language:s transcription_provider:s speech_model:s dtmf_detection:s interruptible:s parameters:a',
    'success failed',
  ],
  'add-twiml-redirect': ['url:s! method:s timeout:s', 'return timeout fail'],
  'run-subflow': ['flow_sid:s! flow_revision:s! parameters:a', 'completed failed'],
  'make-outgoing-call-v1': [
    'from:s! to:s! timeout:i record:b recording_channels:s detect_answering_machine:b machine_detection:s machine_detection_timeout:s send_digits:s trim:s sip_auth_username:s sip_auth_password:s',
    'answered busy noAnswer failed answeredByMachine hangup',
  ],
  'make-outgoing-call-v2': [
    'from:s! to:s! timeout:i record:b recording_channels:s detect_answering_machine:b machine_detection:s machine_detection_timeout:s machine_detection_speech_threshold:s machine_detection_speech_end_threshold:s machine_detection_silence_timeout:s send_digits:s trim:s sip_auth_username:s sip_auth_password:s',
    'answered busy noAnswer failed',
  ],
  'send-message': [
    'from:s! to:s! body:s service:s channel:s attributes:s media_url:s message_type:s content_sid:s content_variables:a shorten_urls:b',
    'sent failed',
  ],
  'send-and-wait-for-reply': [
    'from:s! body:s service:s channel:s attributes:s media_url:s message_type:s content_sid:s content_variables:a shorten_urls:b',
    'incomingMessage timeout deliveryFailure',
  ],
  'start-conversation': ['conversation_service_sid:s! participants:a!', 'created failed'],
  'resume-conversation': ['conversation_service_sid:s!', 'resumed failed'],
};
const TYPES: Readonly<Record<string, string>> = { s: 'string', i: 'integer', b: 'boolean', a: 'array' };

const rows = Object.entries(TABLE).flatMap(([type, [properties]]) =>
  properties.split(' ').flatMap(text => {
    const [, name = '', letter = '', mark] = /^(\w+):(\w)(!?)$/.exec(text) ?? [];
    return name === '' ? [] : [{ type, name, expected: TYPES[letter] ?? '', isRequired: mark === '!' }];
  }),
);

function faultsOf(state: State): string[] {
  const definition = flowOf(widget('first', 'say-play', { say: 'x' }));
  const faults = validateDefinition({ ...definition, states: [...definition.states, state] });
  return faults.map(({ property_path: path, message }) => `${path.replace('#/states/2/', '')}: ${message}`);
}

test('the table has every type and each of its events, and no other', () => {
  const events = [...widgetTypes.values()].map(({ type, events: known }) => [type, known.join(' ')]);
  expect(Object.fromEntries(events)).toEqual(
    Object.fromEntries(Object.entries(TABLE).map(([type, [, known]]) => [type, known])),
  );
});

test('every event is let through, and every other one refused', () => {
  for (const [type, [, events]] of Object.entries(TABLE)) {
    for (const event of [...events.split(' '), 'nonsense']) {
      const faults = faultsOf(widget('w', type, { transitions: [{ event, conditions: [] }] }));
      expect(faults.some(fault => fault.startsWith('transitions/0/event: must be a constant value'))).toBe(
        event === 'nonsense',
      );
    }
  }
});

test.each(rows)('$type.$name is of type $expected', ({ type, name, expected }) => {
  const wrong = expected === 'boolean' ? ['string', 'true'] : ['boolean', true];
  expect(faultsOf(widget('w', type, { [name]: wrong[1] }))).toContainEqual(
    `properties/${name}: ${String(wrong[0])} found, ${expected} expected`,
  );
});

test('what is required must be there and not null; anything else may be either, and more may come with it', () => {
  for (const { type, name, isRequired } of rows) {
    const either = ['say-play.say', 'enqueue-call.workflow_sid', 'send-message.body', 'send-and-wait-for-reply.body'];
    if (either.includes(`${type}.${name}`)) continue;
    const at = `properties/${name}: `;
    const about = (properties: Record<string, unknown>): string[] =>
      faultsOf(widget('w', type, properties)).filter(fault => fault.startsWith(at));
    expect(about({})).toEqual(isRequired ? [`${at}is missing but it is required`] : []);
    expect(about({ [name]: null })).toEqual(isRequired ? [`${at}must not be null`] : []);
  }
  expect(faultsOf(widget('w', 'say-play', { say: 'x', offset: {}, new_at_twilio: { x: 1 }, voice: null }))).toEqual([]);
});
