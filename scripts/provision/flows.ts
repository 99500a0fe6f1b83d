import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Twilio } from 'twilio';
import type { LineFlow } from '../../lib/config';
import { CommandError } from '../command-error';
import { renderTemplate, type TemplateValues } from '../flows/render';
import type { Change } from './change';

export type WiredFlow = Change & {
  /** The numbers that it answers. */
  readonly numbers: readonly string[];
  /** Where a number sends its calls: "https://webhooks.twilio.com/v1/Accounts/AC…/Flows/FW…". */
  readonly webhookUrl: string;
};

interface WantedFlow {
  readonly friendlyName: string;
  readonly status: 'published';
  readonly definition: object;
  readonly commitMessage: string;
}

/** Publishes one flow of a client, unless what is published says the same. Throws FLOW_REFUSED with each fault that Studio finds. */
export async function wireFlow(
  api: Twilio,
  { name, line, numbers }: LineFlow,
  render: { root: string; values: TemplateValues },
): Promise<WiredFlow> {
  const file = `flows/${line}.json`;
  const { value } = renderTemplate(readFileSync(join(render.root, file), 'utf8'), render.values, file);
  const wanted: WantedFlow = {
    friendlyName: name,
    status: 'published',
    definition: asObject(value),
    commitMessage: 'wired by linekit',
  };
  const flows = await api.studio.v2.flows.list();
  const found = flows.find(each => each.friendlyName === wanted.friendlyName);
  try {
    return await publish(api, found?.sid, { numbers, wanted });
  } catch (error) {
    throw new CommandError('FLOW_REFUSED', `Studio refused ${file}: ${studioWords(error)}`, { cause: error });
  }
}

async function publish(
  api: Twilio,
  sid: string | undefined,
  { numbers, wanted }: { numbers: readonly string[]; wanted: WantedFlow },
) {
  const change = { kind: 'flow', name: wanted.friendlyName, numbers };
  if (sid === undefined) {
    const created = await api.studio.v2.flows.create(wanted);
    return { ...change, sid: created.sid, webhookUrl: created.webhookUrl, outcome: 'created' as const };
  }
  const existing = await api.studio.v2.flows(sid).fetch();
  const current = existing.status === 'published' && isDeepStrictEqual(existing.definition, wanted.definition);
  if (!current) await api.studio.v2.flows(sid).update(wanted);
  const outcome = current ? ('unchanged' as const) : ('updated' as const);
  return { ...change, sid, webhookUrl: existing.webhookUrl, outcome, ...(!current && { properties: ['definition'] }) };
}

function asObject(value: unknown): object {
  if (typeof value === 'object' && value !== null) return value;
  throw new CommandError('FLOW_INVALID', 'A flow is a JSON object.');
}

/** Studio lists the faults of a definition in the error's details. */
function studioWords(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  const details = typeof error === 'object' && error !== null && 'details' in error ? error.details : undefined;
  return details === undefined || details === null ? words : `${words}\n${JSON.stringify(details, null, 2)}`;
}
