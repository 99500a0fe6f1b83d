import type { Twilio } from 'twilio';
import { flowsOf, type Client, type LineFlow } from '../../lib/config';
import { CommandError } from '../command-error';
import { findFlow } from '../provision/flows';
import { numberMissing, statusCallbackOf } from '../provision/numbers';
import { postSigned } from '../sweep/signed-post';
import { digestJson } from '../build/code-digest';
import { deployedFunctions, type FoundDeployment } from './find-deployment';
import { functionsOf } from './flow-functions';
import { showReply } from './function-requests';
import type { Credentials } from './credentials';
import { verifyWorkflows, type WorkflowCheck } from './verify-workflows';

/** Where a number's calls go when Studio does not answer. */
const FALLBACK = '/voicemail/record';
/** Where a call to the assistant's number ends. */
const ENDED = '/assistant/ended';

export interface Verified {
  readonly numbers: readonly { readonly number: string; readonly flow: string }[];
  readonly flows: readonly {
    readonly name: string;
    readonly sid: string;
    readonly revision: number;
    /** Fingerprint of its definition. */
    readonly digest: string;
    /** Paths that it asks, each of which has answered. */
    readonly functions: readonly string[];
  }[];
  readonly workflows: readonly WorkflowCheck[];
  readonly workspaceSid: string;
}

export interface Verification {
  readonly api: Twilio;
  readonly client: Client;
  readonly deployment: FoundDeployment;
  readonly credentials: Credentials;
}

/**
 * Looks at the account as it is now: each number rings its flow and falls back to a message, each flow's functions are deployed and answer
 * a signed request (where the auth token is there to sign), each workflow leads to queues. Throws VERIFY_FAILED with each thing wrong.
 */
export async function verifyLine(verification: Verification): Promise<Verified> {
  const { api, client, deployment } = verification;
  const faults: string[] = [];
  const functionSids = new Set((await deployedFunctions(api, deployment)).values());
  const [flows, { workspaceSid, workflows }] = await Promise.all([
    Promise.all(flowsOf(client).map(flow => verifyFlow({ ...verification, functionSids }, flow, faults))),
    verifyWorkflows(api, faults),
    verifyAnswer(verification, { who: 'the fallback of the numbers', path: FALLBACK }, faults),
    ...(client.assistant ? [verifyAnswer(verification, { who: 'the end of a call', path: ENDED }, faults)] : []),
  ]);
  const numbers = await Promise.all(
    flows.flatMap(flow => flow.numbers.map(number => verifyNumber(verification, { number, flow }, faults))),
  );
  if (faults.length === 0) return { numbers, flows: flows.map(describe), workflows, workspaceSid };
  throw new CommandError(
    'VERIFY_FAILED',
    `Everything was deployed, but the line is not as it should be:\n${faults.map(fault => `  ${fault}`).join('\n')}\n` +
      `Deploy again; if that does not mend it, npx linekit client drift ${client.client} says more.`,
  );
}

interface SeenFlow extends LineFlow {
  readonly sid: string;
  readonly revision: number;
  readonly digest: string;
  readonly webhookUrl: string;
  readonly functions: readonly string[];
}

function describe({ name, sid, revision, digest, functions }: SeenFlow): Verified['flows'][number] {
  return { name, sid, revision, digest, functions };
}

interface Looking extends Verification {
  /** Of the build that runs. */
  readonly functionSids: ReadonlySet<string>;
}

async function verifyFlow(verification: Looking, flow: LineFlow, faults: string[]): Promise<SeenFlow> {
  const { api, deployment, functionSids } = verification;
  const sid = await findFlow(api, flow.name);
  if (sid === undefined) {
    faults.push(`flow "${flow.name}" is not there`);
    return { ...flow, sid: '', revision: 0, digest: '', webhookUrl: '', functions: [] };
  }
  const found = await api.studio.v2.flows(sid).fetch();
  const { revision, status, webhookUrl } = found;
  if (status !== 'published')
    faults.push(`flow "${flow.name}" has a draft (revision ${revision}) that is not published`);
  const asked = functionsOf(found.definition, deployment.domain);
  for (const missing of asked.sids.filter(each => !functionSids.has(each))) {
    faults.push(`flow "${flow.name}" asks function ${missing}, which is not deployed`);
  }
  for (const url of asked.elsewhere)
    faults.push(`flow "${flow.name}" asks ${url}, which is no function of this deployment`);
  const who = `flow "${flow.name}"`;
  await Promise.all(asked.paths.map(path => verifyAnswer(verification, { who, path }, faults)));
  return { ...flow, sid, revision, digest: digestJson(found.definition), webhookUrl, functions: asked.paths };
}

/** An empty request may lack what the function needs: that it says so is an answer. */
async function verifyAnswer(
  { deployment, credentials }: Verification,
  { who, path }: { who: string; path: string },
  faults: string[],
): Promise<void> {
  if (credentials.authToken === undefined) return;
  const reply = await postSigned(`https://${deployment.domain}${path}`, {}, credentials.authToken);
  const good = reply.status < 500 && ![401, 403, 404].includes(reply.status);
  if (!good) faults.push(`${who} asks ${path}, which answers ${showReply(reply)}`);
}

async function verifyNumber(
  { api, client, deployment }: Verification,
  { number, flow }: { number: string; flow: SeenFlow },
  faults: string[],
): Promise<Verified['numbers'][number]> {
  const [found] = await api.incomingPhoneNumbers.list({ phoneNumber: number, limit: 1 });
  if (!found) throw numberMissing(api.accountSid, number, client);
  if (found.voiceUrl !== flow.webhookUrl)
    faults.push(`${number} rings ${found.voiceUrl || 'nothing'}, not "${flow.name}"`);
  const fallback = `https://${deployment.domain}${FALLBACK}`;
  if (found.voiceFallbackUrl !== fallback) {
    faults.push(`${number} falls back to ${found.voiceFallbackUrl || 'nothing'}, not to ${fallback}`);
  }
  const ended = statusCallbackOf(flow.line, flow, deployment.domain);
  if (found.statusCallback !== ended)
    faults.push(`${number} tells ${found.statusCallback || 'nobody'} that a call is over, not ${ended}`);
  // Either of them takes calls before the URL is looked at (Twilio docs, "IncomingPhoneNumber").
  for (const [what, sid] of [
    ['TwiML app', found.voiceApplicationSid],
    ['SIP trunk', found.trunkSid],
  ]) {
    if (sid) faults.push(`${number} belongs to ${what} ${sid}, which takes its calls before the flow does`);
  }
  return { number, flow: flow.name };
}
