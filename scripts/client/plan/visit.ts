import { Liquid } from 'liquidjs';
import { z } from 'zod';
import type { Client } from '../../../lib/config';
import type { FlowTemplate } from '../../flows/flow';
import { textOf, type FlowState } from '../../flows/lint/flow-source';
import type { Situation } from './situations';
import type { StepStore } from './step';

/** One line on which calls come in: the flow with its placeholders filled in, and the client as its callers meet it. */
export interface Walked {
  readonly flow: FlowTemplate;
  readonly client: Client;
  readonly situation: Situation;
  readonly store: StepStore;
}

/** What is known on the way: what widgets set, and how the call would end now. */
export interface Known {
  readonly widgets: Readonly<Record<string, unknown>>;
  readonly outcome: keyof typeof OUTCOMES;
  /** Whether the caller left the queue to leave a message. */
  readonly askedForMessage: boolean;
  /** Where the keys of the menu lead, once it was heard: heard again, it is told by what is different. */
  readonly menuKeys?: ReadonlyMap<string, string>;
  /** Widgets on the way here: a way back to one of them is told as such. */
  readonly trail: readonly string[];
}

/** How a call ends, in words. */
export const OUTCOMES = {
  nothing: 'The call ends.',
  delivered: 'The call ends; the message is delivered.',
  swept: 'The call ends; the message is kept, and the next sweep delivers it.',
  callback: 'The call ends; an agent calls back.',
  scheduled: 'The call ends; an agent calls back once the client is open.',
  stands: 'The call ends; the callback that was booked before stays.',
} as const;

/** One widget on the way of a call. */
export interface Visit extends Walked {
  readonly state: FlowState;
  readonly known: Known;
  /** Goes on by that event, with what is known more; gives the id of the first step there. */
  readonly to: (event: string, more?: Partial<Known>) => string;
}

const liquid = new Liquid();

/** A widget's text with its Liquid filled in from what is known. */
export function rendered(template: string, { widgets }: Known): string {
  return String(liquid.parseAndRenderSync(template, { widgets })).trim();
}

/** What a widget says or plays. */
export function spoken({ state, known }: Visit): string {
  return rendered(textOf(state, 'say') || textOf(state, 'play'), known);
}

/** What is known, and what this widget set as well: `widgets.<its name>.*`. */
export function setting({ state, known }: Visit, values: Readonly<Record<string, unknown>>): Pick<Known, 'widgets'> {
  return { widgets: { ...known.widgets, [state.name]: values } };
}

/** The path of our function that an address in a widget leads to; undefined for any other address. */
export function pathOf(state: FlowState, property: 'url' | 'waitUrl'): string | undefined {
  return /^https:\/\/[^/]+(\/[^?]*)/.exec(textOf(state, property))?.[1];
}

const conditions = z.array(
  z.object({
    friendly_name: z.string(),
    arguments: z.array(z.string()),
    type: z.string(),
    value: z.string().default(''),
  }),
);

/** The conditions of a transition of split-based-on. */
export function conditionsOf(value: unknown): z.infer<typeof conditions> {
  return value === undefined ? [] : conditions.parse(value);
}
