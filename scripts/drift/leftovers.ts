import { flowsOf, variableNames } from '../../lib/config';
import { deploymentIfAny } from '../deploy/find-deployment';
import type { OpenedAccount } from '../deploy/prepare';
import { EVERYONE, isOfSkills, skillQueues } from '../provision/routing/queues';
import { findWorkspace } from '../provision/taskrouter';

/** Things of linekit's in the account that the client's file does not speak of any more, a sentence each. */
export async function leftovers({ api, client }: OpenedAccount, environment: string): Promise<string[]> {
  const [flows, numbers, deployed, queues] = await Promise.all([
    api.studio.v2.flows.list(),
    api.incomingPhoneNumbers.list(),
    deploymentIfAny(api, environment),
    idleQueues(api, client),
  ]);
  const wanted = new Set(flowsOf(client).map(({ name }) => name));
  const idle = flows.filter(({ friendlyName }) => friendlyName.startsWith('linekit ') && !wanted.has(friendlyName));
  const known = new Set<string>(client.numbers.map(({ number }) => number));
  const others = numbers.filter(({ phoneNumber }) => !known.has(phoneNumber));
  return [
    ...idle.map(({ friendlyName, sid }) => `No number of the file uses flow "${friendlyName}" (${sid}).`),
    ...others.map(({ phoneNumber }) => `The account has ${phoneNumber}, which is not in the file.`),
    ...queues,
    ...(deployed ? await unknownVariables(api, deployed) : []),
  ];
}

/** Queues by skill that the file does not have (any more). They are left alone, for tasks may wait in them. */
async function idleQueues(api: OpenedAccount['api'], client: OpenedAccount['client']): Promise<string[]> {
  const workspaceSid = await findWorkspace(api);
  if (workspaceSid === undefined) return [];
  const queues = await api.taskrouter.v1.workspaces(workspaceSid).taskQueues.list({ pageSize: 1000 });
  const known = new Set([EVERYONE, ...skillQueues(client).map(({ friendlyName }) => friendlyName)]);
  return queues
    .filter(({ friendlyName, targetWorkers }) => !known.has(friendlyName) && isOfSkills(targetWorkers))
    .map(
      ({ friendlyName, sid }) =>
        `The file has no queue "${friendlyName}" (${sid}); it is left alone, for tasks may wait in it.`,
    );
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
