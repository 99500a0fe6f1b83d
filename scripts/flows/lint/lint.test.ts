import { optional, sid, text } from '../../../lib/function/fields';
import { readFileSync } from 'node:fs';
import { inProject } from '../../project';
import type { FunctionInputs } from './function-inputs';
import { lintFlow } from './lint';

const functions: FunctionInputs[] = [
  {
    path: '/lines/now',
    source: 'functions/lines/now.protected.ts',
    fields: { To: optional(text), CallSid: sid('CA') },
    answers: ['state', 'greeting'],
  },
  { path: '/lines/wait', source: 'functions/lines/wait.protected.ts', fields: {} },
  {
    path: '/voicemail/recorded',
    source: 'functions/voicemail/recorded.protected.ts',
    fields: { RecordingSid: sid('RE'), executionSid: optional(sid('FN')) },
  },
  {
    path: '/voicemail/received',
    source: 'functions/voicemail/received.protected.ts',
    fields: { RecordingSid: optional(sid('RE')), To: text },
  },
];

type Next = Readonly<Record<string, string | undefined>>;
interface State {
  readonly name: string;
  readonly type: string;
  readonly transitions: readonly object[];
  readonly properties: object;
}
const on = (next: Next): object[] =>
  Object.entries(next).map(([event, to]) => (to === undefined ? { event } : { event, next: to }));
const state = (name: string, type: string, rest: { on: Next | object[]; [property: string]: unknown }): State => {
  const { on: ways, ...properties } = rest;
  return { name, type, transitions: Array.isArray(ways) ? ways : on(ways), properties };
};

const GREETING = '{{widgets.ask.parsed.greeting}}';
const ask = (rest: Partial<State['properties']> = {}, next: Next = { success: 'greet', fail: 'sorry' }): State =>
  state('ask', 'run-function', {
    function_sid: '${function_sid_lines_now}',
    url: 'https://${functions_domain}/lines/now',
    parameters: [{ key: 'CallSid', value: '{{trigger.call.CallSid}}' }],
    ...rest,
    on: next,
  });
const say = (name: string, words: string, next?: string): State =>
  state(name, 'say-play', { say: words, voice: '${voice}', language: '${language}', on: { audioComplete: next } });
const sorry = say('sorry', '${apology}');
const greet = say('greet', GREETING);
const record = (next: Next): State =>
  state('record', 'record-voicemail', { timeout: 'raw:${voicemail_silence_seconds}', on: next });
const queue = (next: Next): State =>
  state('queue', 'send-to-flex', {
    workflow: '${workflow_sid}',
    channel: '${voice_channel_sid}',
    waitUrl: 'https://${functions_domain}/lines/wait',
    on: next,
  });
const split = (name: string, argument: string, ways: Readonly<Record<string, string | undefined>>, type = 'equal_to') =>
  state(name, 'split-based-on', {
    input: argument,
    on: Object.entries(ways).map(([value, next]) => {
      const to = next === undefined ? {} : { next };
      if (value === 'noMatch') return { event: 'noMatch', ...to };
      return { event: 'match', ...to, conditions: [{ friendly_name: value, arguments: [argument], type, value }] };
    }),
  });

function flow(...states: readonly State[]): string {
  const trigger = state('Trigger', 'trigger', { on: { incomingCall: states[0]?.name } });
  const flags = { allow_concurrent_calls: true };
  const whole = { description: 'A line', states: [trigger, ...states], initial_state: 'Trigger', flags };
  return JSON.stringify(whole, null, 2);
}

/** "CODE state path" of each finding. */
const found = (...states: readonly State[]): string[] =>
  lintFlow('flows/x.json', flow(...states), functions).map(
    each => `${each.code} ${each.state} ${each.path.replace(/^#\/states\/\d+\/?/, '')}`,
  );

test('a good flow has no findings, and neither have ours', () => {
  expect(found(ask(), greet, sorry)).toEqual([]);
  const broken = readFileSync(inProject('flows/voicemail.json'), 'utf8').replace('"say_greeting"', '"say_greetings"');
  expect(lintFlow('flows/voicemail.json', broken, functions).map(each => each.code)).toContain('DANGLING');
});

