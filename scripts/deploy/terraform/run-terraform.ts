import { spawn } from 'node:child_process';
import { CommandError } from '../../command-error';

export interface TerraformCall {
  /** Holds the root module. */
  readonly folder: string;
  readonly words: readonly string[];
  /** Added to this process's own. Secrets go here: a command line is for everybody to read. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface TerraformAnswer {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The provider would rather take these than the account's own token, and they may be another account's. */
const HIDDEN = /^(TWILIO_API_KEY|TWILIO_API_SECRET|TF_WORKSPACE|TF_CLI_ARGS.*)$/;

/** Runs Terraform and resolves with what it said, whatever its exit code. Throws TERRAFORM_MISSING when there is none. */
export function callTerraform({ folder, words, environment }: TerraformCall): Promise<TerraformAnswer> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !HIDDEN.test(name)));
  const settings = { TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' };
  return new Promise((resolve, reject) => {
    const child = spawn('terraform', [...words], {
      cwd: folder,
      env: { ...inherited, ...settings, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (output.stderr += text));
    child.on('error', error =>
      reject(
        new CommandError('TERRAFORM_MISSING', `There is no terraform to call: ${error.message}.`, { cause: error }),
      ),
    );
    child.on('close', exitCode => resolve({ exitCode, ...output }));
  });
}

/** The same; throws TERRAFORM_FAILED with Terraform's words unless it ends with one of `fine`. */
export async function runTerraform(call: TerraformCall, fine: readonly number[] = [0]): Promise<TerraformAnswer> {
  const answer = await callTerraform(call);
  if (answer.exitCode !== null && fine.includes(answer.exitCode)) return answer;
  throw new CommandError(
    'TERRAFORM_FAILED',
    `terraform ${call.words[0] ?? ''} ended with ${answer.exitCode ?? 'a signal'}.\n${terraformWords(answer)}`,
  );
}

/** What Terraform said, without the boxes that it draws. */
export function terraformWords({ stdout, stderr }: TerraformAnswer): string {
  const said = stderr.trim() === '' ? stdout : stderr;
  return said
    .replace(/\u001b\[[0-9;]*m/g, '')
    .split('\n')
    .map(line => line.replace(/^[│╷╵] ?/, '').trimEnd())
    .filter((line, index, lines) => line !== '' || (lines[index - 1] ?? '') !== '')
    .join('\n')
    .trim();
}
