import { flowsOf, variableNames } from '../../lib/config';
import { deploymentIfAny } from '../deploy/find-deployment';
import type { OpenedAccount } from '../deploy/prepare';

/** Things of linekit's in the account that the client's file does not speak of any more, a sentence each. */
export async function leftovers({ api, client }: OpenedAccount, environment: string): Promise<string[]> {
  const [flows, numbers, deployed] = await Promise.all([
    api.studio.v2.flows.list(),
    api.incomingPhoneNumbers.list(),
    deploymentIfAny(api, environment),
  ]);
  const wanted = new Set(flowsOf(client).map(({ name }) => name));
  const idle = flows.filter(({ friendlyName }) => friendlyName.startsWith('linekit ') && !wanted.has(friendlyName));
  const known = new Set<string>(client.numbers.map(({ number }) => number));
  const others = numbers.filter(({ phoneNumber }) => !known.has(phoneNumber));
  return [
    ...idle.map(({ friendlyName, sid }) => `No number of the file uses flow "${friendlyName}" (${sid}).`),
    ...others.map(({ phoneNumber }) => `The account has ${phoneNumber}, which is not in the file.`),
    ...(deployed ? await unknownVariables(api, deployed) : []),
  ];
}

async function unknownVariables(
  api: OpenedAccount['api'],
  { serviceSid, environmentSid }: { serviceSid: string; environmentSid: string },
): Promise<string[]> {
  const variables = await api.serverless.v1.services(serviceSid).environments(environmentSid).variables.list();
  const known: readonly string[] = variableNames;
  return variables
    .filter(({ key }) => !known.includes(key))
    .map(({ key }) => `The functions have a variable ${key}, which linekit does not know.`);
}