test('what is no flow is said to be none', () => {
  expect(lintFlow('flows/x.json', '{', functions)).toMatchObject([{ code: 'NOT_A_FLOW', line: 1 }]);
});

test('a finding has the line of its place in the file, and what to do', () => {
  const text = flow(ask({ url: 'https://${functions_domain}/lines/later' }), greet, sorry);
  const [finding] = lintFlow('flows/x.json', text, functions);
  expect(finding).toMatchObject({
    code: 'FUNCTION_UNKNOWN',
    path: '#/states/1/properties/url',
    message: 'No function answers /lines/later.',
    fix: expect.stringContaining('functions/lines/later.ts'),
  });
  expect(text.split('\n')[(finding?.line ?? 0) - 1]).toContain('/lines/later');
});

describe('the form', () => {
  test.each([
    [
      'what Studio would refuse',
      [say('greet', '${apology}'), state('x', 'say-play', { on: {} })],
      ['SCHEMA x properties/say'],
    ],
    ['a transition to nowhere', [say('greet', '${apology}', 'gone')], ['DANGLING greet transitions/0/next']],
    ['a widget that nothing leads to', [say('greet', '${apology}'), say('x', '${apology}')], ['UNREACHABLE x ']],
    ['an unknown placeholder', [say('greet', '${sorry}')], ['PLACEHOLDER_UNKNOWN greet properties/say']],
    [
      'text taken raw',
      [
        say('greet', '${apology}', 'record'),
        state('record', 'record-voicemail', {
          timeout: 'raw:${voice}',
          on: { recordingComplete: 'greet2', noAudio: 'greet2' },
        }),
        say('greet2', '${apology}'),
      ],
      ['PLACEHOLDER_NOT_RAW record properties/timeout'],
    ],
  ])('%s', (_name, states, expected) => {
    expect(found(...states)).toEqual(expect.arrayContaining(expected));
  });
});

describe('a path that ends in silence', () => {
  const silent = (...states: readonly State[]) => found(...states).filter(each => /SILENT|QUEUE/.test(each));

  test('a call that comes in and meets nothing', () => {
    expect(silent(state('x', 'set-variables', { on: {} }))).toEqual(['SILENT_END x ']);
    expect(found()).toEqual(['SILENT_END Trigger transitions/0']);
  });

  test('a function that fails, named in the file or not', () => {
    expect(silent(ask({}, { success: 'greet', fail: undefined }), greet)).toEqual(['SILENT_END ask transitions/1']);
    expect(silent(ask({}, { success: 'greet' }), greet)).toEqual(['SILENT_END ask ']);
  });

  test('a caller who said nothing, or whose keys have no answer', () => {
    expect(
      silent(say('greet', '${apology}', 'record'), record({ recordingComplete: undefined, noAudio: undefined })),
    ).toEqual(['SILENT_END record transitions/1']);
    const gather = state('menu', 'gather-input-on-call', {
      say: '${apology}',
      on: { keypress: 'greet', speech: 'greet', timeout: undefined },
    });
    expect(silent(gather, say('greet', '${apology}'))).toEqual(['SILENT_END menu transitions/2']);
  });

  test('a queue that was left is no conversation, until a split says so', () => {
    const rest: Next = { failedToEnqueue: 'sorry', callFailure: 'sorry' };
    expect(silent(queue({ callComplete: undefined, ...rest }), sorry)).toEqual(['QUEUE_UNCHECKED queue transitions/0']);
    const result = '{{widgets.queue.QueueResult}}';
    const asked = (answered: string) => [
      queue({ callComplete: 'was', ...rest }),
      split('was', result, { [answered]: undefined, noMatch: 'sorry' }, 'matches_any_of'),
      sorry,
    ];
    expect(silent(...asked('bridged,hangup'))).toEqual([]);
    expect(silent(...asked('bridged,leave'))).toEqual(['SILENT_END was transitions/0']);
    const deaf = [queue({ callComplete: 'was', ...rest }), split('was', result, { bridged: undefined }), sorry];
    expect(silent(...deaf)).toEqual(['SILENT_END was ']);
  });

  test('who hung up is owed nothing', () => {
    const after = { recordingComplete: undefined, noAudio: 'sorry', hangup: undefined };
    expect(silent(say('greet', '${apology}', 'record'), record(after), sorry)).toEqual([]);
  });
});

