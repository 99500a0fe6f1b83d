import { spawn, type ChildProcess } from 'node:child_process';

/** A program that runs beside the bench. */
export interface BackgroundProcess {
  /** What it printed first: one line of JSON. */
  readonly said: unknown;
  /** Real milliseconds from its start until it said so. */
  readonly readyMs: number;
  /** Ends it and resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts node with these arguments in a fresh process and waits for its first line. Rejects when it ends before that. */
export async function startInBackground(argv: readonly string[]): Promise<BackgroundProcess> {
  const beganMs = performance.now();
  const child = spawn(process.execPath, [...argv], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()));
  const stop = (): Promise<void> => {
    child.kill('SIGTERM');
    return ended;
  };
  try {
    const line = await firstLine(child, ended);
    return { said: JSON.parse(line), readyMs: performance.now() - beganMs, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function firstLine(child: ChildProcess, ended: Promise<void>): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.once('error', reject);
    void ended.then(() => reject(new Error(`${child.spawnargs.join(' ')} ended before it was ready`)));
  });
}

/** Resolves when somebody asks this process to end. */
export function untilAskedToEnd(): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}
