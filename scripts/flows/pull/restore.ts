import { isDeepStrictEqual } from 'node:util';
import { CommandError } from '../../command-error';
import type { FlowTemplate } from '../flow';
import { renderTemplate, type TemplateValues } from '../render';
import { createReverse, placeholdersIn, type Reverse } from './reverse';

export interface Restoring {
  /** The definition as the account has it. */
  readonly live: FlowTemplate;
  /** The file of flows/ that it was rendered from, before the edit. */
  readonly template: FlowTemplate;
  /** What was rendered into it. */
  readonly values: TemplateValues;
  /** "flows/voicemail.json" */
  readonly file: string;
}

/**
 * The inverse of rendering: the live definition with its placeholders back. What was not edited gets the very text of the template; in
 * what was, values are looked for, longest first. Rendering the result gives the live definition again.
 * Throws PLACEHOLDER_LOST with every place where the client's file or the account no longer speaks, or two placeholders could.
 */
export function restoreTemplate({ live, template, values, file }: Restoring): FlowTemplate {
  const problems: string[] = [];
  const reverse = createReverse(values, problem => problems.push(problem));
  const known = new Map(template.states.map(state => [state.name, state]));
  const restored = live.states.map(state => {
    const before = known.get(state.name);
    const at = { place: state.name, property: '' };
    const { name, type } = state;
    const transitions = restore(state.transitions, before?.transitions, { reverse, at });
    const properties = restore(state.properties, before?.type === type ? before.properties : undefined, {
      reverse,
      at,
    });
    return { name, type, transitions, properties } as FlowTemplate['states'][number];
  });
  const { description, initial_state, flags } = live;
  const whole = { description, states: inOrderOf(template, restored), initial_state, flags };
  if (problems.length === 0) proveInverse(whole, { live, template, values, file });
  if (problems.length === 0) return whole;
  throw new CommandError(
    'PLACEHOLDER_LOST',
    `${file} stays as it is: these edits belong somewhere else than in a flow.\n${problems.map(each => `  ${each}`).join('\n')}`,
  );
}

/** Where in a flow something stands: "take_message", "max_length". */
export interface Place {
  readonly place: string;
  /** The innermost name; '' at the state itself. */
  readonly property: string;
}

interface Scene {
  readonly reverse: Reverse;
  readonly at: Place;
}

function restore(live: unknown, before: unknown, { reverse, at }: Scene): unknown {
  if (typeof before === 'string' && placeholdersIn(before).length > 0) return reverse.keep(live, before, at);
  if (typeof live === 'string') return live === before ? live : reverse.find(live, at);
  const inside = (key: string): Place => ({ place: `${at.place}.${key}`, property: key });
  if (Array.isArray(live)) {
    const old: unknown[] = Array.isArray(before) ? before : [];
    return live.map((each: unknown, index) =>
      restore(each, counterpart(each, index, old), { reverse, at: inside(String(index)) }),
    );
  }
  if (!isObject(live)) return live;
  const old = isObject(before) ? before : {};
  const keys = [...Object.keys(old).filter(key => key in live), ...Object.keys(live).filter(key => !(key in old))];
  return Object.fromEntries(keys.map(key => [key, restore(live[key], old[key], { reverse, at: inside(key) })]));
}

/** What an element of a list was before: the one with the same key or event, wherever it stands now. */
function counterpart(element: unknown, index: number, before: readonly unknown[]): unknown {
  const id = idOf(element);
  return id === undefined ? before[index] : before.find(each => idOf(each) === id);
}

function idOf(element: unknown): string | undefined {
  if (!isObject(element)) return undefined;
  const id = element['key'] ?? element['event'];
  return typeof id === 'string' && id !== 'match' ? id : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Studio's editor gives states in an order of its own: those that were there keep their places, new ones come last. */
function inOrderOf(template: FlowTemplate, states: FlowTemplate['states']): FlowTemplate['states'] {
  const places = new Map(template.states.map(({ name }, index) => [name, index]));
  return [...states].sort((a, b) => (places.get(a.name) ?? Infinity) - (places.get(b.name) ?? Infinity) || 0);
}

function proveInverse(restored: FlowTemplate, { live, values, template, file }: Restoring): void {
  const { value } = renderTemplate(JSON.stringify(restored), values, file);
  const same = { ...live, states: inOrderOf(template, live.states) };
  if (isDeepStrictEqual(value, JSON.parse(JSON.stringify(same)))) return;
  throw new CommandError(
    'PLACEHOLDER_LOST',
    `${file} stays as it is: rendered again it would not be the flow of the account.`,
  );
}
