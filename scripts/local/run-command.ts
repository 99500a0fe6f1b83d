import { spawn } from 'node:child_process';
import { sep } from 'node:path';
import { CommandError } from '../command-error';
import { inProject } from '../project';

/** What shells hold that must not reach a command which works on the local Twilio: another account, or another vendor key. */
const FOREIGN = /^(TWILIO_|ACCOUNT_SID$|AUTH_TOKEN$|MAILGUN_|DEEPGRAM_|ADMIN_EMAIL$|LINEKIT_|NODE_OPTIONS$)/;

/**
 * Runs `npx linekit <words> --json` as a process of its own, which finds the local Twilio by its environment alone, like any client.
 * Resolves with what it printed. Throws the command's own error, by its code.
 */
export async function runCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<unknown> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
  const { exitCode, stdout, stderr } = await run([entry(), ...words, '--json'], { ...inherited, ...environment });
  if (exitCode === 0) return JSON.parse(stdout);
  const [, code, said] = /^([A-Z][A-Z0-9_]+): ([\s\S]*)$/m.exec(stderr) ?? [];
  const what = `linekit ${words.join(' ')}`;
  throw new CommandError(
    code ?? 'COMMAND_FAILED',
    said?.trim() ?? `${what} ended with ${exitCode ?? 'a signal'}: ${stderr}`,
  );
}

/** The bundle that runs now, so that it isn't bundled again; from source (a test), the door that people use. */
function entry(): string {
  return __filename.endsWith(`dist${sep}bin${sep}linekit.js`) ? __filename : inProject('bin/linekit.js');
}

interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argv, {
      env: { ...env, NO_COLOR: '1', FORCE_COLOR: '' },
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
