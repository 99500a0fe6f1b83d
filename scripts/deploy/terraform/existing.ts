import type { Twilio } from 'twilio';
import { flowsOf, type Client } from '../../../lib/config';
import { findFlow } from '../../provision/flows';
import { findSyncService } from '../../provision/sync';
import type { FoundDeployment } from '../find-deployment';

/** What terraform/variables.tf calls `existing`: objects of the account that Terraform takes over instead of making them a second time. */
export interface ExistingObjects {
  readonly flows: Readonly<Record<string, string>>;
  readonly sync_service?: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Looks them up by name. Those that are in the state already stay as they are, so it may be asked before every plan. */
export async function existingObjects(
  api: Twilio,
  client: Client,
  { serviceSid, environmentSid }: FoundDeployment,
): Promise<ExistingObjects> {
  const environment = api.serverless.v1.services(serviceSid).environments(environmentSid);
  const [flows, syncService, variables] = await Promise.all([
    Promise.all(flowsOf(client).map(async ({ name }) => [name, await findFlow(api, name)] as const)),
    findSyncService(api),
    environment.variables.list(),
  ]);
  return {
    flows: Object.fromEntries(flows.flatMap(([name, sid]) => (sid === undefined ? [] : [[name, sid]]))),
    ...(syncService !== undefined && { sync_service: syncService }),
    variables: Object.fromEntries(variables.map(({ key, sid }) => [key, sid])),
  };
}
