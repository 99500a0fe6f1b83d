import { widgetTypes } from '../../studio/widgets/registry';
import type { PropertyRule } from '../../studio/definition/schema';
import type { Dice } from './dice';
import { junk, type Pool } from './values';

const VERBS = [
  ...['Say', 'Play', 'Pause', 'Gather', 'Record', 'Dial', 'Enqueue', 'Leave', 'Redirect', 'Reject', 'Hangup', 'Sms'],
  ...['Connect', 'Start', 'Stop', 'Pay', 'Refer', 'Echo', 'Prompt', 'Nonsense', 'say'],
];
const NOUNS = [
  ...[
    'Number',
    'Client',
    'Sip',
    'Conference',
    'Queue',
    'Task',
    'Stream',
    'ConversationRelay',
    'Parameter',
    'Recording',
  ],
  ...['Say', 'Play', 'Pause', 'Siprec', 'VirtualAgent'],
];
const ATTRIBUTES = [
  ...['action', 'method', 'timeout', 'numDigits', 'finishOnKey', 'input', 'loop', 'length', 'voice', 'language', 'url'],
  ...['maxLength', 'playBeep', 'trim', 'callerId', 'record', 'waitUrl', 'workflowSid', 'digits', 'reason', 'timeLimit'],
  ...[
    'statusCallback',
    'statusCallbackEvent',
    'beep',
    'muted',
    'maxParticipants',
    'name',
    'track',
    'hints',
    'sequential',
  ],
];
const ATTRIBUTE_VALUES = [
  '1',
  '0',
  '-1',
  '5',
  '',
  'POST',
  'GET',
  'true',
  'false',
  '/next',
  'https://app.example/x',
  'dtmf',
  '*#',
];

/** A TwiML document: mostly well-formed and odd, sometimes broken. */
export function twimlDocument(dice: Dice, pool: Pool): string {
  if (dice.once(8)) return dice.pick(['', '<Response', '<Response/><Response/>', 'no XML', '<a/>', junk(dice, pool)]);
  const verbs = Array.from({ length: dice.below(4) }, () => element(dice, pool, { names: VERBS, depth: 0 }));
  const document = `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs.join('')}</Response>`;
  return dice.once(10) ? document.slice(0, dice.below(document.length)) : document;
}

function element(dice: Dice, pool: Pool, { names, depth }: { names: readonly string[]; depth: number }): string {
  const name = dice.pick(names);
  const attributes = new Map<string, string>();
  for (let count = dice.below(4); count > 0; count -= 1) {
    const value = dice.once(5) ? escape(junk(dice, pool)) : dice.pick(ATTRIBUTE_VALUES);
    attributes.set(dice.pick(ATTRIBUTES), value);
  }
  const written = [...attributes].map(([key, value]) => ` ${key}="${value}"`).join('');
  const content = dice.once(2)
    ? escape(dice.pick(['Hello', '+12025550111', 'room', junk(dice, pool)]))
    : depth < 2
      ? Array.from({ length: dice.below(3) }, () => element(dice, pool, { names: NOUNS, depth: depth + 1 })).join('')
      : '';
  return `<${name}${written}>${content}</${name}>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"\u0000-\u001f\ud800-\udfff]/g, '');
}

const TEXTS = [
  '',
  'x',
  '{{flow.data.a}}',
  '{% for i in (1..99) %}{{i}}{% endfor %}',
  '{% if',
  'https://app.example/f',
  '7',
];

/** A flow definition: of widgets that exist with properties of about the right type, or broken anywhere. */
export function flowDefinition(dice: Dice, pool: Pool): string {
  if (dice.once(8)) return junk(dice, pool);
  const names = Array.from({ length: 1 + dice.below(5) }, (_, index) => `w${index}`);
  const states = names.map(name => state(dice, pool, { name, names }));
  const starts = ['incomingCall', 'incomingRequest', 'incomingMessage'];
  const transitions = starts.map(event => ({ event, next: 'w0' }));
  const trigger = { name: 'Trigger', type: 'trigger', transitions, properties: {} };
  const definition: Record<string, unknown> = {
    description: 'Fuzzed',
    states: [trigger, ...states],
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
  };
  if (dice.once(6)) definition[dice.pick(Object.keys(definition))] = dice.pick([null, 1, 'x', [], {}, [null]]);
  return JSON.stringify(definition);
}

function state(dice: Dice, pool: Pool, { name, names }: { name: string; names: readonly string[] }): unknown {
  if (dice.once(25)) return dice.pick([null, 1, 'state', []]);
  const type = dice.pick([...widgetTypes.keys()]);
  const { properties = {}, events = [] } = widgetTypes.get(type) ?? {};
  const given = Object.entries(properties).filter(([, rule]) => rule.required === true || dice.once(3));
  const next = (): string => (dice.once(20) ? 'nowhere' : dice.pick(['', ...names]));
  return {
    name,
    type: dice.once(30) ? 'no-such-widget' : type,
    transitions: events.map(event => ({ event, next: next() })),
    properties: Object.fromEntries(given.map(([key, rule]) => [key, propertyValue(dice, pool, rule)])),
  };
}

function propertyValue(dice: Dice, pool: Pool, rule: PropertyRule): unknown {
  if (dice.once(40)) return dice.pick([null, 1, true, 'x', [], {}]);
  if (rule.enum) return dice.pick(rule.enum);
  if (rule.also) return pool.sid('FW') ?? `FW${'a'.repeat(32)}`;
  switch (rule.type) {
    case 'integer':
    case 'number':
      return 1 + dice.below(20);
    case 'boolean':
      return dice.once(2);
    case 'array':
      return [{ key: 'a', value: dice.pick(TEXTS), type: 'whatsapp' }];
    case 'object':
      return {};
    default:
      return dice.once(10) ? junk(dice, pool) : dice.pick(TEXTS);
  }
}
