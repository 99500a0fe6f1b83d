import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Twilio } from 'twilio';
import type { LineFlow } from '../../lib/config';
import { CommandError } from '../command-error';
import { statusOf } from '../deploy/account';
import { flowDifferences } from '../flows/flow-differences';
import { renderTemplate, type TemplateValues } from '../flows/render';
import { UNKNOWN, type Change, type Target } from './change';

export type WiredFlow = Change & {
  /** The numbers that it answers. */
  readonly numbers: readonly string[];
  /** Where a number sends its calls: "https://webhooks.twilio.com/v1/Accounts/AC…/Flows/FW…". */
  readonly webhookUrl: string;
};

/** How each revision begins that linekit saves, by Terraform or by itself: what has another message was saved by a person. */
export const COMMIT_MESSAGE = 'wired by linekit';

interface WantedFlow {
  readonly friendlyName: string;
  readonly status: 'published';
  readonly definition: object;
  readonly commitMessage: string;
}

/**
 * Publishes one flow of a client, unless what is published says the same.
 * Throws FLOW_REFUSED with each fault that Studio finds, or FLOW_AMBIGUOUS.
 */
export async function wireFlow(
  target: Target,
  { name, line, numbers }: LineFlow,
  render: { root: string; values: TemplateValues },
): Promise<WiredFlow> {
  const file = `flows/${line}.json`;
  const { value } = renderTemplate(readFileSync(join(render.root, file), 'utf8'), render.values, file);
  const wanted: WantedFlow = {
    friendlyName: name,
    status: 'published',
    definition: asObject(value),
    commitMessage: COMMIT_MESSAGE,
  };
  const sid = await findFlow(target.api, name);
  try {
    return { ...(await publish(target, sid, wanted)), numbers };
  } catch (error) {
    if (statusOf(error) !== 400) throw error;
    throw new CommandError('FLOW_REFUSED', `Studio refused ${file}: ${studioWords(error)}`, { cause: error });
  }
}

/** SID of the flow of that name. Throws FLOW_AMBIGUOUS when two have it: Studio allows that. */
export async function findFlow(api: Twilio, name: string): Promise<string | undefined> {
  const found = (await api.studio.v2.flows.list()).filter(each => each.friendlyName === name);
  if (found.length < 2) return found[0]?.sid;
  throw new CommandError(
    'FLOW_AMBIGUOUS',
    `Account ${api.accountSid} has ${found.length} flows called "${name}": ${found.map(each => each.sid).join(', ')}. ` +
      'Rename or delete those that no number uses.',
  );
}

async function publish({ api, apply }: Target, sid: string | undefined, wanted: WantedFlow) {
  const change = { kind: 'flow', name: wanted.friendlyName };
  if (sid === undefined) {
    if (!apply) return { ...change, sid: UNKNOWN, webhookUrl: UNKNOWN, outcome: 'created' as const };
    const created = await api.studio.v2.flows.create(wanted);
    return { ...change, sid: created.sid, webhookUrl: created.webhookUrl, outcome: 'created' as const };
  }
  const found = await api.studio.v2.flows(sid).fetch();
  const { status, webhookUrl } = found;
  const details = flowDifferences(found.definition, wanted.definition);
  if (status === 'published' && details.length === 0) {
    return { ...change, sid, webhookUrl, outcome: 'unchanged' as const };
  }
  if (apply) await api.studio.v2.flows(sid).update(wanted);
  const properties = [...(details.length > 0 ? ['definition'] : []), ...(status === 'published' ? [] : ['status'])];
  return { ...change, sid, webhookUrl, outcome: 'updated' as const, properties, details };
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
