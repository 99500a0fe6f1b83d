import type { Twilio } from 'twilio';
import type { Client } from '../../lib/config';
import { CommandError } from '../command-error';
import { SERVICE_NAME } from '../project';
import { statusOf } from './account';
import type { DeployOptions } from './deploy-options';
import { functionsOf } from './flow-functions';

/** A number of the client's that callers of another environment ring. */
interface TakenNumber {
  readonly number: string;
  /** The environment that answers it: "production". */
  readonly environment: string;
  readonly domain: string;
}

/**
 * Two environments of a client in one account share its numbers and the names of its flows: the one that is deployed last has them. So a
 * deployment takes nothing from the other by accident. Gives warnings for a dry run, and for who says so by --take-numbers; else throws
 * NUMBERS_OF_ANOTHER_ENVIRONMENT, with nothing changed.
 */
export async function weighTakenNumbers(
  api: Twilio,
  client: Client,
  { environment, takeNumbers, dryRun }: Pick<DeployOptions, 'environment' | 'takeNumbers' | 'dryRun'>,
): Promise<string[]> {
  const taken = await numbersElsewhere(api, client, environment);
  if (taken.length === 0) return [];
  const lines = taken.map(each => `  ${each.number} is answered by environment "${each.environment}" (${each.domain})`);
  const words = `This takes numbers from another environment of ${client.client}:\n${lines.join('\n')}`;
  if (takeNumbers || dryRun) return [words];
  throw new CommandError(
    'NUMBERS_OF_ANOTHER_ENVIRONMENT',
    `${words}\nTheir callers would meet environment "${environment}". Nothing was changed. To take them all the same: --take-numbers. ` +
      'To try a change beside a line that works, deploy it to an account of its own, with numbers of its own.',
  );
}

async function numbersElsewhere(api: Twilio, client: Client, environment: string): Promise<TakenNumber[]> {
  const others = await otherDomains(api, environment);
  if (others.size === 0) return [];
  const found = await Promise.all(
    client.numbers.map(async ({ number }) => {
      const domains = await domainsOf(api, number);
      return domains.flatMap(domain => {
        const other = others.get(domain);
        return other === undefined ? [] : [{ number, environment: other, domain }];
      });
    }),
  );
  return found.flatMap(each => each.slice(0, 1));
}

/** Of linekit's service: domain → suffix, of each environment but one. */
async function otherDomains(api: Twilio, suffix: string): Promise<Map<string, string>> {
  const services = await api.serverless.v1.services.list();
  const service = services.find(each => each.uniqueName === SERVICE_NAME);
  if (!service) return new Map();
  const environments = await api.serverless.v1.services(service.sid).environments.list();
  const others = environments.filter(each => each.domainSuffix !== suffix);
  return new Map(others.map(each => [each.domainName, each.domainSuffix || each.uniqueName]));
}

/** Whose functions answer a number: those that its flow asks, and its fallback. */
async function domainsOf(api: Twilio, phoneNumber: string): Promise<string[]> {
  const [found] = await api.incomingPhoneNumbers.list({ phoneNumber, limit: 1 });
  if (!found) return [];
  const [flowSid] = /FW[0-9a-f]{32}/.exec(found.voiceUrl ?? '') ?? [];
  const flow = flowSid === undefined ? [] : await flowDomains(api, flowSid);
  return [...flow, hostOf(found.voiceFallbackUrl ?? '')];
}

async function flowDomains(api: Twilio, flowSid: string): Promise<string[]> {
  try {
    const flow = await api.studio.v2.flows(flowSid).fetch();
    return functionsOf(flow.definition, '').elsewhere.map(hostOf);
  } catch (error) {
    if (statusOf(error) === 404) return [];
    throw error;
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
