import type { Twilio } from 'twilio';
import { CommandError } from '../command-error';
import { SERVICE_NAME } from '../project';

/** Where the code of a client runs. */
export interface FoundDeployment {
  readonly serviceSid: string;
  readonly environmentSid: string;
  /** "linekit-1234-dev.twil.io" */
  readonly domain: string;
  /** What runs there; undefined in an environment that nothing was deployed to. */
  readonly buildSid?: string;
}

/** Looks the deployed service and environment up. Throws NOT_DEPLOYED when the account has none. */
export async function findDeployment(api: Twilio, suffix: string): Promise<FoundDeployment> {
  const found = await deploymentIfAny(api, suffix);
  if (found) return found;
  throw new CommandError(
    'NOT_DEPLOYED',
    `Account ${api.accountSid} has no service "${SERVICE_NAME}" with an environment "${suffix}". Run \`npx linekit deploy\` first.`,
  );
}

/** The same, or undefined. */
export async function deploymentIfAny(api: Twilio, suffix: string): Promise<FoundDeployment | undefined> {
  const services = await api.serverless.v1.services.list();
  const service = services.find(each => each.uniqueName === SERVICE_NAME);
  if (!service) return undefined;
  const environments = await api.serverless.v1.services(service.sid).environments.list();
  const environment = environments.find(each => each.domainSuffix === suffix);
  if (!environment) return undefined;
  return {
    serviceSid: service.sid,
    environmentSid: environment.sid,
    domain: environment.domainName,
    // twilio-node types it as text; an environment without a deployment has null.
    ...(environment.buildSid && { buildSid: environment.buildSid }),
  };
}

/** The Functions of the build that runs: path ("/lines/now") → SID. Those of older builds, which the service keeps, are left out. */
export async function deployedFunctions(
  api: Twilio,
  { serviceSid, buildSid }: FoundDeployment,
): Promise<Map<string, string>> {
  if (buildSid === undefined) return new Map();
  const { functionVersions } = await api.serverless.v1.services(serviceSid).builds(buildSid).fetch();
  return new Map(functionVersions.flatMap(version => functionEntry(version)));
}

function functionEntry(version: unknown): [string, string][] {
  if (typeof version !== 'object' || version === null) return [];
  const { path, function_sid: sid } = version as { path?: unknown; function_sid?: unknown };
  return typeof path === 'string' && typeof sid === 'string' ? [[path, sid]] : [];
}
