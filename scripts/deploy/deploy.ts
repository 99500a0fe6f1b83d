import { join } from 'node:path';
import { TwilioServerlessApiClient } from '@twilio-labs/serverless-api';
import { environmentFaults, isSetByWiring, variableNames, type Client, type VariableName } from '../../lib/config';
import { buildProject, runtimeDependencies } from '../build/build';
import { loadClient } from '../client/client-file';
import { badInput, CommandError } from '../command-error';
import { SERVICE_NAME } from '../project';
import type { Progress } from '../terminal/progress';
import { connect, requireClientsAccount } from './account';
import { readCredentials, type Credentials, type Settings } from './settings';

export interface DeployOptions {
  readonly clientName: string;
  /** Suffix of the domain: "dev" gives linekit-1234-dev.twil.io. */
  readonly environment: string;
  readonly root: string;
  readonly settings: Settings;
  readonly progress: Progress;
}

export interface Deployment {
  readonly client: string;
  readonly accountSid: string;
  /** "linekit-1234-dev.twil.io" */
  readonly domain: string;
  readonly serviceSid: string;
  readonly environmentSid: string;
  readonly buildSid: string;
  readonly functions: number;
  readonly assets: number;
  readonly durationMs: number;
}

/**
 * Deploys the code to the client's account: file, environment and account are checked first, so that a refusal has changed nothing.
 * Sets no variables: the wiring does. Runs again without harm; the service and its domain stay.
 * Throws CLIENT_FILE_INVALID, ENVIRONMENT_INVALID, CREDENTIALS_…, WRONG_ACCOUNT, BUILD_FAILED or DEPLOY_FAILED.
 */
export async function deployProject(options: DeployOptions): Promise<Deployment> {
  const { clientName, root, settings, progress } = options;
  const startedAt = performance.now();
  const client = loadClient(clientName, join(root, 'clients'));
  const credentials = readCredentials(settings);
  requireEnvironment(client, settings);
  progress.step('checking the account');
  await requireClientsAccount(connect(credentials), client);
  progress.step('building');
  await buildProject(clientName, root);
  const result = await upload(options, credentials);
  return {
    client: client.client,
    accountSid: credentials.accountSid,
    domain: result.domain,
    serviceSid: result.serviceSid,
    environmentSid: result.environmentSid,
    buildSid: result.buildSid,
    functions: result.functionResources.length,
    assets: result.assetResources.length,
    durationMs: Math.round(performance.now() - startedAt),
  };
}

/** Throws ENVIRONMENT_INVALID with each variable that a person has to set and has not, and where it is set. */
export function requireEnvironment(client: Client, settings: Settings): void {
  const names = operatorVariables(client);
  const faults = environmentFaults(settings, names);
  if (faults.length === 0) return;
  throw badInput('ENVIRONMENT_INVALID', `The environment does not do.\n${faults.map(each => `  ${each}`).join('\n')}`);
}

/** What a person sets for this client: all but what the wiring sets. */
export function operatorVariables(client: Client): VariableName[] {
  const needless = client.voicemail.transcribe ? undefined : 'DEEPGRAM_API_KEY';
  return variableNames.filter(name => !isSetByWiring(name) && name !== needless);
}

async function upload({ environment, root, progress }: DeployOptions, { accountSid, authToken }: Credentials) {
  const api = new TwilioServerlessApiClient({ username: accountSid, password: authToken });
  api.on('status-update', (update: { message: string }) => progress.step(update.message));
  try {
    return await api.deployLocalProject({
      username: accountSid,
      password: authToken,
      cwd: root,
      envPath: '',
      env: {},
      functionsFolderName: 'dist/functions',
      assetsFolderName: 'dist/assets',
      pkgJson: { dependencies: runtimeDependencies(root) },
      serviceName: SERVICE_NAME,
      functionsEnv: environment,
      overrideExistingService: true,
      runtime: RUNTIME,
    });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new CommandError('DEPLOY_FAILED', `Twilio did not take the deployment: ${words}`, { cause: error });
  }
}

/** The newest runtime of Twilio Functions that the deploy API's client names. */
const RUNTIME = 'node22';
