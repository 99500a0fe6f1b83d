import { join, relative } from 'node:path';
import { TwilioServerlessApiClient } from '@twilio-labs/serverless-api';
import type { Client } from '../../lib/config';
import { buildProject, RUNTIME, runtimeDependencies, type Build } from '../build/build';
import { digestDifferences } from '../build/code-digest';
import { CommandError } from '../command-error';
import { SERVICE_NAME } from '../project';
import type { Progress } from '../terminal/progress';
import type { FoundDeployment } from './find-deployment';
import type { CompletedDeployment } from './history';
import { basicOf, type Credentials } from './credentials';
import { inWords } from './twilio-words';
import { runningFingerprint } from './smoke-test';

/** What is about to be deployed, on disk. */
export interface BuiltCode {
  readonly build: Build;
  /** Holds `functions` and `assets`: a folder of this client alone, so that two deployments side by side cannot mix. */
  readonly folder: string;
  readonly packages: Readonly<Record<string, string>>;
}

/** Builds a client's code. Throws CLIENT_FILE_INVALID, BUILD_FAILED or NOT_A_DEPENDENCY. */
export async function buildCode(client: Client, root: string): Promise<BuiltCode> {
  const out = join('dist/clients', client.client);
  const build = await buildProject(client.client, root, out);
  return { build, folder: join(root, out), packages: runtimeDependencies(root) };
}

/**
 * What of the code differs from what runs, in words; empty when what runs says of itself that it is the same. Which part differs is known
 * only where a complete deployment left what runs; everything counts as changed otherwise.
 */
export async function codeDifferences(
  { build }: BuiltCode,
  deployed: FoundDeployment | undefined,
  last: CompletedDeployment | undefined,
): Promise<string[]> {
  if (deployed?.buildSid === undefined) return digestDifferences(undefined, build.digest);
  if ((await runningFingerprint(deployed.domain)) === build.digest.all) return [];
  const parts = digestDifferences(deployed.buildSid === last?.buildSid ? last.code : undefined, build.digest);
  return parts.length > 0 ? parts : ['something that does not answer as it should'];
}

export interface UploadOptions {
  readonly root: string;
  readonly environment: string;
  readonly credentials: Credentials;
  readonly progress: Progress;
}

/** Uploads a build and makes it what runs. Sets no variables: the wiring does. Throws DEPLOY_FAILED, or a failure of Twilio in words. */
export async function deployCode(
  { folder, packages }: BuiltCode,
  { root, environment, credentials, progress }: UploadOptions,
): Promise<FoundDeployment & { readonly buildSid: string }> {
  const { accountSid } = credentials;
  const basic = basicOf(credentials);
  const api = new TwilioServerlessApiClient(basic);
  api.on('status-update', (update: { message: string }) => progress.step(`deploying: ${update.message}`));
  try {
    const { serviceSid, environmentSid, domain, buildSid } = await api.deployLocalProject({
      ...basic,
      cwd: root,
      envPath: '',
      env: {},
      functionsFolderName: relative(root, join(folder, 'functions')),
      assetsFolderName: relative(root, join(folder, 'assets')),
      pkgJson: { dependencies: packages },
      serviceName: SERVICE_NAME,
      functionsEnv: environment,
      overrideExistingService: true,
      runtime: RUNTIME,
    });
    return { serviceSid, environmentSid, domain, buildSid };
  } catch (error) {
    throw deployFailure(error, accountSid);
  }
}

function deployFailure(error: unknown, accountSid: string): unknown {
  // The client throws the bare status of a build that failed.
  if (error === 'failed') {
    return new CommandError(
      'DEPLOY_FAILED',
      'Twilio could not build the code; what ran before still runs. It gives no reasons: mostly a package or version in ' +
        '"dependencies" of package.json is none that the npm registry has. Mend that, and deploy again.',
    );
  }
  const translated = inWords(error, { accountSid, doing: 'deploying the code' });
  if (translated !== error) return translated;
  const words = error instanceof Error ? error.message : String(error);
  // The client keeps some of Twilio's reasons to itself: "Failed to upload Function /health" may be an outage as well.
  return new CommandError(
    'DEPLOY_FAILED',
    `Twilio did not take the deployment: ${words}. What ran before still runs. Run the command again.`,
    { cause: error },
  );
}
