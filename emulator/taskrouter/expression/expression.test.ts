import fc from 'fast-check';
import { compile, type Scope } from './expression';
import { ExpressionError } from './parse';

const SCOPE: Scope = {
  name: 'Ada',
  level: 5,
  rating: 5.1,
  vip: true,
  skills: ['support', 'sales', 3],
  object: { array: ['a', 'b', 'c'], attr: 'bar' },
  nothing: null,
  worker: { sid: 'WK1' },
};

describe('expressions', () => {
  test.each([
    ['1==1', true],
    ['0 != 1', true],
    ['1 == 2', false],
    ['"apple" != \'orange\'', true],
    ['-1 < 0', true],
    ['level > 4', true],
    ['level >= 5 AND level <= 5', true],
    ['rating < 5.1', false],
    ['rating >= 5.1', true],
    ["name == 'Ada'", true],
    ["name < 'Bob'", true],
    ['vip == true', true],
    ['vip == TRUE', true],
    ['vip != false', true],
    ["level == '5'", false],
    ["level > 'a'", false],
    ["object.attr == 'bar'", true],
    ["object.array[2] == 'c'", true],
    ["object.array HAS 'b'", true],
    ["skills HAS 'support'", true],
    ['skills HAS 3', true],
    ["skills HAS 'cooking'", false],
    ["level HAS 'support'", false],
    ["skills HAS ['support']", false],
    ["skills == 'support'", false],
    ["skills != 'support'", false],
    ["skills CONTAINS 'support'", false],
    ["name CONTAINS 'da'", true],
    ['name CONTAINS missing', false],
    ["name IN ['Ada', 'Bob']", true],
    ["name in ['Bob']", false],
    ["name NOT IN ['Bob']", true],
    ["name not  in ['Ada']", false],
    ['name IN []', false],
    ["name IN 'Ada'", false],
    ["name NOT IN 'Bob'", false],
    ['worker.sid not in missing', false],
    ["'support' IN skills", true],
    ["skills IN ['support']", false],
    ["missing == 'x'", false],
    ["missing != 'x'", true],
    ['missing > 0', false],
    ['missing < 0', false],
    ['missing == other', true],
    ['missing == nothing', true],
    ["missing.deeper.still != 'x'", true],
    ['constructor == missing', true],
    ["name == 'Bob' OR level == 5 AND vip == true", true],
    ["(name == 'Bob' OR level == 5) AND vip == false", false],
    ["name == 'Bob' or (vip == true and (level == 5))", true],
    ["'it\\'s' == \"it's\"", true],
    ['order == missing AND android == missing AND inbox == missing', true],
  ])('%s is %s', (source, expected) => {
    expect(compile(source).test(SCOPE)).toBe(expected);
  });

  test.each([
    ['skill-level > 3', "extraneous input 'evel' expecting OPERATOR"],
    ['a-b > 1', "token recognition error at: '-b'"],
    ['', "mismatched input '<EOF>' expecting {'(', '[', STRING, NUMBER, BOOLEAN, KEY}"],
    ['level', "mismatched input '<EOF>' expecting OPERATOR"],
    ['level >', "mismatched input '<EOF>' expecting {'[', STRING, NUMBER, BOOLEAN, KEY}"],
    ['1=0', "mismatched input '<EOF>' expecting OPERATOR"],
    ["a == 'x', 'y'", "mismatched input ',' expecting <EOF>"],
    ["*(a == 'x')", "token recognition error at: '*'"],
    ['level = 5', "mismatched input '5' expecting OPERATOR"],
    ['(level > 5', "mismatched input '<EOF>' expecting ')'"],
    ['level > 5)', "extraneous input ')' expecting <EOF>"],
    ['level > 5 vip == true', "mismatched input 'vip' expecting <EOF>"],
    ["name IN ['a' 'b']", "mismatched input ''b'' expecting ','"],
    ['NOT level > 5', "extraneous input 'level' expecting OPERATOR"],
    ['AND level > 5', "extraneous input 'AND' expecting {'(', '[', STRING, NUMBER, BOOLEAN, KEY}"],
  ])('%s is refused', (source, message) => {
    expect(() => compile(source)).toThrow(new ExpressionError(message));
  });

  test('tell which documents they look at', () => {
    const { roots, keys } = compile('task.language IN worker.languages AND worker.channel.voice.assigned_tasks == 0');
    expect([...roots]).toEqual(['task', 'worker']);
    expect(keys).toEqual(['task.language', 'worker.languages', 'worker.channel.voice.assigned_tasks']);
  });

  test('nested without end are refused, not a crash', () => {
    expect(() => compile('('.repeat(100_000))).toThrow(ExpressionError);
  });

  test('a long chain is no problem', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => `level == ${index}`).join(' OR ');
    expect(compile(chain).test(SCOPE)).toBe(true);
  });

  test('well-formed ones agree with the same logic written in TypeScript', () => {
    const comparison = fc.record({ left: fc.integer({ min: -3, max: 3 }), right: fc.integer({ min: -3, max: 3 }) });
    const formula = fc.letrec<{ node: Formula }>(tie => ({
      node: fc.oneof(
        { maxDepth: 5 },
        comparison.map(({ left, right }): Formula => ({ source: `${left} > ${right}`, expected: left > right })),
        fc.tuple(tie('node'), tie('node')).map(([a, b]): Formula => ({
          source: `(${a.source}) AND (${b.source})`,
          expected: a.expected && b.expected,
        })),
        fc.tuple(tie('node'), tie('node')).map(([a, b]): Formula => ({
          source: `(${a.source}) OR (${b.source})`,
          expected: a.expected || b.expected,
        })),
      ),
    })).node;
    fc.assert(fc.property(formula, ({ source, expected }) => compile(source).test({}) === expected));
  });

  test('anything else parses or gives the documented error', () => {
    const words = fc.constantFrom(
      'a',
      'b.c',
      '[',
      ']',
      '(',
      ')',
      ',',
      '==',
      'HAS',
      'NOT',
      'IN',
      'AND',
      'OR',
      "'s'",
      '1',
      'true',
      '-',
      '.',
    );
    const source = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 12 }).map(parts => parts.join(' ')),
    );
    fc.assert(
      fc.property(source, text => {
        try {
          return typeof compile(text).test(SCOPE) === 'boolean';
        } catch (error) {
          return error instanceof ExpressionError && /expecting|token recognition/.test(error.message);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

interface Formula {
  source: string;
  expected: boolean;
}
