import type { Twilio } from 'twilio';
import { flowsOf, type Client } from '../../lib/config';
import { givenVariables } from '../deploy/operator-variables';
import { deployedFunctions, deploymentIfAny, findDeployment, type FoundDeployment } from '../deploy/find-deployment';
import type { Settings } from '../deploy/settings';
import { flowValues } from '../flows/flow-values';
import type { Progress } from '../terminal/progress';
import { wireCapacity } from './capacity';
import { UNKNOWN, type Change, type Target } from './change';
import { wireFlow, type WiredFlow } from './flows';
import { wireNumbers } from './numbers';
import { wireSync } from './sync';
import { wireTaskRouter, type WiredTaskRouter } from './taskrouter';
import { wireVariables } from './variables';

export interface WireOptions {
  readonly api: Twilio;
  readonly client: Client;
  /** Suffix of the deployed environment. */
  readonly environment: string;
  readonly root: string;
  readonly settings: Settings;
  /** Whether numbers that the account lacks are bought: yes on the local Twilio, never by accident elsewhere. */
  readonly buyNumbers: boolean;
  /** Whether a workspace is made in an account where Flex made none. */
  readonly createWorkspace: boolean;
  readonly progress: Progress;
}

/**
 * Makes the account fit the client's file, after the code was deployed. A second run changes nothing; every object is in the list.
 * The account has been checked to be the client's own.
 * Throws NOT_DEPLOYED, WORKSPACE_MISSING, NUMBER_MISSING, FLOW_REFUSED, FLOW_AMBIGUOUS, or a placeholder's error.
 */
export async function wireAccount(options: WireOptions): Promise<Change[]> {
  const { api, environment } = options;
  const deployment = await findDeployment(api, environment);
  const functionSids = await deployedFunctions(api, deployment);
  return wire(options, { target: { api, apply: true }, deployment, functionSids });
}

/**
 * What `wireAccount` would do now, and nothing done. `functionPaths` are those of a build that is not deployed yet, if there is one.
 * Throws the same, but for NOT_DEPLOYED: what hangs on the code is then shown as yet to be made.
 */
export async function planAccount(options: WireOptions, functionPaths: readonly string[] = []): Promise<Change[]> {
  const { api, environment } = options;
  const deployment = await deploymentIfAny(api, environment);
  const deployed = deployment ? await deployedFunctions(api, deployment) : new Map<string, string>();
  const functionSids = new Map([...functionPaths.map(path => [path, UNKNOWN] as const), ...deployed]);
  const unknown = { serviceSid: UNKNOWN, environmentSid: UNKNOWN, domain: UNKNOWN };
  return wire(options, { target: { api, apply: false }, deployment: deployment ?? unknown, functionSids });
}

interface Wiring {
  readonly target: Target;
  readonly deployment: FoundDeployment;
  readonly functionSids: ReadonlyMap<string, string>;
}

async function wire(options: WireOptions, wiring: Wiring): Promise<Change[]> {
  const { client, progress, createWorkspace, buyNumbers } = options;
  const { target, deployment } = wiring;
  const doing = target.apply ? 'wiring' : 'looking at';
  progress.step(`${doing} TaskRouter and Sync`);
  const [taskRouter, sync] = await Promise.all([wireTaskRouter(target, { client, createWorkspace }), wireSync(target)]);
  progress.step(`${doing} flows, numbers and variables`);
  const [flows, capacity, variables] = await Promise.all([
    wireFlows(options, wiring, taskRouter),
    wireCapacity(target, taskRouter.workspaceSid, client),
    wireVariables(target, deployment, {
      TWILIO_FLEX_WORKSPACE_SID: taskRouter.workspaceSid,
      TWILIO_FLEX_CALLBACK_WORKFLOW_SID: taskRouter.callbackWorkflowSid,
      TWILIO_SYNC_SERVICE_SID: sync.serviceSid,
      ...givenVariables(client, options.settings),
    }),
  ]);
  const numbers = await wireNumbers(target, { client, flows, domain: deployment.domain, buy: buyNumbers });
  const changes = flows.map(({ numbers: _numbers, webhookUrl: _url, ...change }): Change => change);
  return [...taskRouter.changes, ...capacity, ...sync.changes, ...changes, ...numbers, ...variables];
}

/** The flows that the client's numbers need. */
async function wireFlows(
  { client, root }: WireOptions,
  { target, deployment, functionSids }: Wiring,
  taskRouter: WiredTaskRouter,
): Promise<WiredFlow[]> {
  const sids = {
    domain: deployment.domain,
    serviceSid: deployment.serviceSid,
    environmentSid: deployment.environmentSid,
    workflowSid: taskRouter.callsWorkflowSid,
    voiceChannelSid: taskRouter.voiceChannelSid,
    functionSids,
  };
  return Promise.all(
    flowsOf(client).map(flow => wireFlow(target, flow, { root, values: flowValues(flow.client, sids) })),
  );
}
