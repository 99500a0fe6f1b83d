import { z } from 'zod';

/** What a flow asks of Functions. */
export interface AskedFunctions {
  /** Paths on the deployment's own domain, without query: "/lines/now". */
  readonly paths: readonly string[];
  /** SIDs that its run-function widgets name. */
  readonly sids: readonly string[];
  /** URLs of Functions of another domain: another deployment's, most likely. */
  readonly elsewhere: readonly string[];
}

const definition = z.looseObject({
  states: z.array(z.looseObject({ properties: z.looseObject({ function_sid: z.string().optional() }).optional() })),
});

/** The Functions that a published flow asks, by any property of any of its widgets. */
export function functionsOf(flow: unknown, domain: string): AskedFunctions {
  const read = definition.safeParse(flow);
  const states = read.success ? read.data.states : [];
  const urls = states
    .flatMap(state => strings(state.properties))
    .filter(text => /^https:\/\/[^/]+\.twil\.io\//.test(text));
  const own = `https://${domain}/`;
  return {
    paths: unique(
      urls.filter(url => url.startsWith(own)).map(url => `/${url.slice(own.length).replace(/[?#{].*$/s, '')}`),
    ),
    sids: unique(states.flatMap(state => state.properties?.function_sid ?? [])),
    elsewhere: unique(urls.filter(url => !url.startsWith(own))),
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
