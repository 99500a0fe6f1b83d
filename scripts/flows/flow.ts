import { z } from 'zod';
import { CommandError } from '../command-error';

const transition = z.looseObject({
  event: z.string(),
  next: z.string().optional(),
  conditions: z.unknown().optional(),
});
const state = z.strictObject({
  name: z.string(),
  type: z.string(),
  transitions: z.array(transition),
  properties: z.record(z.string(), z.unknown()),
});
const flow = z.strictObject({
  description: z.string(),
  states: z.array(state),
  initial_state: z.string(),
  flags: z.record(z.string(), z.unknown()),
});

/** A Studio flow as the editor exports it, with `${placeholders}`. */
export type FlowTemplate = z.infer<typeof flow>;

/** Parses a file of flows/. Throws FLOW_INVALID with every fault. */
export function parseFlow(text: string, file: string): FlowTemplate {
  const result = flow.safeParse(parseJson(text, file));
  if (result.success) return result.data;
  const faults = result.error.issues.map(issue => `  ${issue.path.join('.') || 'the flow'}: ${issue.message}`);
  throw new CommandError('FLOW_INVALID', `${file} is no flow.\n${faults.join('\n')}`);
}

/** The one way to write a flow: Twilio's order of keys, two spaces, a line break at the end. What a property holds keeps its order. */
export function canonicalFlow(template: FlowTemplate): string {
  const { description, states, initial_state, flags } = template;
  const ordered = states.map(({ name, type, transitions, properties }) => ({
    name,
    type,
    transitions: transitions.map(({ next, event, ...rest }) => ({
      ...(next !== undefined && { next }),
      event,
      ...rest,
    })),
    properties,
  }));
  return `${JSON.stringify({ description, states: ordered, initial_state, flags }, null, 2)}\n`;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new CommandError('FLOW_INVALID', `${file} is not JSON: ${words}.`);
  }
}
