import fc from 'fast-check';
import { CommandError } from '../command-error';
import { renderTemplate, unusedValues } from './render';

const render = (template: unknown, values: Record<string, string | number | boolean>) =>
  renderTemplate(JSON.stringify(template), values, 'flows/x.json');

const codeOf = (run: () => unknown): string | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof CommandError ? error.code : String(error);
  }
};

test('placeholders become text wherever they stand in a string', () => {
  const { value } = render(
    { url: 'https://${domain}/a?b=${n}', list: [{ say: '${say}' }], left: 'a$b {{x}}' },
    {
      domain: 'x.twil.io',
      n: 5,
      say: 'He said "hi"\n',
    },
  );
  expect(value).toEqual({ url: 'https://x.twil.io/a?b=5', list: [{ say: 'He said "hi"\n' }], left: 'a$b {{x}}' });
});

test('a raw placeholder becomes the bare number or boolean', () => {
  expect(render({ a: 'raw:${n}', b: 'raw:${yes}' }, { n: 90, yes: true }).value).toEqual({ a: 90, b: true });
});

test('raw text is refused, and so is a name without a value; the error names both file and placeholder', () => {
  expect(codeOf(() => render({ a: 'raw:${t}' }, { t: 'x' }))).toBe('PLACEHOLDER_NOT_RAW');
  expect(codeOf(() => render({ a: '${nobody}' }, { t: 'x' }))).toBe('PLACEHOLDER_UNKNOWN');
  expect(codeOf(() => render({ a: '${toString}' }, { t: 'x' }))).toBe('PLACEHOLDER_UNKNOWN');
  expect(() => render({ a: '${nobody}' }, { t: 'x' })).toThrow(/flows\/x\.json.*\$\{nobody\}.*There is: t\./);
});

test('whatever a value holds, it arrives as it is and is not rendered again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      expect(render({ a: '<${v}>' }, { v: text }).value).toEqual({ a: `<${text}>` });
    }),
  );
  expect(render({ a: '${v}' }, { v: '${v} $& $1' }).value).toEqual({ a: '${v} $& $1' });
});

test('a value that no template uses is named', () => {
  const values = { a: 1, b: 2, c: 3 };
  const rendered = [render({ x: '${a}' }, values), render({ x: ['${c}'] }, values)];
  expect(unusedValues(rendered, values)).toEqual(['b']);
});
