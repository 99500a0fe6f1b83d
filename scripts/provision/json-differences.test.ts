import { jsonDifferences } from './json-differences';

test('each place that differs is a line, with what was and what is', () => {
  const before = { a: { b: 1, c: [1, 2] }, same: { x: null }, gone: 'old' };
  const after = { a: { b: 2, c: [1, 3, 4] }, same: { x: null }, fresh: { y: true } };
  expect(jsonDifferences(before, after)).toEqual([
    'a.b: 1 → 2',
    'a.c.1: 2 → 3',
    'a.c.2: nothing → 4',
    'gone: old → nothing',
    'fresh: nothing → {"y":true}',
  ]);
  expect(jsonDifferences(before, after, 3).at(-1)).toBe('and 3 more');
  expect(jsonDifferences({ a: 1 }, [1])).toEqual(['the whole: {"a":1} → [1]']);
  expect(jsonDifferences({ b: 1, a: [] }, { a: [], b: 1 })).toEqual([]);
});
