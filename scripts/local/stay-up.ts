import { relative } from 'node:path';
import type { Client, LineNumber } from '../../lib/config';
import { CommandError } from '../command-error';
import { writeEnvFile } from '../emulator/env-file';
import { allRunning, announceRunning } from '../emulator/running';
import { inProject } from '../project';
import { coloursFor } from '../terminal/colours';
import { print } from '../terminal/print';
import { table } from '../terminal/table';
import type { LocalLine } from './line';

/** Where a second shell finds the environment of the line that is up. */
const ENV_FILE = '.linekit/env';

/** Throws LINE_UP while another process keeps a line up here: the two would share one environment file, and `npx linekit call` would find only one. */
export function refuseSecondLine(folder?: string): void {
  const other = allRunning(folder).find(({ number }) => number !== undefined);
  if (!other) return;
  const words = `a line is up here already, on port ${other.port} (process ${other.pid}). End that one first, or use it: npx linekit call`;
  throw new CommandError('LINE_UP', words);
}

/**
 * Tells the world that a line is up, and how to call it; resolves at Ctrl-C (or SIGTERM), with the environment file taken back. The line itself
 * stays as it is. Throws LINE_UP, ENV_FILE_TAKEN.
 */
export async function stayUp(line: LocalLine, options: { quiet: boolean }): Promise<void> {
  refuseSecondLine();
  const envFile = inProject(ENV_FILE);
  const { accountSid, client, emulator } = line;
  const [first] = client.numbers;
  const cleanups: (() => void)[] = [];
  try {
    cleanups.push(writeEnvFile(envFile, line.environment));
    const note = { port: emulator.port, pid: process.pid, accountSid };
    cleanups.push(announceRunning({ ...note, ...(first && { number: first.number }) }));
    if (!options.quiet) print(invitation(line, envFile));
    await signal();
  } finally {
    cleanups.forEach(clean => clean());
  }
}

function invitation({ client, emulator, domain, accountSid }: LocalLine, envFile: string): string {
  const c = coloursFor(process.stdout);
  const file = relative('', envFile);
  return [
    '',
    c.bold(c.green(`${client.name} is up.`)),
    '',
    table([
      ...client.numbers.map(({ number, line }) => [c.dim('number'), number, c.dim(line)]),
      [c.dim('functions'), `https://${domain}`],
      [c.dim('account'), accountSid],
      [c.dim('proxy'), `http://127.0.0.1:${emulator.port}`],
    ]),
    `In a second shell, to call it:\n${callsOf(client).join('\n')}`,
    '',
    `To use any Twilio client against it:\n  set -a; source ${file.startsWith('.') || file.startsWith('/') ? file : `./${file}`}; set +a`,
    '',
    c.dim('Ctrl-C ends it.'),
  ].join('\n');
}

/** How each kind of line is called that the client has: a message for the tone, words and keys for an assistant. */
export function callsOf({ numbers }: Pick<Client, 'numbers'>): string[] {
  const to = (found: LineNumber): string => (found === numbers[0] ? '' : ` --to ${found.number}`);
  const assisted = numbers.find(({ line }) => line === 'assistant');
  const other = numbers.find(({ line }) => line !== 'assistant');
  return [
    ...(other ? [`  npx linekit call${to(other)} --say "Hello, this is Ada. Please call me back about my bill."`] : []),
    ...(assisted
      ? [
          `  npx linekit call${to(assisted)} --talk "What are your opening hours?" --talk operator`,
          `  npx linekit call${to(assisted)} --live`,
        ]
      : []),
  ];
}

/** Resolves at the first Ctrl-C; a second one ends the process at once, as everywhere. */
function signal(): Promise<void> {
  return new Promise(resolve => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve());
  });
}
