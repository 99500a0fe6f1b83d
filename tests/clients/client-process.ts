import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { folderOf, type ClientName } from './installed';

export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd: string;
  /** All that the client knows of where it runs, besides PATH. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a command of an installed client as people do, and prints the command with the time that it took. */
export async function runClient(
  client: ClientName,
  words: readonly string[],
  { cwd, environment }: Surroundings,
): Promise<Run> {
  const startedMs = Date.now();
  const folder = folderOf(client);
  const bin = join(folder, 'node_modules', '.bin');
  const command = client === 'twilio-cli' ? 'twilio' : client;
  const path = `${bin}:${process.env['PATH'] ?? ''}`;
  const run = await finished(
    spawn(join(bin, command), [...words], {
      cwd,
      env: { PATH: path, HOME: cwd, NO_COLOR: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  process.stderr.write(
    `  ${seconds} s  ${command} ${words.join(' ')}${run.exitCode === 0 ? '' : ` → ${run.exitCode}`}\n`,
  );
  return run;
}

/** What a process printed, when it has ended. */
export function finished(child: ReturnType<typeof spawn>): Promise<Run> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => void (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
    child.on('error', reject);
    child.on('close', exitCode => resolve({ exitCode, stdout, stderr }));
  });
}
