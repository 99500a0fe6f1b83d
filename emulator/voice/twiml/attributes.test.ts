import { flag, keys, oneOf, readAttributes, someOf, text, whole } from './attributes';
import { parseTwiml } from './element';

const table = {
  timeout: whole({ default: 5, min: 1, warning: 13611 }),
  playBeep: flag({ default: true }),
  method: oneOf(['POST', 'GET'], { default: 'POST' }),
  events: someOf(['completed', 'absent'], { default: ['completed'] }),
  finishOnKey: keys({ default: '#' }),
  action: text({ default: undefined }),
};

function read(attributes: string): ReturnType<typeof readAttributes<typeof table>> {
  return readAttributes(parseTwiml(`<Response ${attributes}/>`), table);
}

test('an absent attribute has its default', () => {
  expect(read('').values).toEqual({
    timeout: 5,
    playBeep: true,
    method: 'POST',
    events: ['completed'],
    finishOnKey: '#',
    action: undefined,
  });
});

test('values are typed', () => {
  const { values, warnings } = read(
    'timeout="7" playBeep="false" method="get" events="absent completed" finishOnKey=""',
  );
  expect(values).toMatchObject({
    timeout: 7,
    playBeep: false,
    method: 'GET',
    events: ['completed', 'absent'],
    finishOnKey: '',
  });
  expect(warnings).toEqual([]);
});

test.each([
  ['timeout="0"', 13611],
  ['timeout="1.5"', 13611],
  ['playBeep="yes"', 12200],
  ['method="PUT"', 12200],
  ['events="completed gone"', 12200],
  ['finishOnKey="x"', 12200],
  ['colour="red"', 12200],
])('%s is ignored with warning %i', (attributes, code) => {
  const { values, warnings } = read(attributes);
  expect(warnings).toEqual([expect.objectContaining({ code })]);
  expect(values).toEqual(read('').values);
});
