/** Whether a value is what an eval wants: the same, or text that a regular expression between slashes finds. Times are compared as moments. */
export function matches(found: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'string') return found === wanted;
  const source = /^\/(.*)\/$/s.exec(wanted)?.[1];
  const text = typeof found === 'string' ? found : JSON.stringify(found);
  if (source !== undefined) return new RegExp(source, 'iu').test(text ?? '');
  return found === wanted || sameMoment(found, wanted);
}

/** The paths of `wanted` that are otherwise in `found`. */
export function unmatched(found: unknown, wanted: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(wanted).flatMap(([path, value]) => (matches(valueAt(found, path), value) ? [] : [path]));
}

/** What stands at "verified.accountId" or "done.0"; undefined when nothing does. */
export function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) =>
        typeof at === 'object' && at !== null && key in at ? (at as Record<string, unknown>)[key] : undefined,
      value,
    );
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

function sameMoment(found: unknown, wanted: string): boolean {
  return (
    typeof found === 'string' && MOMENT.test(found) && MOMENT.test(wanted) && Date.parse(found) === Date.parse(wanted)
  );
}