describe('loops', () => {
  const set = (name: string, variables: object[], next: string) =>
    state(name, 'set-variables', { variables, on: { next } });
  const count = set('count', [{ key: 'n', value: '{{flow.variables.n | plus: 1}}' }], 'enough');
  const enough = (limit: string) =>
    split('enough', '{{flow.variables.n}}', { [limit]: 'sorry', noMatch: 'again' }, 'greater_than');

  test('a widget that leads to itself, and two that lead to each other', () => {
    expect(found(say('greet', '${apology}', 'greet'))).toEqual(['LOOP greet ']);
    const round = [say('greet', '${apology}', 'again'), say('again', '${apology}', 'greet')];
    const [loop] = lintFlow('flows/x.json', flow(...round), functions);
    expect(loop?.message).toContain('greet → again → greet');
  });

  test('a loop that counts its rounds is fine, unless it counts too far', () => {
    expect(found(count, enough('3'), say('again', '${apology}', 'count'), sorry)).toEqual([]);
    expect(found(count, enough('12'), say('again', '${apology}', 'count'), sorry)).toEqual(['LOOP count ']);
    expect(found(count, enough('3'), say('again', '${apology}', 'again'), sorry)).toEqual(['LOOP again ']);
  });
});

describe('functions and their parameters', () => {
  const parameters = (...list: (readonly [string, string])[]) => ({
    parameters: list.map(([key, value]) => ({ key, value })),
  });
  test.each([
    ['a needed one is not given', ask(parameters()), ['PARAMETER_MISSING ask properties/url']],
    [
      'one is given that the function does not read',
      ask(parameters(['CallSid', '{{trigger.call.CallSid}}'], ['Colour', 'red'])),
      ['PARAMETER_UNKNOWN ask properties/parameters/1/value'],
    ],
    [
      'one is written as the function refuses it',
      ask(parameters(['CallSid', 'call 1'])),
      ['PARAMETER_MALFORMED ask properties/parameters/0/value'],
    ],
    [
      'the SID is of another function',
      ask({ function_sid: '${function_sid_lines_wait}' }),
      ['FUNCTION_MISMATCH ask properties/function_sid'],
    ],
  ])('%s', (_name, asked, expected) => {
    expect(found(asked, greet, sorry)).toEqual(expected);
  });

  test('what Twilio sends by itself counts as given, and a query too', () => {
    const url = 'https://${functions_domain}/voicemail/recorded?executionSid={{flow.sid}}';
    const recorded = (callback: string) =>
      state('record', 'record-voicemail', {
        recording_status_callback_url: callback,
        on: { recordingComplete: undefined, noAudio: 'sorry', hangup: undefined },
      });
    expect(found(say('greet', '${apology}', 'record'), recorded(url), sorry)).toEqual([]);
    expect(found(say('greet', '${apology}', 'record'), recorded(url.replace('executionSid', 'run')), sorry)).toEqual([
      'PARAMETER_UNKNOWN record properties/recording_status_callback_url',
    ]);
    const redirect = state('thank', 'add-twiml-redirect', {
      url: 'https://${functions_domain}/voicemail/received',
      on: {},
    });
    expect(found(say('greet', '${apology}', 'thank'), redirect)).toEqual([]);
  });
});

