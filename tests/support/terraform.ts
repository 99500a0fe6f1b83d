import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** Added to the shell's environment; what is undefined is taken out. */
export type TerraformEnvironment = Readonly<Record<string, string | undefined>>;

export interface TerraformRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of what Terraform reads, so that runs leave nothing in the repository. */
export interface TerraformCopy {
  /** Holds `terraform`, `flows` and `clients`, as the repository does. */
  readonly folder: string;
  /** Runs it in a folder of the copy ("terraform/modules/render"). */
  run(folder: string, words: readonly string[], environment?: TerraformEnvironment): Promise<TerraformRun>;
  remove(): void;
}

/** Whether there is a `terraform` to call, of a version that the root asks for. */
export function terraformIsInstalled(): boolean {
  const { status, stdout } = spawnSync('terraform', ['version', '-json'], {
    encoding: 'utf8',
    env: { ...process.env, CHECKPOINT_DISABLE: '1' },
  });
  const [, minor] = /"terraform_version": "1\.(\d+)\./.exec(stdout ?? '') ?? [];
  return status === 0 && Number(minor) >= 10;
}

/** Says on the terminal that tests are left out, and why. */
export function skipLoudly(why: string): void {
  process.stderr.write(`\n*** SKIPPED: ${why} ***\n\n`);
}

export function copyForTerraform(): TerraformCopy {
  const folder = mkdtempSync(join(tmpdir(), 'linekit-terraform-'));
  for (const part of ['terraform', 'flows', 'clients']) {
    cpSync(join(root, part), join(folder, part), {
      recursive: true,
      filter: path => !/[\\/]\.terraform$|\.tfstate|\.tfvars$/.test(path),
    });
  }
  return {
    folder,
    run: (inside, words, environment = {}) => runTerraform(join(folder, inside), words, environment),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A shell's own credentials and settings of Terraform stay outside. */
const FOREIGN = /^(TF_VAR_|TF_CLI_ARGS|TF_WORKSPACE$|TF_DATA_DIR$|TWILIO_|HTTPS?_PROXY$|https?_proxy$)/;

/** Runs `terraform <words>` in a folder, without what a shell knows of accounts and proxies. */
export function runTerraform(
  cwd: string,
  words: readonly string[],
  environment: TerraformEnvironment,
): Promise<TerraformRun> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
  return new Promise((resolve, reject) => {
    const child = spawn('terraform', [...words], {
      cwd,
      env: { ...inherited, TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
    child.on('error', reject);
    child.on('close', exitCode => resolve({ exitCode, stdout, stderr }));
  });
}
