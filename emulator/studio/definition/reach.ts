import { findState, type FlowDefinition } from './flow-definition';

/** The names of the widgets that a call, message or conversation can come to; what only REST executions or parents reach is not among them. */
export function reachedFromCalls(definition: FlowDefinition): ReadonlySet<string> {
  const trigger = findState(definition, definition.initial_state);
  const starts = (trigger?.transitions ?? []).filter(
    ({ event }) => event.startsWith('incoming') && !INDIRECT.has(event),
  );
  const reached = new Set<string>();
  const open = starts.flatMap(({ next }) => (next ? [next] : []));
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...(findState(definition, name)?.transitions ?? []).flatMap(({ next }) => (next ? [next] : [])));
  }
  return reached;
}

const INDIRECT = new Set(['incomingRequest', 'incomingParent']);
