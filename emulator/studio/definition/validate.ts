import { widgetTypes } from '../widgets/registry';
import type { Widget } from '../widgets/widget';
import { isObject, type DefinitionFault } from './fault';
import type { FlowDefinition } from './flow-definition';
import { reachedFromCalls } from './reach';
import { checkProperties, type PropertyRules } from './schema';

/** Widgets of a flow, at most [twilio.com/docs/studio/user-guide/studio-faq]. */
const MAX_WIDGETS = 2_000;

const ENVELOPE: PropertyRules = {
  description: { type: 'string' },
  states: { type: 'array', required: true },
  initial_state: { type: 'string', required: true },
  flags: { type: 'object', properties: { allow_concurrent_calls: { type: 'boolean' } } },
};

const TRANSITION: PropertyRules = {
  event: { type: 'string', required: true },
  next: { type: 'string' },
};

/** Widgets that only a flow started over REST can use [Twilio's skill for Studio]. */
const REST_ONLY = new Set(['start-conversation', 'resume-conversation']);

/**
 * Judges a flow definition as `Flows/Validate` does: every fault at once, empty when there is none.
 * Schema faults have Twilio's words. Twilio's words for faults between widgets (a `next` or an `initial_state` that leads nowhere, a name
 * taken twice) are not public; those here are our own.
 */
export function validateDefinition(definition: unknown): DefinitionFault[] {
  if (!isObject(definition)) return [{ property_path: '#', message: 'must be a JSON object' }];
  const faults = checkProperties(definition, ENVELOPE, '#');
  const { states, initial_state } = definition;
  if (!Array.isArray(states)) return faults;
  if (states.length > MAX_WIDGETS) {
    faults.push({ property_path: '#/states', message: `there must be a maximum of ${MAX_WIDGETS} items in the array` });
  }
  const names = states.map(state => (isObject(state) ? state.name : undefined));
  const known = new Set(names);
  states.forEach((state, index) => faults.push(...checkState(state, `#/states/${index}`, known)));
  names.forEach((name, index) => {
    if (typeof name === 'string' && names.indexOf(name) < index) {
      faults.push({ property_path: `#/states/${index}/name`, message: `another widget is named ${name}` });
    }
  });
  if (typeof initial_state === 'string' && !known.has(initial_state)) {
    faults.push({ property_path: '#/initial_state', message: `there is no widget named ${initial_state}` });
  }
  return faults.length > 0 || !isDefinition(definition) ? faults : checkTrigger(definition);
}

/** Whether `definition` is a flow that the engine can run: it has no fault. */
export function isDefinition(definition: unknown): definition is FlowDefinition {
  return isObject(definition) && Array.isArray(definition.states) && typeof definition.initial_state === 'string';
}

function checkState(state: unknown, path: string, known: ReadonlySet<unknown>): DefinitionFault[] {
  if (!isObject(state)) return [{ property_path: path, message: 'must be a JSON object' }];
  const types = [...widgetTypes.keys()];
  const faults = checkProperties(
    state,
    {
      name: { type: 'string', required: true },
      type: { type: 'string', required: true, enum: types },
      transitions: { type: 'array', required: true },
      properties: { type: 'object', required: true },
    },
    path,
  );
  const widget = typeof state.type === 'string' ? widgetTypes.get(state.type) : undefined;
  if (!widget) return faults;
  if (isObject(state.properties)) {
    faults.push(...checkProperties(state.properties, widget.properties, `${path}/properties`));
    faults.push(...(widget.check?.(state.properties, `${path}/properties`) ?? []));
  }
  const transitions: unknown[] = Array.isArray(state.transitions) ? state.transitions : [];
  return [
    ...faults,
    ...transitions.flatMap((transition, index) =>
      checkTransition(transition, { widget, known, path: `${path}/transitions/${index}` }),
    ),
  ];
}

interface TransitionPlace {
  readonly widget: Widget;
  readonly known: ReadonlySet<unknown>;
  readonly path: string;
}

function checkTransition(transition: unknown, { widget, known, path }: TransitionPlace): DefinitionFault[] {
  if (!isObject(transition)) return [{ property_path: path, message: 'must be a JSON object' }];
  const faults = checkProperties(transition, TRANSITION, path);
  const { event, next } = transition;
  if (typeof event === 'string' && !widget.events.includes(event)) {
    const allowed = widget.events.map(name => `must be a constant value ${name}`);
    faults.push(...allowed.map(message => ({ property_path: `${path}/event`, message })));
  }
  if (typeof next === 'string' && next !== '' && !known.has(next)) {
    faults.push({ property_path: `${path}/next`, message: `there is no widget named ${next}` });
  }
  return [...faults, ...(widget.checkTransition?.(transition, path) ?? [])];
}

function checkTrigger(definition: FlowDefinition): DefinitionFault[] {
  const reached = reachedFromCalls(definition);
  return definition.states.flatMap((state, index) =>
    REST_ONLY.has(state.type) && reached.has(state.name)
      ? [
          {
            property_path: `#/states/${index}`,
            message: `${state.type} can only be used in flows triggered by the REST API`,
          },
        ]
      : [],
  );
}
