import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { projectRoot } from '../../scripts/project';

const execute = promisify(execFile);

/** How a process of its own is run. */
export interface NodeRun {
  readonly argv: readonly string[];
  readonly timeoutMs: number;
  /** Beside this process's own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Defaults to the repository. */
  readonly folder?: string;
}

/** Runs node in a fresh process and resolves with what it printed. Rejects, with what it said, when it fails or takes too long. */
export async function runNode({ argv, timeoutMs, environment, folder = projectRoot }: NodeRun): Promise<string> {
  const { stdout } = await execute(process.execPath, [...argv], {
    cwd: folder,
    env: { ...process.env, ...environment, NO_COLOR: '1' },
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** The same for a program given as text. */
export function evaluate(program: string, timeoutMs = 60_000): Promise<string> {
  return runNode({ argv: ['-e', program], timeoutMs });
}
