import type { Twilio } from 'twilio';
import { flowsOf, type Client } from '../../lib/config';
import { CommandError } from '../command-error';
import { flowDifferences } from '../flows/flow-differences';
import { COMMIT_MESSAGE, findFlow } from '../provision/flows';

/** A flow that somebody changed in Twilio's editor after linekit published it. */
export interface HandEdit {
  /** Name of the flow. */
  readonly flow: string;
  readonly sid: string;
  readonly revision: number;
  /** Whether it is only a draft, which no caller meets yet. */
  readonly draft: boolean;
  /** When it was saved, ISO 8601. */
  readonly at: string;
  /** What differs from the last revision of linekit's, a line a state. */
  readonly details: readonly string[];
}

/** The client's flows whose newest revision is not linekit's, and differs from linekit's last one. */
export async function findHandEdits(api: Twilio, client: Client): Promise<HandEdit[]> {
  const edits = await Promise.all(flowsOf(client).map(({ name }) => handEdit(api, name)));
  return edits.filter(edit => edit !== undefined);
}

async function handEdit(api: Twilio, name: string): Promise<HandEdit | undefined> {
  const sid = await findFlow(api, name);
  if (sid === undefined) return undefined;
  const flow = await api.studio.v2.flows(sid).fetch();
  if (isOurs(flow)) return undefined;
  const details = flowDifferences(await lastOfOurs(api, sid, flow.revision - 1), flow.definition);
  if (details.length === 0) return undefined;
  const at = flow.dateUpdated ?? flow.dateCreated;
  return { flow: name, sid, revision: flow.revision, draft: flow.status === 'draft', at: at.toISOString(), details };
}

/** How many saves of others are looked past. */
const REVISIONS_BACK = 30;

/** Definition of the newest revision that linekit published; undefined when there is none among the last ones. */
async function lastOfOurs(api: Twilio, sid: string, newest: number): Promise<unknown> {
  // One by one, newest first: in twilio-node 6.2.0 the list of revisions throws on every record.
  for (let revision = newest; revision >= Math.max(1, newest - REVISIONS_BACK); revision -= 1) {
    const found = await api.studio.v2.flows(sid).revisions(String(revision)).fetch();
    if (isOurs(found)) return found.definition;
  }
  return undefined;
}

function isOurs({ commitMessage }: { commitMessage: string }): boolean {
  // twilio-node types it as text; a revision without a message has null.
  return commitMessage?.startsWith(COMMIT_MESSAGE) ?? false;
}

/** FLOW_EDITED_BY_HAND: what would be overwritten, and the ways out. */
export function editedByHand(client: Client, edits: readonly HandEdit[]): CommandError {
  return new CommandError(
    'FLOW_EDITED_BY_HAND',
    `A deployment would overwrite what somebody changed in Twilio's editor. Nothing was changed.\n${describeEdits(edits).join('\n')}\n` +
      `To keep it: npx linekit flows pull ${client.client}, look at the change, and deploy.\n` +
      'To overwrite it: deploy with --overwrite-edits. The edit stays a revision of the flow all the same.',
  );
}

/** A line an edited flow, with what was changed below it. */
export function describeEdits(edits: readonly HandEdit[]): string[] {
  return edits.flatMap(({ flow, revision, draft, at, details }) => [
    `  ${flow}, ${draft ? 'draft' : 'published'} as revision ${revision} at ${at}`,
    ...details.map(each => `    ${each}`),
  ]);
}
