import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { variables, variableNames, type VariableName } from '../../../lib/config';
import type { WireOptions } from '../../provision/wire';
import { wireCapacity } from '../../provision/capacity';
import { findWorkspace } from '../../provision/taskrouter';
import { wireVariables } from '../../provision/variables';
import { isChange, type Change, type Target } from '../../provision/change';
import { findDeployment, type FoundDeployment } from '../find-deployment';
import { givenVariables } from '../operator-variables';
import type { Wiring, WiringPlan } from '../wiring';
import { existingObjects } from './existing';
import { heldTooMuch } from './held-too-much';
import { planChanges } from './plan-changes';
import type { TerraformRoot } from './terraform-root';

/** Workspace that terraform/ made itself, in an account without Flex; it has to be told so at every plan from then on. */
const OWN_WORKSPACE = /^module\.taskrouter\.twilio_taskrouter_workspace\./m;

/**
 * The wiring of terraform/. Two things are set beside it, through the API: the capacity of agents, who come and go; and secret variables
 * of the Functions, which would stand in Terraform's state in clear. Those that the shell has as TF_VAR_… are Terraform's all the same.
 * Queues and channels that the file no longer has leave the state before the plan, and stay in the account.
 */
export function terraformWiring(root: TerraformRoot, options: WireOptions): Wiring {
  const plan = async () => {
    const gone = await heldTooMuch(root, options.client);
    if (gone.length > 0) await root.run(['state', 'rm', '-lock-timeout=60s', ...gone]);
    return planTerraform(root, options);
  };
  return { name: 'terraform', plan };
}

/** A plan of Terraform's, and all of it as `terraform show -json` gives it. */
export interface TerraformPlan extends WiringPlan {
  readonly json: string;
}

/** Plans on the client's own state. The plan lies in a folder of its own until `dispose`: it holds secrets. */
export async function planTerraform(root: TerraformRoot, options: WireOptions): Promise<TerraformPlan> {
  const { api, environment, client, progress } = options;
  progress.step('planning with Terraform');
  const deployment = await findDeployment(api, environment);
  const folder = mkdtempSync(join(tmpdir(), 'linekit-plan-'));
  const dispose = () => rmSync(folder, { recursive: true, force: true });
  try {
    const file = join(folder, 'plan');
    const [state, existing] = await Promise.all([
      root.run(['state', 'list'], [0, 1]),
      existingObjects(api, client, deployment),
    ]);
    const given = rootVariables(options, state.stdout);
    const words = ['plan', '-no-color', '-input=false', '-lock-timeout=60s', '-detailed-exitcode', `-out=${file}`];
    const planned = await root.runWith({ ...given, existing: JSON.stringify(existing) }, words, [0, 2]);
    const shown = await root.run(['show', '-json', '-no-color', file]);
    const beside = await wireBeside(options, deployment, { api, apply: false });
    const changes = [...planChanges(shown.stdout), ...beside];
    const apply = async (): Promise<readonly Change[]> => {
      progress.step('applying with Terraform');
      if (planned.exitCode === 2) await root.run(['apply', '-no-color', '-input=false', '-lock-timeout=60s', file]);
      if (beside.length > 0) await wireBeside(options, deployment, { api, apply: true });
      return changes;
    };
    return { changes, apply, dispose, json: shown.stdout };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** terraform/variables.tf and functions-environment.tf: the rest is the same for every plan of a client. */
function rootVariables(options: WireOptions, state: string): Record<string, string> {
  // A key that the state has already, since somebody gave it to Terraform once, has to be given again: a plan without it stops.
  const isTerraforms = (name: string) =>
    !isSecret(name) || state.includes(`twilio_serverless_variable.secret["${name}"]`);
  const given = Object.entries(givenVariables(options.client, options.settings)).filter(([name]) => isTerraforms(name));
  return {
    buy_numbers: String(options.buyNumbers),
    create_workspace: String(options.createWorkspace || OWN_WORKSPACE.test(state)),
    ...Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value])),
  };
}

/** What Terraform leaves to the API, as far as it changes. */
async function wireBeside(options: WireOptions, deployment: FoundDeployment, target: Target): Promise<Change[]> {
  const { api, client, settings } = options;
  const secrets = Object.entries(givenVariables(client, settings)).filter(([name]) => isSecret(name));
  const changes = await Promise.all([
    client.capacity ? wireCapacity(target, await findWorkspace(api), client) : [],
    wireVariables(target, deployment, Object.fromEntries(secrets)),
  ]);
  return changes.flat().filter(isChange);
}

const secretNames: readonly string[] = variableNames.filter((name: VariableName) => variables[name].secret);
const isSecret = (name: string): boolean => secretNames.includes(name);
