import { flowOf, widget } from '../testing';
import { widgetTypes } from '../widgets/registry';
import type { State } from './flow-definition';
import { validateDefinition } from './validate';

/** The faults of one widget, as "path: message" below its state. */
function faultsOf(state: unknown): string[] {
  const definition = flowOf(widget('first', 'say-play', { say: 'x' }));
  const faults = validateDefinition({ ...definition, states: [...definition.states, state] });
  return faults.map(({ property_path, message }) => `${property_path.replace('#/states/2/', '')}: ${message}`);
}

const FLOW = `FW${'a'.repeat(32)}`;
const WORKFLOW = `WW${'a'.repeat(32)}`;

const VALID: readonly State[] = [
  widget('w', 'say-play', { say: 'Hi', voice: 'alice', language: 'en-US', loop: 1, offset: { x: -10, y: 20.5 } }),
  widget('w', 'gather-input-on-call', {
    say: 'x',
    timeout: 5,
    stop_gather: true,
    speech_timeout: 'auto',
    profanity_filter: 'true',
  }),
  widget('w', 'set-variables', {
    variables: [{ key: 'a', value: '1', type: 'string' }],
    transitions: { next: 'first' },
  }),
  widget('w', 'run-function', { url: 'https://a.twil.io/b', parameters: [{ key: 'a', value: '{{b}}' }] }),
  widget('w', 'make-http-request', { method: 'GET', url: 'https://a.test', content_type: 'application/json' }),
  widget('w', 'record-voicemail', {
    timeout: 5,
    max_length: 3600,
    transcribe: false,
    play_beep: 'true',
    finish_on_key: null,
  }),
  widget('w', 'record-call', { record_call: true, recording_status_callback_events: 'in-progress completed' }),
  widget('w', 'connect-call-to', { noun: 'number', to: '+15550001', caller_id: '{{a}}', record: false, timeout: 30 }),
  widget('w', 'enqueue-call', { workflow_sid: WORKFLOW, task_attributes: '{}', priority: 1, timeout: 10 }),
  widget('w', 'send-to-flex', {
    workflow: WORKFLOW,
    channel: 'TC1',
    attributes: '{}',
    priority: '1',
    timeout: '10',
    waitUrl: '',
  }),
  widget('w', 'add-twiml-redirect', { url: 'https://a.test', method: 'POST', timeout: '14400' }),
  widget('w', 'run-subflow', { flow_sid: FLOW, flow_revision: 'LatestPublished', parameters: [] }),
  widget('w', 'capture-payments', {
    payment_method: 'CREDIT_CARD',
    security_code: true,
    postal_code: 'false',
    timeout: 5,
  }),
  widget('w', 'fork-stream', {
    stream_action: 'start',
    stream_transport_type: 'websocket',
    stream_url: 'wss://a.test',
  }),
  widget('w', 'connect-virtual-agent', { connector: 'a', sentiment_analysis: 'true' }),
  widget('w', 'connect-virtual-agent-v2', { channel: 'voice', connector_name: 'a' }),
  widget('w', 'run-conversation-relay', { url: 'wss://a.test', interruptible: 'true' }),
  widget('w', 'make-outgoing-call-v1', { from: 'a', to: 'b', transitions: { answeredByMachine: '' } }),
  widget('w', 'make-outgoing-call-v2', { from: 'a', to: 'b', trim: 'true', machine_detection_timeout: '30' }),
  widget('w', 'send-message', { from: 'a', to: 'b', body: 'c' }),
  widget('w', 'send-and-wait-for-reply', { from: 'a', body: 'b', timeout: '3600' }),
  widget('w', 'send-and-wait-for-reply', { from: 'a', body: 'b', timeout: 3600 }),
  widget('w', 'gather-input-on-call', { timeout: 5, stop_gather: true, gather_language: 'en' }),
  widget('w', 'start-conversation', { conversation_service_sid: 'IS1', participants: [{ type: 'sms' }] }),
  widget('w', 'resume-conversation', { conversation_service_sid: 'IS1' }),
  widget('w', 'trigger', {}),
  {
    ...widget('w', 'split-based-on', { input: '{{a}}' }),
    transitions: [
      { event: 'noMatch' },
      {
        event: 'match',
        next: 'first',
        conditions: [{ friendly_name: 'a', arguments: ['{{a}}'], type: 'is_blank', value: 'Blank' }],
      },
    ],
  },
];

test.each(VALID.map(state => [state.type, state] as const))('a good %s has no fault', (_type, state) => {
  expect(faultsOf(state)).toEqual([]);
});

test('the table of good widgets has every type', () => {
  const shown = new Set(VALID.map(({ type }) => type));
  expect([...widgetTypes.keys()].filter(type => !shown.has(type))).toEqual([]);
});

