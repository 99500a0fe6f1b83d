import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { flowDifferences } from '../../flows/flow-differences';
import { isChange, UNKNOWN, type Change, type Outcome } from '../../provision/change';

const attributes = z.looseObject({ friendly_name: z.string().nullish(), sid: z.string().nullish() }).nullable();
const resourceChange = z.looseObject({
  mode: z.string(),
  type: z.string(),
  name: z.string(),
  index: z.union([z.string(), z.number()]).optional(),
  change: z.looseObject({
    actions: z.array(z.string()),
    before: attributes,
    after: attributes,
    after_unknown: z.record(z.string(), z.unknown()).optional(),
    importing: z.unknown().optional(),
  }),
});
type ResourceChange = z.infer<typeof resourceChange>;

const shownPlan = z.looseObject({
  resource_changes: z.array(resourceChange).default([]),
  resource_drift: z.array(resourceChange).default([]),
});

/** Types of terraform/ by the words that people know. */
const KINDS: Readonly<Record<string, string>> = {
  twilio_phone_number: 'number',
  twilio_serverless_variable: 'variable',
  twilio_studio_flow: 'flow',
  twilio_sync_service: 'sync service',
  twilio_taskrouter_task_channel: 'channel',
  twilio_taskrouter_task_queue: 'queue',
  twilio_taskrouter_workflow: 'workflow',
  twilio_taskrouter_workspace: 'workspace',
  terraform_data: 'state',
};

/** What `terraform show -json` says of a plan, in short: objects that change. Names of properties, never a value. Throws when it is of no known form. */
export function planChanges(json: string): Change[] {
  return shortChanges(shownPlan.parse(JSON.parse(json)).resource_changes);
}

/** The same for what has changed in the account since Terraform last looked. */
export function driftedObjects(json: string): Change[] {
  return shortChanges(shownPlan.parse(JSON.parse(json)).resource_drift);
}

function shortChanges(resources: readonly ResourceChange[]): Change[] {
  return resources
    .filter(each => each.mode === 'managed')
    .map(shortChange)
    .filter(isChange);
}

function shortChange(resource: ResourceChange): Change {
  const { type, name, index, change } = resource;
  const outcome = outcomeOf(change);
  const properties = outcome === 'updated' ? changedProperties(change) : [];
  const details = type === 'twilio_studio_flow' && properties.includes('definition') ? flowDetails(change) : [];
  return {
    kind: KINDS[type] ?? type,
    name: String(index ?? change.after?.friendly_name ?? change.before?.friendly_name ?? name),
    sid: change.before?.sid ?? change.after?.sid ?? UNKNOWN,
    outcome,
    ...(properties.length > 0 && { properties }),
    ...(details.length > 0 && { details }),
  };
}

function outcomeOf({ actions, importing }: ResourceChange['change']): Outcome {
  if (actions.includes('delete')) return actions.includes('create') ? 'replaced' : 'deleted';
  if (actions.includes('create')) return 'created';
  if (actions.includes('update')) return 'updated';
  return importing ? 'taken over' : 'unchanged';
}

function changedProperties({ before, after, after_unknown: unknown }: ResourceChange['change']): string[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  // What Twilio counts up by itself (revision, dates) is unknown until the apply: a consequence, no change of ours.
  return names.filter(name => unknown?.[name] !== true && !isDeepStrictEqual(before?.[name], after?.[name])).sort();
}

function flowDetails({ before, after }: ResourceChange['change']): string[] {
  try {
    return flowDifferences(JSON.parse(String(before?.['definition'])), JSON.parse(String(after?.['definition'])));
  } catch {
    return [];
  }
}
