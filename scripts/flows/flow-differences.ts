import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

const definition = z.looseObject({
  states: z.array(
    z.looseObject({
      name: z.string(),
      transitions: z.unknown(),
      properties: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});
type State = z.infer<typeof definition>['states'][number];

/**
 * What one flow definition has otherwise than another, a line a state: "state say_apology: say, voice", "state new_one is added".
 * Empty when both are the same. `after` is what the lines are about, `before` what it came from.
 */
export function flowDifferences(before: unknown, after: unknown): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [old, fresh] = [definition.safeParse(before), definition.safeParse(after)];
  if (!old.success || !fresh.success) return ['the whole definition'];
  const oldStates = byName(old.data.states);
  const freshStates = byName(fresh.data.states);
  const lines = [...new Set([...oldStates.keys(), ...freshStates.keys()])].flatMap(name =>
    stateDifference(name, oldStates.get(name), freshStates.get(name)),
  );
  const { states: _before, ...oldRest } = old.data;
  const { states: _after, ...freshRest } = fresh.data;
  const rest = changedKeys(oldRest, freshRest);
  const all = [...lines, ...(rest.length > 0 ? [`the flow itself: ${rest.join(', ')}`] : [])];
  return all.length > 0 ? all : ['the order of its states'];
}

function stateDifference(name: string, before: State | undefined, after: State | undefined): string[] {
  if (!before) return [`state ${name} is added`];
  if (!after) return [`state ${name} is removed`];
  const { properties: oldProperties = {}, ...oldRest } = before;
  const { properties: freshProperties = {}, ...freshRest } = after;
  const changed = [...changedKeys(oldRest, freshRest), ...changedKeys(oldProperties, freshProperties)];
  if (changed.length === 0) return [];
  const moved = changed.every(key => key === 'offset');
  return [`state ${name}: ${moved ? 'only moved on the canvas' : changed.filter(key => key !== 'offset').join(', ')}`];
}

function changedKeys(before: object, after: object): string[] {
  const [old, fresh] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...old.keys(), ...fresh.keys()])].filter(key => !isDeepStrictEqual(old.get(key), fresh.get(key)));
}

function byName(states: readonly State[]): Map<string, State> {
  return new Map(states.map(state => [state.name, state]));
}
