import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Twilio } from 'twilio';
import { flowsOf, type Client, type LineFlow } from '../../../lib/config';
import { badInput, CommandError } from '../../command-error';
import { deployedFunctions, findDeployment } from '../../deploy/find-deployment';
import { UNKNOWN } from '../../provision/change';
import { findFlow } from '../../provision/flows';
import { wireTaskRouter } from '../../provision/taskrouter';
import { canonicalFlow, parseFlow } from '../flow';
import { flowDifferences } from '../flow-differences';
import { flowValues, type WiredSids } from '../flow-values';
import type { TemplateValues } from '../render';
import { restoreTemplate } from './restore';

export interface PullOptions {
  readonly api: Twilio;
  readonly client: Client;
  /** Suffix of the deployed environment. */
  readonly environment: string;
  readonly root: string;
  /** Kinds of line; all of the client's when there is none. */
  readonly lines: readonly string[];
  /** Takes the newest revision although it is not published. */
  readonly draft: boolean;
}

/** A flow of the account as it belongs into the repository. */
export interface PulledFlow {
  /** "flows/voicemail.json" */
  readonly file: string;
  /** The flows of the account that it is. */
  readonly flows: readonly { readonly name: string; readonly sid: string; readonly revision: number }[];
  /** Canonical JSON with placeholders. */
  readonly text: string;
  /** What it has otherwise than the file, a line a state; empty when it says the same. */
  readonly differences: readonly string[];
  /** A newer revision that is not published, and was not taken. */
  readonly newerDraft?: number;
}

/**
 * Fetches the client's flows and restores their placeholders. Writes nothing.
 * Throws LINE_UNKNOWN, NOT_DEPLOYED, NOT_WIRED, PLACEHOLDER_LOST, or FLOWS_DIFFER when two flows of one kind were edited apart.
 */
export async function pullFlows(options: PullOptions): Promise<PulledFlow[]> {
  const flows = chosenFlows(options);
  const sids = await wiredSids(options);
  const lines = [...new Set(flows.map(each => each.line))];
  return Promise.all(
    lines.map(line =>
      pullLine(
        flows.filter(each => each.line === line),
        sids,
        options,
      ),
    ),
  );
}

function chosenFlows({ client, lines }: PullOptions): LineFlow[] {
  const flows = flowsOf(client);
  const known = [...new Set(flows.map(each => each.line))];
  const unknown = lines.filter(line => !known.some(each => each === line));
  if (unknown.length > 0) {
    throw badInput(
      'LINE_UNKNOWN',
      `No number of ${client.client} is a ${unknown.join(' or ')} line. There is: ${known.join(', ')}.`,
    );
  }
  return flows.filter(each => lines.length === 0 || lines.includes(each.line));
}

/** What was rendered into the flows: looked up, nothing made. */
async function wiredSids({ api, environment, client }: PullOptions): Promise<WiredSids> {
  const deployment = await findDeployment(api, environment);
  const [functionSids, taskRouter] = await Promise.all([
    deployedFunctions(api, deployment),
    wireTaskRouter({ api, apply: false }, { client, createWorkspace: false }),
  ]);
  const { domain, serviceSid, environmentSid } = deployment;
  const { callsWorkflowSid: workflowSid, voiceChannelSid } = taskRouter;
  return { domain, serviceSid, environmentSid, workflowSid, voiceChannelSid, functionSids };
}

async function pullLine(flows: readonly LineFlow[], sids: WiredSids, options: PullOptions): Promise<PulledFlow> {
  const [first, ...others] = await Promise.all(flows.map(flow => pullFlow(flow, sids, options)));
  if (!first) throw new Error('a line without a flow');
  const apart = others.find(other => other.text !== first.text);
  if (!apart) return { ...first, flows: [first, ...others].flatMap(each => each.flows) };
  const names = [first, apart].map(each => `"${each.flows[0]?.name ?? ''}"`);
  throw new CommandError(
    'FLOWS_DIFFER',
    `${names.join(' and ')} come from one file, ${first.file}, but were edited apart. Make them the same in Studio, or undo one.`,
  );
}

async function pullFlow(flow: LineFlow, sids: WiredSids, { api, root, draft }: PullOptions): Promise<PulledFlow> {
  const file = `flows/${flow.line}.json`;
  const sid = await findFlow(api, flow.name);
  if (sid === undefined) {
    throw new CommandError(
      'NOT_WIRED',
      `Account ${api.accountSid} has no flow "${flow.name}". Run \`npx linekit deploy\` first.`,
    );
  }
  const newest = await api.studio.v2.flows(sid).fetch();
  const isDraft = newest.status === 'draft';
  const taken = isDraft && !draft ? await api.studio.v2.flows(sid).revisions('LatestPublished').fetch() : newest;
  const values = knownValues(flowValues(flow.client, sids));
  const template = parseFlow(readFileSync(join(root, file), 'utf8'), file);
  const live = parseFlow(JSON.stringify(taken.definition, withoutNull), `${flow.name} in the account`);
  const restored = restoreTemplate({ live, template, values, file });
  return {
    file,
    flows: [{ name: flow.name, sid, revision: taken.revision }],
    text: canonicalFlow(restored),
    differences: flowDifferences(template, restored),
    ...(isDraft && !draft && { newerDraft: newest.revision }),
  };
}

/** Without what is yet to be made. */
function knownValues(values: TemplateValues): TemplateValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== UNKNOWN));
}

/** Studio's editor writes "next": null where a branch ends. */
function withoutNull(key: string, value: unknown): unknown {
  return key === 'next' && value === null ? undefined : value;
}
