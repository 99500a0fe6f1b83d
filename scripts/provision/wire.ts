import type { Twilio } from 'twilio';
import { flowsOf, type Client, type VariableName } from '../../lib/config';
import { requireClientsAccount } from '../deploy/account';
import { operatorVariables } from '../deploy/deploy';
import { findDeployment, type FoundDeployment } from '../deploy/find-deployment';
import type { Settings } from '../deploy/settings';
import { flowValues } from '../flows/flow-values';
import type { Progress } from '../terminal/progress';
import type { Change } from './change';
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
  readonly progress: Progress;
}

/**
 * Makes the account fit the client's file, after the code was deployed. A second run changes nothing; every object is in the list.
 * Throws WRONG_ACCOUNT, NOT_DEPLOYED, NUMBER_MISSING, FLOW_REFUSED, or a placeholder's error.
 */
export async function wireAccount(options: WireOptions): Promise<Change[]> {
  const { api, client, environment, root, progress } = options;
  progress.step('looking at the account');
  await requireClientsAccount(api, client);
  const deployment = await findDeployment(api, environment);
  progress.step('wiring TaskRouter and Sync');
  const [taskRouter, sync] = await Promise.all([wireTaskRouter(api, root), wireSync(api)]);
  progress.step('wiring flows, numbers and variables');
  const [flows, variables] = await Promise.all([
    wireFlows(options, deployment, taskRouter),
    wireVariables(api, deployment, {
      TWILIO_FLEX_WORKSPACE_SID: taskRouter.workspaceSid,
      TWILIO_FLEX_CALLBACK_WORKFLOW_SID: taskRouter.callbackWorkflowSid,
      TWILIO_SYNC_SERVICE_SID: sync.serviceSid,
      ...givenVariables(options),
    }),
  ]);
  const numbers = await wireNumbers(api, { client, flows, domain: deployment.domain, buy: options.buyNumbers });
  const changes = flows.map(({ kind, name, sid, outcome }): Change => ({ kind, name, sid, outcome }));
  return [...taskRouter.changes, ...sync.changes, ...changes, ...numbers, ...variables];
}

/** The flows that the client's numbers need. */
async function wireFlows(
  { api, client, root }: WireOptions,
  deployment: FoundDeployment,
  taskRouter: WiredTaskRouter,
): Promise<WiredFlow[]> {
  const functions = await api.serverless.v1.services(deployment.serviceSid).functions.list();
  const sids = {
    domain: deployment.domain,
    serviceSid: deployment.serviceSid,
    environmentSid: deployment.environmentSid,
    workflowSid: taskRouter.anyoneWorkflowSid,
    voiceChannelSid: taskRouter.voiceChannelSid,
    functionSids: new Map(functions.map(each => [each.friendlyName, each.sid])),
  };
  return Promise.all(flowsOf(client).map(flow => wireFlow(api, flow, { root, values: flowValues(flow.client, sids) })));
}

/** Keys and overrides that a person has set. What is not given stays as it is in the account. */
function givenVariables({ client, settings }: WireOptions): Partial<Record<VariableName, string>> {
  const given: Partial<Record<VariableName, string>> = {};
  for (const name of operatorVariables(client)) {
    const value = settings[name]?.trim();
    if (value) given[name] = value;
  }
  return given;
}
