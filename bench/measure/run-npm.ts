import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs npm in a folder, as people do, and resolves with what it printed. Rejects, with what it said, when it fails or takes too long. */
export async function runNpm(words: readonly string[], folder: string, timeoutMs: number): Promise<string> {
  const { stdout } = await promisify(execFile)('npm', [...words], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
    timeout: timeoutMs,
    // There it is a script of the shell.
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}
