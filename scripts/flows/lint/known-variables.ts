import type { FlowState } from './flow-source';
import type { FlowGraph, Way } from './graph';
import { ownVariables } from './widget-variables';

/** The event of a widget that an execution may not have come by. */
export const NOT_YET = '—';

/**
 * For each reached widget: by which events each other widget may last have been left on the way here, or that it may not have been
 * (NOT_YET). A key "flow.variables.n" tells the same of a variable, with the event "set". A key that is not there: not on any way.
 */
export type Pasts = ReadonlyMap<FlowState, ReadonlyMap<string, ReadonlySet<string>>>;

type Past = ReadonlyMap<string, ReadonlySet<string>>;

export const variableKey = (name: string): string => `flow.variables.${name}`;

/** Goes every way until nothing new comes of it. */
export function pastsOf(graph: FlowGraph): Pasts {
  const pasts = new Map<FlowState, Past>();
  const open: Way[] = graph.start ? [...graph.waysOut(graph.start)] : [];
  if (graph.start) pasts.set(graph.start, new Map());
  for (let way = open.pop(); way; way = open.pop()) {
    const { from, to } = way;
    if (!to) continue;
    const before = pasts.get(to);
    const merged = merge(before, afterWay(pasts.get(from) ?? new Map(), way));
    if (before && isSame(before, merged)) continue;
    pasts.set(to, merged);
    open.push(...graph.waysOut(to));
  }
  return pasts;
}

function afterWay(past: Past, { from, event }: Way): Past {
  const own = ownVariables(from).map((name): [string, ReadonlySet<string>] => [variableKey(name), new Set(['set'])]);
  return new Map([...past, [from.name, new Set([event])], ...own]);
}

function merge(one: Past | undefined, other: Past): Past {
  if (!one) return other;
  const never = [NOT_YET];
  const keys = new Set([...one.keys(), ...other.keys()]);
  return new Map([...keys].map(key => [key, new Set([...(one.get(key) ?? never), ...(other.get(key) ?? never)])]));
}

function isSame(one: Past, other: Past): boolean {
  return one.size === other.size && [...other].every(([key, events]) => one.get(key)?.size === events.size);
}
