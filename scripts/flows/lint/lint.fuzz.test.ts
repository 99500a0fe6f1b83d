import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { inProject } from '../../project';
import { lintFlow } from './lint';

const flow = JSON.parse(readFileSync(inProject('flows/voice-direct.json'), 'utf8')) as unknown;

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return [path, ...keys.flatMap(key => pathsOf(Reflect.get(value, key), [...path, key]))];
}

const replacement = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    7,
    true,
    [],
    {},
    [null],
    [{}],
    { key: 1 },
    'raw:${voice}',
    '${}',
    '${__proto__}',
    'raw:${constructor}',
    '${x',
  ),
  fc.constantFrom<unknown>(
    '{{',
    '{% if %}',
    '{{a.b}}',
    '{{widgets.ask_line.parsed}}',
    'Trigger',
    'say_away',
    '__proto__',
  ),
  fc.string(),
);
const edits = fc.array(fc.tuple(fc.constantFrom(...pathsOf(flow).slice(1)), replacement), {
  minLength: 1,
  maxLength: 4,
});

function apply(edited: unknown, [path, value]: [Path, unknown]): void {
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), edited);
  const key = path.at(-1);
  if (typeof holder === 'object' && holder !== null && key !== undefined) Reflect.set(holder, key, value);
}

test('whatever is done to a flow, the linter answers with findings that have a place, never with a crash', () => {
  fc.assert(
    fc.property(edits, list => {
      const edited = structuredClone(flow);
      list.forEach(edit => apply(edited, edit));
      const text = JSON.stringify(edited, null, 2);
      for (const each of lintFlow('flows/x.json', text, [])) {
        expect(each.line).toBeGreaterThanOrEqual(1);
        expect(each.line).toBeLessThanOrEqual(text.split('\n').length);
        expect(each.message && each.fix && each.path.startsWith('#')).toBeTruthy();
      }
    }),
    { numRuns: 150 },
  );
});
