import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { projectRoot } from '../../scripts/project';

/** Runs a program, given as text, in a fresh node in the repository and resolves with what it printed. Rejects when it fails or takes too long. */
export async function evaluate(program: string, timeoutMs = 60_000): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], {
    cwd: projectRoot,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  return stdout;
}
