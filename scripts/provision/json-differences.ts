import { isDeepStrictEqual } from 'node:util';

/**
 * Where one JSON value differs from another, a line a place: "task_routing.default_filter.queue: WQ1 → WQ2".
 * For values that are no secret. At most `limit` lines; the last then says how many more there are.
 */
export function jsonDifferences(before: unknown, after: unknown, limit = 8): string[] {
  const lines = differences(before, after, '');
  return lines.length <= limit ? lines : [...lines.slice(0, limit - 1), `and ${lines.length - limit + 1} more`];
}

function differences(before: unknown, after: unknown, path: string): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [`${path === '' ? 'the whole' : path}: ${show(before)} → ${show(after)}`];
  }
  const [old, fresh] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap(key =>
    differences(old.get(key), fresh.get(key), path === '' ? key : `${path}.${key}`),
  );
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function show(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}
