import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '../../../lib/config';
import type { Credentials } from '../credentials';
import { callTerraform, runTerraform, terraformWords, type TerraformAnswer } from './run-terraform';

/** terraform/, opened for one client. */
export interface TerraformRoot {
  /** Runs a command on the client's own state. Throws TERRAFORM_FAILED unless it ends with one of `fine` (0). */
  run(words: readonly string[], fine?: readonly number[]): Promise<TerraformAnswer>;
  /** The same with variables of the root, given by the environment. */
  runWith(
    variables: Readonly<Record<string, string>>,
    words: readonly string[],
    fine?: readonly number[],
  ): Promise<TerraformAnswer>;
}

export interface TerraformRootOptions {
  readonly root: string;
  readonly client: Client;
  readonly environment: string;
  readonly credentials: Credentials;
}

/** Either a root that works, or in words why there is none. */
export type OpenedRoot =
  { readonly opened: TerraformRoot; readonly why?: never } | { readonly opened?: never; readonly why: string };

/**
 * Initialises terraform/ and selects the client's own workspace, in a data folder of its own: deployments side by side do not share a
 * selected workspace. Gives the reason when Terraform, its provider or its backend cannot be had.
 */
export async function openTerraformRoot(options: TerraformRootOptions): Promise<OpenedRoot> {
  const { root, client, environment, credentials } = options;
  const folder = join(root, 'terraform');
  const dataFolder = join(root, '.linekit/terraform', client.client);
  const cacheFolder = join(root, '.linekit/terraform/plugins');
  mkdirSync(dataFolder, { recursive: true });
  mkdirSync(cacheFolder, { recursive: true });
  const fixed = {
    TF_DATA_DIR: dataFolder,
    TF_PLUGIN_CACHE_DIR: process.env['TF_PLUGIN_CACHE_DIR'] ?? cacheFolder,
    TWILIO_ACCOUNT_SID: credentials.accountSid,
    ...(credentials.apiKey
      ? { TWILIO_API_KEY: credentials.apiKey.sid, TWILIO_API_SECRET: credentials.apiKey.secret }
      : { TWILIO_AUTH_TOKEN: credentials.authToken }),
    TF_VAR_client: client.client,
    TF_VAR_environment: environment,
  };
  const runWith: TerraformRoot['runWith'] = (variables, words, fine) =>
    runTerraform({ folder, words, environment: { ...fixed, ...asVariables(variables) } }, fine);
  const opened: TerraformRoot = { runWith, run: (words, fine) => runWith({}, words, fine) };
  const why = await initialise(folder, fixed);
  if (why !== undefined) return { why };
  await opened.run(['workspace', 'select', '-or-create', '-no-color', client.client]);
  return { opened };
}

/** Why it did not work; undefined when it did. */
async function initialise(folder: string, environment: Readonly<Record<string, string>>): Promise<string | undefined> {
  const init = ['init', '-no-color', '-input=false'];
  // What an earlier `terraform init` brought here needs no registry, which a proxy may keep out of reach.
  const providers = join(folder, '.terraform/providers');
  if (existsSync(providers)) {
    const words = [...init, `-plugin-dir=${providers}`];
    if ((await callTerraform({ folder, words, environment })).exitCode === 0) return undefined;
  }
  try {
    const answer = await callTerraform({ folder, words: init, environment });
    return answer.exitCode === 0 ? undefined : terraformWords(answer);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function asVariables(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value]));
}
