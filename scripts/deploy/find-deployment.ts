import type { Twilio } from 'twilio';
import { CommandError } from '../command-error';
import { SERVICE_NAME } from '../project';

/** Where the code of a client runs. */
export interface FoundDeployment {
  readonly serviceSid: string;
  readonly environmentSid: string;
  /** "linekit-1234-dev.twil.io" */
  readonly domain: string;
}

/** Looks the deployed service and environment up. Throws NOT_DEPLOYED when the account has none. */
export async function findDeployment(api: Twilio, suffix: string): Promise<FoundDeployment> {
  const services = await api.serverless.v1.services.list();
  const service = services.find(each => each.uniqueName === SERVICE_NAME);
  const environments = service ? await api.serverless.v1.services(service.sid).environments.list() : [];
  const environment = environments.find(each => each.domainSuffix === suffix);
  if (service && environment) {
    return { serviceSid: service.sid, environmentSid: environment.sid, domain: environment.domainName };
  }
  const what = service ? `service "${SERVICE_NAME}" has no environment "${suffix}"` : `no service "${SERVICE_NAME}"`;
  throw new CommandError('NOT_DEPLOYED', `Account ${api.accountSid}: ${what}. Run \`npx linekit deploy\` first.`);
}
