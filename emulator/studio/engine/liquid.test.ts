import { createLiquid } from './liquid';

const liquid = createLiquid(() => Date.UTC(2026, 2, 2, 15, 4));
const variables = {
  flow: { variables: { n: 3, text: '3', list: Array.from({ length: 20 }, (_, index) => index), object: { a: 1 } } },
  widgets: { ask_1: { parsed: { words: 'open', lines: [{ name: 'Main' }] } }, 'ask-2': { body: 'b' } },
  trigger: { call: { From: '+15551230001' } },
};

test.each([
  ['plain {text}', 'plain {text}'],
  ['{{trigger.call.From}}', '+15551230001'],
  ['[{{widgets.nobody.there.at_all}}]', '[]'],
  ['{{widgets.ask_1.parsed.lines[0].name | upcase}}', 'MAIN'],
  ['{{widgets.ask-2.body}}', 'b'],
  ['{{flow.variables.text | plus: 0 | times: 2}}', '6'],
  ['{{trigger.call.Nope | default: "nobody"}}', 'nobody'],
  ['{{trigger.call.From | replace: "+", "%2B"}}', '%2B15551230001'],
  ['{% if flow.variables.n > 2 %}many{% else %}few{% endif %}', 'many'],
  ['{% assign x = "a,b" | split: "," %}{{x[1]}}', 'b'],
  ['{% case flow.variables.n %}{% when 3 %}three{% endcase %}', 'three'],
  ['{{flow.variables.object | to_json}}', '{"a":1}'],
  ['{{flow.variables.object}}', '{"a":1}'],
  ['{{flow.variables.gone | to_json}}', 'null'],
  ['{{flow.variables.n | no_such_filter}}', '3'],
  ['[{{nil}}{{empty}}] {{nil | to_json}}', '[] null'],
  ['{{10 | divided_by: 3}} {{ -10 | divided_by: 3}} {{"95" | divided_by: flow.variables.n}}', '3 -4 31'],
  ['{{10 | divided_by: 4.0}} {{7.5 | divided_by: 3}} {{"7.0" | divided_by: 2}}', '2.5 2.5 3.5'],
  ['{{10 | modulo: 3}} {{"7" | modulo: "4"}} {{ -1 | modulo: 3}} {{5.5 | modulo: 2}}', '1 3 2 1.5'],
  ["{{'now' | date: '%Y-%m-%d %H:%M'}}", '2026-03-02 07:04'],
  ["{{'2026-07-01T12:00:00Z' | date: '%H'}}", '05'],
  ['{% for i in flow.variables.list %}{{i}} {% endfor %}', '0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 '],
  [
    '{% for i in (1..2) %}{% for j in (1..20) %}{{j}}{% endfor %}|{% endfor %}',
    '123456789101112131415|123456789101112131415|',
  ],
  ['{{flow.constructor}}{{flow.variables.list.constructor}}', ''],
])('%s → %s', (template, expected) => {
  expect(liquid.render(template, variables)).toEqual({ text: expected });
});

test.each([
  '{{ never closed',
  '{% if %}',
  '{% include "package.json" %}',
  '{% for i in (1..999999999) %}{% endfor %}',
  '{{1 | divided_by: 0}}',
  '{{1 | modulo: nothing}}',
])('%s stays as it is written, with a reason', template => {
  const { text, failed } = liquid.render(template, variables);
  expect(text).toBe(template);
  expect(failed).toEqual(expect.any(String));
});

test('what grows for ever is stopped', () => {
  expect(liquid.render('{{a}}{{a}}', { a: 'x'.repeat(200_000) }).failed).toContain('262144');
});

test('the value of a single output keeps its type', () => {
  expect(liquid.value('{{flow.variables.n}}', variables)).toEqual({ value: 3 });
  expect(liquid.value(' {{ flow.variables.text }} ', variables)).toEqual({ value: '3' });
  expect(liquid.value('{{flow.variables.text | plus: 0}}', variables)).toEqual({ value: 3 });
  expect(liquid.value('{{nil}}', variables)).toEqual({ value: null });
  expect(liquid.value('{{1 | divided_by: 0}}', variables)).toBeUndefined();
  expect(liquid.value('{{a}}{{b}}', variables)).toBeUndefined();
  expect(liquid.value('plain', variables)).toBeUndefined();
});
