import { readFileSync } from 'node:fs';
import { sampleClient } from '../../../lib/config/client.fake';
import { inProject } from '../../project';
import { canonicalFlow, parseFlow, type FlowTemplate } from '../flow';
import { flowValues } from '../flow-values';
import { renderTemplate, type TemplateValues } from '../render';
import { restoreTemplate } from './restore';

const sid = (prefix: string, digit: string): string => prefix + digit.repeat(32);
const client = sampleClient();
const values: TemplateValues = flowValues(client, {
  domain: 'linekit-1234-dev.twil.io',
  serviceSid: sid('ZS', '1'),
  environmentSid: sid('ZE', '2'),
  workflowSid: sid('WW', '3'),
  voiceChannelSid: sid('TC', '4'),
  functionSids: new Map([
    ['/lines/now', sid('ZH', '5')],
    ['/lines/wait', sid('ZH', '6')],
  ]),
});
const file = 'flows/voice-direct.json';
const text = readFileSync(inProject(file), 'utf8');
const template = parseFlow(text, file);

type State = FlowTemplate['states'][number];
/** The live flow, after somebody edited it in Studio. */
function edited(edit: (states: Map<string, State>, flow: FlowTemplate) => void, given = values): FlowTemplate {
  const live = parseFlow(JSON.stringify(renderTemplate(text, given, file).value), file);
  edit(new Map(live.states.map(state => [state.name, state])), live);
  return live;
}
const restore = (live: FlowTemplate, given = values) => restoreTemplate({ live, template, values: given, file });
const stateOf = (flow: FlowTemplate, name: string) => flow.states.find(state => state.name === name);

test('what nobody edited comes back as it is, whatever order Studio gives it', () => {
  expect(canonicalFlow(restore(edited(() => undefined)))).toBe(text);
  const shuffled = edited((states, flow) => {
    flow.states.reverse();
    const ask = states.get('ask_line');
    if (ask) ask.properties = Object.fromEntries(Object.entries(ask.properties).reverse());
  });
  expect(canonicalFlow(restore(shuffled))).toBe(text);
});

test('an edit stays, and placeholders around it come back', () => {
  const live = edited(states => {
    const greet = states.get('say_greeting');
    if (greet) Object.assign(greet.properties, { loop: 2, offset: { x: 5, y: 5 } });
    const ask = states.get('ask_line');
    if (ask) ask.properties['url'] = `${String(ask.properties['url'])}?line=direct`;
  });
  const restored = restore(live);
  expect(stateOf(restored, 'say_greeting')?.properties).toMatchObject({
    loop: 2,
    voice: '${voice}',
    language: '${language}',
  });
  expect(stateOf(restored, 'ask_line')?.properties['url']).toBe('https://${functions_domain}/lines/now?line=direct');
  expect(renderTemplate(JSON.stringify(restored), values, file).value).toEqual(live);
});

test('a new widget gets placeholders for what it has of client and account', () => {
  const live = edited((states, flow) => {
    flow.states.unshift({
      name: 'ask_again',
      type: 'run-function',
      transitions: [{ event: 'success', next: 'line_state' }, { event: 'fail' }],
      properties: {
        url: 'https://linekit-1234-dev.twil.io/lines/now',
        function_sid: sid('ZH', '5'),
        service_sid: sid('ZS', '1'),
        parameters: [{ key: 'CallSid', value: '{{trigger.call.CallSid}}' }],
      },
    });
    flow.states.push({
      name: 'say_more',
      type: 'say-play',
      transitions: [],
      properties: { say: client.greetings.apology, voice: client.voice, language: client.language, loop: 5 },
    });
  });
  const restored = restore(live);
  expect(restored.states.at(-2)?.properties).toEqual({
    url: 'https://${functions_domain}/lines/now',
    function_sid: '${function_sid_lines_now}',
    service_sid: '${functions_service_sid}',
    parameters: [{ key: 'CallSid', value: '{{trigger.call.CallSid}}' }],
  });
  // 5 is also how long a silence ends a message: a number alone says nothing.
  expect(restored.states.at(-1)?.properties).toEqual({
    say: '${apology}',
    voice: '${voice}',
    language: '${language}',
    loop: 5,
  });
});

test("a parameter put first does not take another's placeholder for its own", () => {
  const live = edited(states => {
    const wait = states.get('reach_agent');
    const ask = states.get('ask_line');
    if (wait) wait.transitions.reverse();
    if (ask) (ask.properties['parameters'] as object[]).unshift({ key: 'From', value: '{{trigger.call.From}}' });
  });
  expect(stateOf(restore(live), 'ask_line')?.properties['parameters']).toHaveLength(3);
});

test('what was edited over a placeholder is refused, each with where it belongs', () => {
  const live = edited(states => {
    const apology = states.get('say_apology');
    if (apology) apology.properties['say'] = 'Oops!';
    const message = states.get('take_message');
    if (message) message.properties['max_length'] = 60;
    const agent = states.get('reach_agent');
    if (agent) agent.properties['workflow'] = sid('WW', '9');
  });
  expect(() => restore(live)).toThrow(
    /reach_agent\.workflow: is WW9+, where \$\{workflow_sid\} gave WW3+\. Undo it in Studio[\s\S]*say_apology\.say: is Oops!, where \$\{apology\} gave We are sorry.*greetings\.apology, and deploy[\s\S]*take_message\.max_length: is 60, where \$\{voicemail_max_seconds\} gave 180.*voicemail\.maxSeconds/,
  );
});

test('two placeholders with one value are told apart by their place, or not at all', () => {
  const same = { ...values, voice: 'same', language: 'same' };
  expect(
    canonicalFlow(
      restore(
        edited(() => undefined, same),
        same,
      ),
    ),
  ).toBe(text);
  const added = (property: string) =>
    edited(
      (_states, flow) =>
        void flow.states.push({ name: 'more', type: 'say-play', transitions: [], properties: { [property]: 'same' } }),
      same,
    );
  expect(restore(added('voice'), same).states.at(-1)?.properties).toEqual({ voice: '${voice}' });
  expect(() => restore(added('say'), same)).toThrow(/more\.say: "same" may be \$\{language\} or \$\{voice\}/);
});

test('text that would be taken for a placeholder is refused', () => {
  const live = edited(states => {
    const greet = states.get('say_greeting');
    if (greet) greet.properties['say'] = 'Hello ${name}';
  });
  expect(() => restore(live)).toThrow('asks for ${name}, which nothing sets');
});
