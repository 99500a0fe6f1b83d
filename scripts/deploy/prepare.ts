import { join } from 'node:path';
import type { Twilio } from 'twilio';
import type { Client } from '../../lib/config';
import { loadClient } from '../client/client-file';
import type { WireOptions } from '../provision/wire';
import type { Progress } from '../terminal/progress';
import { connect, requireClientsAccount } from './account';
import { buildCode, type BuiltCode } from './code';
import type { DeployOptions, WhichAccount } from './deploy-options';
import { deploymentIfAny, type FoundDeployment } from './find-deployment';
import { readHistory, type CompletedDeployment, type DeploymentHistory } from './history';
import { refuseSharedClaims } from '../client/neighbours';
import { requireEnvironment } from './operator-variables';
import { readCredentials, type Credentials } from './credentials';
import { inWords } from './twilio-words';
import { requireSameWorkspace } from './workspace';

/** Progress that remembers what is under way, for the words of a failure. */
export interface Steps extends Progress {
  current(): string;
}

/** An account that was checked to be the client's own, with what is known of it. */
export interface OpenedAccount {
  readonly client: Client;
  readonly credentials: Credentials;
  readonly api: Twilio;
  readonly deployed: FoundDeployment | undefined;
  readonly history: DeploymentHistory;
  /** The last complete deployment. */
  readonly last: CompletedDeployment | undefined;
  readonly steps: Steps;
}

/** All that a deployment needs before it changes anything. */
export interface Prepared extends OpenedAccount {
  readonly options: DeployOptions;
  readonly code: BuiltCode;
  readonly wire: WireOptions;
}

/**
 * Checks file, environment, account and workspace, and builds. Changes nothing in the account.
 * Throws CLIENT_FILE_INVALID, CLIENTS_COLLIDE, CREDENTIALS_…, WRONG_ACCOUNT, WRONG_WORKSPACE, ENVIRONMENT_INVALID, BUILD_FAILED … .
 */
export async function prepare(options: DeployOptions): Promise<Prepared> {
  const account = await openAccount(options);
  const { client, api, credentials, deployed, steps } = account;
  const { root, settings } = options;
  try {
    requireEnvironment(client, settings, await variableNamesOf(api, deployed));
    steps.step('building');
    const code = await buildCode(client, root);
    const wire: WireOptions = { ...options, api, client, progress: steps };
    return { ...account, options, code, wire };
  } catch (error) {
    throw inWords(error, { accountSid: credentials.accountSid, doing: steps.current() });
  }
}

/** Opens the client's account. Throws what is wrong with file, credentials, account or workspace. */
export async function openAccount(options: WhichAccount): Promise<OpenedAccount> {
  const { clientName, root, settings, environment } = options;
  const steps = rememberingSteps(options.progress);
  steps.step(`checking clients/${clientName}.yaml`);
  const folder = join(root, 'clients');
  const client = loadClient(clientName, folder);
  refuseSharedClaims(client, folder);
  const credentials = readCredentials(settings);
  const api = connect(credentials);
  try {
    steps.step('checking the account');
    await requireClientsAccount(api, client, credentials);
    const [deployed, history] = await Promise.all([deploymentIfAny(api, environment), readHistory(api, environment)]);
    const last = history.deployments.at(-1);
    await requireSameWorkspace(api, [
      { where: 'TWILIO_FLEX_WORKSPACE_SID of your environment', sid: settings['TWILIO_FLEX_WORKSPACE_SID'] },
      { where: 'The last deployment', sid: last?.workspaceSid },
    ]);
    return { client, credentials, api, deployed, history, last, steps };
  } catch (error) {
    throw inWords(error, { accountSid: credentials.accountSid, doing: steps.current() });
  }
}

async function variableNamesOf(api: Twilio, deployed: FoundDeployment | undefined): Promise<string[]> {
  if (!deployed) return [];
  const { serviceSid, environmentSid } = deployed;
  const variables = await api.serverless.v1.services(serviceSid).environments(environmentSid).variables.list();
  return variables.map(({ key }) => key);
}

function rememberingSteps(progress: Progress): Steps {
  let current = '';
  return {
    step: text => {
      current = text;
      progress.step(text);
    },
    done: () => progress.done(),
    current: () => current,
  };
}
