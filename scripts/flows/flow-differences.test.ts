import { flowDifferences } from './flow-differences';

const state = (name: string, properties: Record<string, unknown> = {}, next = 'end') => ({
  name,
  type: 'say-play',
  transitions: [{ event: 'audioComplete', next }],
  properties: { offset: { x: 0, y: 0 }, ...properties },
});
const flow = (...states: object[]) => ({ description: 'x', states, initial_state: 'a', flags: {} });

test('a line a state: what was added, removed, changed, or only moved', () => {
  const before = flow(state('a', { say: 'Hi', loop: 1 }), state('b'), state('c'), state('d'));
  const after = flow(
    state('a', { say: 'Hello', loop: 1, voice: 'x', offset: { x: 9, y: 9 } }),
    state('c', { offset: { x: 5, y: 0 } }),
    state('d', {}, 'a'),
    state('e'),
  );
  expect(flowDifferences(before, after)).toEqual([
    'state a: say, voice',
    'state b is removed',
    'state c: only moved on the canvas',
    'state d: transitions',
    'state e is added',
  ]);
});

test('the order of keys is no difference, that of states is said, and so is the flow itself', () => {
  const { states, ...rest } = flow(state('a'), state('b'));
  expect(flowDifferences({ states, ...rest }, { ...rest, states: [...states] })).toEqual([]);
  expect(flowDifferences({ ...rest, states }, { ...rest, states: [...states].reverse() })).toEqual([
    'the order of its states',
  ]);
  expect(flowDifferences({ ...rest, states }, { ...rest, states, initial_state: 'b' })).toEqual([
    'the flow itself: initial_state',
  ]);
  expect(flowDifferences(undefined, { ...rest, states })).toEqual(['the whole definition']);
});
