import { canonicalFlow, parseFlow } from './flow';

const flow = {
  states: [
    {
      type: 'trigger',
      name: 'Trigger',
      properties: { offset: { x: 0, y: 0 } },
      transitions: [{ event: 'incomingCall', next: 'greet' }, { event: 'incomingRequest' }],
    },
  ],
  initial_state: 'Trigger',
  flags: { allow_concurrent_calls: true },
  description: 'A line',
};

test('a flow has one way to be written, and writing it twice changes nothing', () => {
  const text = canonicalFlow(parseFlow(JSON.stringify(flow), 'flows/x.json'));
  const keys = [
    ...text.matchAll(/"(description|states|initial_state|flags|name|type|transitions|properties|next|event)":/g),
  ];
  expect(keys.map(([, key]) => key)).toEqual(
    'description states name type transitions next event event properties initial_state flags'.split(' '),
  );
  expect(text.endsWith('}\n')).toBe(true);
  expect(JSON.parse(text)).toEqual(flow);
  expect(canonicalFlow(parseFlow(text, 'flows/x.json'))).toBe(text);
});

test('what is no flow is refused with its faults', () => {
  expect(() => parseFlow('{', 'flows/x.json')).toThrow(/flows\/x\.json is not JSON/);
  expect(() => parseFlow('{"states":[]}', 'flows/x.json')).toThrow(/description.*[\s\S]*initial_state.*[\s\S]*flags/);
});
