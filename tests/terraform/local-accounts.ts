import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmulator, localMailgun, type Emulator, type StoreSnapshot } from '../../emulator';
import type { DeployReport } from '../../scripts/deploy/deploy';
import type { Change } from '../../scripts/provision/change';
import { loadClient } from '../../scripts/client/client-file';
import { createLocalRest } from '../../scripts/local/local-rest';
import { runCommand } from '../../scripts/local/run-command';
import { projectRoot } from '../../scripts/project';
import {
  copyForTerraform,
  type TerraformCopy,
  type TerraformEnvironment,
  type TerraformRun,
} from '../support/terraform';
import { actionsOf, type PlannedActions, type TerraformPlan } from '../support/terraform-plan';
import { readInventory, type InventoryItem } from './account-inventory';

const TOKEN = '10ca100000000000000000000000000b';

/** Clients' accounts on a local Twilio with the code deployed, and a copy of `terraform/` to wire them. */
export interface LocalAccounts {
  readonly emulator: Emulator;
  /** Runs `terraform <words>` for a client, with the credentials of its account or another's. */
  terraform(client: string, words: readonly string[], environment?: TerraformEnvironment): Promise<TerraformRun>;
  /** Plans for a client: what would change, by address. Throws when the plan fails. */
  plan(client: string, environment?: TerraformEnvironment): Promise<PlannedActions>;
  /** Deploys by linekit's own wiring; gives what that changed. */
  wire(client: string): Promise<readonly Change[]>;
  inventory(client: string): Promise<InventoryItem[]>;
  /** Credentials of the client's account and how to reach it. */
  environment(client: string): Record<string, string>;
  /** The text of the client's state. */
  state(): string;
  editClientFile(client: string, edit: (yaml: string) => string): void;
  /** Back to accounts that code was deployed to, and nothing else; the state is forgotten. */
  reset(): void;
  close(): Promise<void>;
}

/** Copies `terraform/` and gets its provider. Undefined where Terraform can't find it. */
export function copyWithProvider(): TerraformCopy | undefined {
  const copy = copyForTerraform();
  const { status } = spawnSync('terraform', ['init', '-no-color', '-input=false'], {
    cwd: join(copy.folder, 'terraform'),
    timeout: 120_000,
    env: {
      ...process.env,
      CHECKPOINT_DISABLE: '1',
      TF_REGISTRY_DISCOVERY_RETRY: '0',
      TF_REGISTRY_CLIENT_TIMEOUT: '10',
    },
  });
  if (status === 0) return copy;
  copy.remove();
  return undefined;
}

/** Starts a local Twilio with an account for each of these clients and deploys the code to each, one after another. */
export async function openLocalAccounts(copy: TerraformCopy, names: readonly string[]): Promise<LocalAccounts> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'linekit-accounts-'));
  const clients = new Map(names.map(name => [name, loadClient(name)]));
  const emulator = await createEmulator({
    dataFolder,
    projectFolder: projectRoot,
    accounts: [...clients.values()].map(each => ({ sid: each.accountSid, authToken: TOKEN, friendlyName: each.name })),
    mailgun: { key: localMailgun.key, domains: [{ name: 'mg.local.example', region: 'us' }] },
  });
  const sidOf = (client: string) => clients.get(client)?.accountSid ?? '';
  const environment = (client: string) => emulator.environment(sidOf(client));
  try {
    for (const name of names) await runCommand(['deploy', name, '--code-only', '--no-dotenv'], environment(name));
  } catch (error) {
    await emulator.close();
    throw error;
  }
  const deployed = emulator.snapshot();
  return {
    emulator,
    environment,
    ...terraformIn(copy, environment),
    wire: async client => {
      const words = ['--yes', '--no-dotenv', '--wiring', 'builtin', '--buy-numbers', '--create-workspace'];
      const report = (await runCommand(['deploy', client, ...words], environment(client))) as DeployReport;
      return report.wiring?.changes ?? [];
    },
    inventory: client => {
      const rest = createLocalRest(emulator.port, { accountSid: sidOf(client), authToken: TOKEN });
      return readInventory(rest, sidOf(client));
    },
    reset: () => start(copy, emulator, deployed),
    close: async () => {
      await emulator.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

function start(copy: TerraformCopy, emulator: Emulator, deployed: StoreSnapshot): void {
  emulator.restore(deployed);
  for (const file of ['terraform.tfstate', 'terraform.tfstate.backup'])
    rmSync(join(copy.folder, 'terraform', file), { force: true });
}

type Steered = Pick<LocalAccounts, 'terraform' | 'plan' | 'state' | 'editClientFile'>;

function terraformIn(copy: TerraformCopy, environmentOf: (client: string) => Record<string, string>): Steered {
  const terraform: Steered['terraform'] = (client, words, environment = {}) => {
    const account = environmentOf(client);
    return copy.run('terraform', [...words, '-no-color'], {
      ...account,
      TF_VAR_client: client,
      TF_VAR_buy_numbers: 'true',
      TF_VAR_create_workspace: 'true',
      TF_VAR_mailgun_api_key: account['MAILGUN_API_KEY'] ?? '',
      TF_VAR_mailgun_domain: account['MAILGUN_DOMAIN'] ?? '',
      TF_VAR_deepgram_api_key: account['DEEPGRAM_API_KEY'] ?? '',
      TF_VAR_anthropic_api_key: account['ANTHROPIC_API_KEY'] ?? '',
      TF_VAR_linekit_pin_pepper: account['LINEKIT_PIN_PEPPER'] ?? '',
      TF_VAR_caldav_username: account['CALDAV_USERNAME'] ?? '',
      TF_VAR_caldav_password: account['CALDAV_PASSWORD'] ?? '',
      ...environment,
    });
  };
  return {
    terraform,
    plan: async (client, environment) => {
      const { exitCode, stderr } = await terraform(client, ['plan', '-out=plan'], environment);
      if (exitCode !== 0) throw new Error(stderr);
      const { stdout } = await copy.run('terraform', ['show', '-json', 'plan']);
      return actionsOf(JSON.parse(stdout) as TerraformPlan);
    },
    state: () => readFileSync(join(copy.folder, 'terraform/terraform.tfstate'), 'utf8'),
    editClientFile: (client, edit) => {
      const file = join(copy.folder, `clients/${client}.yaml`);
      writeFileSync(file, edit(readFileSync(file, 'utf8')));
    },
  };
}
