import { documentedRoutes } from '../rest/documented-paths';

/** A path more steps away than this part of its length is no help. */
const FARTHEST = 0.5;

/** What Twilio documents on that host that is most like the request: "GET /v1/Workspaces/{Sid}". Empty when nothing is; undefined when the host has no document. */
export function nearestRoute(request: { host: string; method: string; pathname: string }): string | undefined {
  const routes = documentedRoutes().get(request.host);
  if (!routes) return undefined;
  const asked = partsOf(request.pathname);
  const step = remembered(stepOf);
  let nearest = { route: '', distance: asked.length * FARTHEST };
  for (const route of routes) {
    const [method = '', path = ''] = route.split(' ');
    const isOther = method === request.method ? 0 : 0.1;
    const parts = partsOf(path);
    // Each part too many or too few is a step.
    if (Math.abs(parts.length - asked.length) >= nearest.distance) continue;
    const distance = distanceOf(asked, parts, step) + isOther;
    if (distance < nearest.distance) nearest = { route, distance };
  }
  return nearest.route;
}

function partsOf(path: string): string[] {
  return path
    .replace(/\.json$/, '')
    .split('/')
    .filter(part => part !== '');
}

/** Nothing between a parameter and a value that looks like one; between words, how many of their letters differ. */
function stepOf(asked: string, documented: string): number {
  if (documented.startsWith('{')) return /\d/.test(asked) ? 0 : 0.6;
  const letters = distanceOf([...asked.toLowerCase()], [...documented.toLowerCase()], (one, other) =>
    Number(one !== other),
  );
  return Math.min(1, letters / documented.length);
}

/** Hundreds of routes are made of a few dozen words. */
function remembered(step: typeof stepOf): typeof stepOf {
  const known = new Map<string, number>();
  return (asked, documented) => {
    const key = `${asked}/${documented}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const result = step(asked, documented);
    known.set(key, result);
    return result;
  };
}

/** Levenshtein's distance, a replacement at the price that `step` names. */
function distanceOf(
  from: readonly string[],
  to: readonly string[],
  step: (one: string, other: string) => number,
): number {
  let row = [0, ...to.map((_, index) => index + 1)];
  for (const [index, one] of from.entries()) {
    const next = [index + 1];
    for (const [column, other] of to.entries())
      next.push(Math.min((row[column] ?? 0) + step(one, other), (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    row = next;
  }
  return row.at(-1) ?? 0;
}