test.each([
  [widget('w', 'send-to-flex', { workflow: 'WW1' }), ['properties/channel: is missing but it is required']],
  [widget('w', 'send-to-flex', { workflow: 'WW1', channel: null }), ['properties/channel: must not be null']],
  [
    widget('w', 'send-to-flex', { workflow: 'WW1', channel: 'TC1', priority: 5, timeout: 3600 }),
    ['properties/priority: integer found, string expected', 'properties/timeout: integer found, string expected'],
  ],
  [widget('w', 'record-voicemail', { play_beep: true }), ['properties/play_beep: boolean found, string expected']],
  [widget('w', 'record-voicemail', { timeout: '5' }), ['properties/timeout: string found, integer expected']],
  [widget('w', 'record-voicemail', { timeout: 1.5 }), ['properties/timeout: number found, integer expected']],
  [widget('w', 'record-voicemail', { max_length: 0 }), ['properties/max_length: must have a minimum value of 1']],
  [
    widget('w', 'record-voicemail', { max_length: 14_401 }),
    ['properties/max_length: must have a maximum value of 14400'],
  ],
  [
    widget('w', 'add-twiml-redirect', { url: 'https://a.test', timeout: 60 }),
    ['properties/timeout: integer found, string expected'],
  ],
  [
    widget('w', 'connect-call-to', { noun: 'Number', caller_id: '+1' }),
    ['properties/noun: does not have a value in the enumeration [number, number-multi, client, sip, sim, conference]'],
  ],
  [
    widget('w', 'run-subflow', { flow_sid: '{{flow.data.sid}}', flow_revision: '1' }),
    ['properties/flow_sid: must be a valid, non-liquid flow sid'],
  ],
  [
    widget('w', 'run-function', { url: 'https://a.test', parameters: [{ key: 'a', value: 1 }, { key: 'b' }, 7] }),
    [
      'properties/parameters/0/value: integer found, string expected',
      'properties/parameters/1/value: is missing but it is required',
      'properties/parameters/2: integer found, object expected',
    ],
  ],
  [
    widget('w', 'run-function', { url: 'https://a.test', parameters: {} }),
    ['properties/parameters: object found, array expected'],
  ],
  [widget('w', 'say-play', {}), ['properties/say: is missing but it is required']],
  [
    widget('w', 'gather-input-on-call', { say: 'a', play: 'b' }),
    ['properties/play: must not be given together with say'],
  ],
  [widget('w', 'fork-stream', { stream_action: 'start' }), ['properties/stream_url: is missing but it is required']],
  [
    widget('w', 'run-function', { url: 'https://a.test', transitions: { failed: 'first' } }),
    ['transitions/0/event: must be a constant value success', 'transitions/0/event: must be a constant value fail'],
  ],
  [
    widget('w', 'say-play', { say: 'a', transitions: { audioComplete: 'nowhere' } }),
    ['transitions/0/next: there is no widget named nowhere'],
  ],
  [widget('first', 'say-play', { say: 'a' }), ['name: another widget is named first']],
  [
    { name: 'w', type: 'say-play' },
    ['transitions: is missing but it is required', 'properties: is missing but it is required'],
  ],
  [
    { ...widget('w', 'split-based-on', { input: '{{a}}' }), transitions: [{ event: 'match', next: 'first' }] },
    ['transitions/0/conditions: is missing but it is required'],
  ],
  [
    {
      ...widget('w', 'split-based-on', { input: '{{a}}' }),
      transitions: [
        { event: 'match', next: 'first', conditions: [{ friendly_name: 'a', arguments: 'b', type: 'equals' }] },
      ],
    },
    [
      'transitions/0/conditions/0/arguments: string found, array expected',
      expect.stringMatching(
        /^transitions\/0\/conditions\/0\/type: does not have a value in the enumeration \[equal_to, /,
      ),
      'transitions/0/conditions/0/value: is missing but it is required',
    ],
  ],
])('%j', (state, expected) => {
  expect(faultsOf(state)).toEqual(expected);
});

test('an unknown type gets the list of types', () => {
  expect(faultsOf(widget('w', 'twiml-redirect', { url: 'x' }))).toEqual([
    expect.stringMatching(/^type: does not have a value in the enumeration \[add-twiml-redirect, .*trigger\]$/),
  ]);
});

test.each([
  [null, ['#: must be a JSON object']],
  [[], ['#: must be a JSON object']],
  [{}, ['#/states: is missing but it is required', '#/initial_state: is missing but it is required']],
  [
    { states: [7], initial_state: 5 },
    ['#/initial_state: integer found, string expected', '#/states/0: must be a JSON object'],
  ],
  [{ states: [], initial_state: 'Trigger' }, ['#/initial_state: there is no widget named Trigger']],
])('the envelope %j', (definition, expected) => {
  expect(validateDefinition(definition).map(fault => `${fault.property_path}: ${fault.message}`)).toEqual(expected);
});

test('a flow has 2,000 widgets at most', () => {
  const states = Array.from({ length: 2_001 }, (_, index) => widget(`w${index}`, 'trigger'));
  expect(validateDefinition({ states, initial_state: 'w0' })[0]?.property_path).toBe('#/states');
});

test('conversation widgets are for flows that REST starts', () => {
  const start = widget('talk', 'start-conversation', {
    conversation_service_sid: 'IS1',
    participants: [{ type: 'sms' }],
  });
  const called = flowOf(widget('hi', 'say-play', { say: 'x', transitions: { audioComplete: 'talk' } }), start);
  expect(validateDefinition(called)).toEqual([
    { property_path: '#/states/2', message: 'start-conversation can only be used in flows triggered by the REST API' },
  ]);
  const trigger = widget('Trigger', 'trigger', { transitions: { incomingRequest: 'talk', incomingCall: '' } });
  expect(validateDefinition({ states: [trigger, start], initial_state: 'Trigger' })).toEqual([]);
});