describe('variables', () => {
  const variables = (...states: readonly State[]) => found(...states).filter(each => /VARIABLE|LIQUID/.test(each));
  test.each([
    ['of a widget that is not there', '{{widgets.asked.parsed.state}}', 'VARIABLE_UNKNOWN'],
    ['that the widget never sets', '{{widgets.ask.Digits}}', 'VARIABLE_UNKNOWN'],
    ['that the function does not answer', '{{widgets.ask.parsed.mood}}', 'VARIABLE_UNKNOWN'],
    ['of a call, written wrongly', '{{trigger.call.callSid}}', 'VARIABLE_UNKNOWN'],
    ['of a message, in a call', '{{trigger.message.Body}}', 'VARIABLE_UNSET'],
    ['of the flow that nothing sets', '{{flow.variables.tries}}', 'VARIABLE_UNKNOWN'],
    ['of nothing', '{{now}}', 'VARIABLE_UNKNOWN'],
    ['in braces that do not close', '{{widgets.ask', 'LIQUID_INVALID'],
  ])('%s', (_name, words, code) => {
    expect(variables(ask(), say('greet', words), sorry)).toEqual([`${code} greet properties/say`]);
  });

  test('what only one of two paths sets', () => {
    const merged = [ask({}, { success: 'greet', fail: 'greet' }), greet];
    const [finding] = lintFlow('flows/x.json', flow(...merged), functions);
    expect(finding).toMatchObject({
      code: 'VARIABLE_UNSET',
      message: '{{widgets.ask.parsed.greeting}} is not set when ask was left by fail.',
    });
    expect(
      variables(
        ask({}, { success: 'sorry', fail: 'sorry' }),
        say('sorry', `{{widgets.ask.parsed.greeting | default: ""}}`),
      ),
    ).toEqual([]);
    expect(variables(greet, ask({}, { success: 'sorry', fail: 'sorry' }), sorry)).toEqual([
      'VARIABLE_UNSET greet properties/say',
    ]);
  });

  test('a parameter that the function may do without may be unset; one that it needs may not', () => {
    const taken = (query: string) => [
      say('greet', '${apology}', 'record'),
      record({ recordingComplete: 'thank', noAudio: 'thank', hangup: undefined }),
      state('thank', 'add-twiml-redirect', { url: `https://\${functions_domain}/voicemail/received?${query}`, on: {} }),
    ];
    expect(variables(...taken('RecordingSid={{widgets.record.RecordingSid}}'))).toEqual([]);
    expect(variables(...taken('RecordingSid={{widgets.record.Sid}}'))).toEqual([
      'VARIABLE_UNKNOWN thank properties/url',
    ]);
    expect(variables(...taken('To={{widgets.record.RecordingSid}}'))).toEqual(['VARIABLE_UNSET thank properties/url']);
  });

  test('keys after keypress, words after speech', () => {
    const menu = (next: Next) => state('menu', 'gather-input-on-call', { say: '${apology}', on: next });
    const digits = say('greet', '{{widgets.menu.Digits}}');
    expect(variables(menu({ keypress: 'greet', speech: 'sorry', timeout: 'sorry' }), digits, sorry)).toEqual([]);
    expect(variables(menu({ keypress: 'greet', speech: 'greet', timeout: 'sorry' }), digits, sorry)).toEqual([
      'VARIABLE_UNSET greet properties/say',
    ]);
  });
});

test.each([
  ['words', say('greet', 'Welcome to {{widgets.ask.parsed.greeting}}'), 'WORDS_IN_FLOW greet properties/say'],
  [
    'a voice',
    state('greet', 'say-play', { say: GREETING, voice: 'Polly.Joanna', on: {} }),
    'VOICE_IN_FLOW greet properties/voice',
  ],
  [
    'a host',
    state('greet', 'say-play', { play: 'https://files.example.com/hello.mp3', on: {} }),
    'HOST_IN_FLOW greet properties/play',
  ],
  [
    'a SID',
    state('greet', 'run-subflow', {
      flow_sid: `FW${'a'.repeat(32)}`,
      flow_revision: 'LatestPublished',
      on: { completed: undefined, failed: 'sorry' },
    }),
    'SID_IN_FLOW greet properties/flow_sid',
  ],
  [
    'a phone number',
    state('greet', 'connect-call-to', {
      noun: 'number',
      to: '+12025550199',
      caller_id: '{{trigger.call.To}}',
      on: { hangup: undefined, callCompleted: 'sorry' },
    }),
    'ADDRESS_IN_FLOW greet properties/to',
  ],
])('a flow has %s of its own', (_name, greeting, expected) => {
  expect(found(ask(), greeting, sorry)).toEqual([expected]);
});
