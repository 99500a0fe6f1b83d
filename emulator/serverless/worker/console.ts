import { format } from 'node:util';
import type { LogLevel } from './protocol';

const LEVELS: Readonly<Record<'debug' | 'log' | 'info' | 'warn' | 'error' | 'trace', LogLevel>> = {
  debug: 'debug',
  log: 'info',
  info: 'info',
  warn: 'warn',
  error: 'error',
  trace: 'error',
};

/** Sends what Functions write to the console, and to the process's output itself, to `write`, in its order. */
export function captureConsole(write: (level: LogLevel, message: string) => void): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    Reflect.set(console, method, (...values: unknown[]) => write(level, format(...values)));
  }
  captureOutput(process.stdout, text => write('info', text));
  captureOutput(process.stderr, text => write('error', text));
}

function captureOutput(stream: NodeJS.WriteStream, write: (text: string) => void): void {
  Reflect.set(stream, 'write', (chunk: string | Uint8Array, ...rest: unknown[]) => {
    write((typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()).trimEnd());
    const written = rest.find(argument => typeof argument === 'function');
    if (written) process.nextTick(written);
    return true;
  });
}
