import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';

import type { Emulator, EmulatorOptions, TimelineEntry } from '../emulator';
import { createEmulator, localAccount } from '../emulator';
import { onAnswered, type AnsweredRequest } from '../emulator/gateway/request-log';
import { CommandError } from './command-error';
import { writeEnvFile } from './emulator/env-file';
import { nodeCode } from './emulator/node-code';
import { announceRunning, localFolder } from './emulator/running';
import { readState, saveState } from './emulator/state-file';
import { projectRoot } from './project';
import { coloursFor } from './terminal/colours';
import { print, printJson } from './terminal/print';
import { table } from './terminal/table';

/** The port that the commands use when none is named. */
export const usualPort = 4010;

interface Options {
  readonly port: number;
  /** Where the environment goes. */
  readonly writeEnv?: string;
  /** The same. Node looks for an argument of this name before any script runs, and ends with 9 when there is no such file (nodejs/node#54232). */
  readonly envFile?: string;
  readonly accountSid?: string;
  readonly authToken?: string;
  readonly clock: 'real' | 'controlled' | 'fast-forward';
  readonly dataFolder: string;
  /** Where everything that is stored is kept from run to run. */
  readonly state?: string;
  /** False: builds fail when linekit lacks what they declare. */
  readonly install?: boolean;
  /** Ports on this machine by public names. */
  readonly tunnel?: Readonly<Record<string, number>>;
  readonly verbose?: true;
  readonly json?: true;
}

const help = `
Whatever runs with these variables talks to the local Twilio instead of the real one, unchanged:

  npx linekit emulator --port ${usualPort} --write-env twilio.env
  set -a; . ./twilio.env; set +a        (in a second shell)
  node my-script.js                     twilio-node, mailgun.js, terraform, curl …

Any other host is refused. The fetch of Node before 22.21 heeds no proxy: what uses it (Deepgram's SDK) is not redirected
there outside of deployed Functions. --env-file is for a file that is there already, if only empty: Node itself looks for it, and
ends with exit code 9 when it finds none, before linekit runs (nodejs/node#54232). --write-env has no such trouble.

Clocks: real; controlled stands still until POST /emulator/clock/advance;
fast-forward jumps over every wait. Calls that go on and the sound of recordings are not in a state file; GET /emulator/snapshot
answers what would be. GET http://127.0.0.1:${usualPort}/emulator lists the control routes.`;

/** `npx linekit emulator`: a bare local Twilio, up until it is told to stop. */
export function emulatorCommand(): Command {
  return new Command('emulator')
    .description('run a bare local Twilio, and write the environment by which clients find it')
    .option('--port <port>', 'where it listens; 0 takes a free port', parsePort, usualPort)
    .option('--write-env <file>', 'where the environment goes; .linekit/emulator.env when left out')
    .addOption(new Option('--env-file <file>', 'the same, for a file that exists').conflicts('writeEnv'))
    .addOption(
      new Option('--account-sid <sid>', 'AC + 32 hex digits; a fixed local account when left out').argParser(parseSid),
    )
    .addOption(new Option('--auth-token <token>', 'of that account, 32 hex digits').argParser(parseToken))
    .addOption(new Option('--clock <mode>').choices(['real', 'controlled', 'fast-forward']).default('real'))
    .option('--data-folder <folder>', 'keeps the certificate authority, and mails as files', localFolder())
    .option('--state <file>', 'goes on from that file when it is there, and keeps everything in it at the end')
    .option('--no-install', 'let builds fail that declare packages which linekit does not have, instead of asking npm')
    .option(
      '--tunnel <host=port>',
      'a name by which webhooks and WebSockets reach a server on this machine, as ngrok gives one; may be repeated',
      parseTunnel,
    )
    .option('--verbose', 'a line on stderr for each request that is answered')
    .option('--json', 'print one JSON object with port and environment, nothing else')
    .addHelpText('after', help)
    .action((options: Options) => runEmulator(options, untilSignal()));
}

/** Runs until `stop` resolves, and leaves nothing behind but data. Rejects with PORT_TAKEN when the port is. */
export async function runEmulator(options: Options, stop: Promise<unknown>): Promise<void> {
  if ((options.accountSid === undefined) !== (options.authToken === undefined))
    throw new CommandError('ACCOUNT_INCOMPLETE', '--account-sid and --auth-token come together', { exitCode: 2 });
  const emulator = await start(options);
  const cleanups = [() => undefined as void];
  try {
    const environment = emulator.environment();
    cleanups.push(writeEnvFile(envFileOf(options), environment));
    const accountSid = environment['TWILIO_ACCOUNT_SID'] ?? '';
    cleanups.push(announceRunning({ port: emulator.port, pid: process.pid, accountSid }, options.dataFolder));
    if (options.json)
      printJson({ port: emulator.port, clock: options.clock, envFile: path.resolve(envFileOf(options)), environment });
    else print(summary(emulator, options));
    cleanups.push(emulator.follow(reportTrouble));
    if (options.verbose) cleanups.push(onAnswered(reportRequest));
    await stop;
    if (options.state !== undefined) saveState(options.state, emulator.snapshot());
  } finally {
    for (const cleanup of cleanups) cleanup();
    await emulator.close();
  }
}

/** What clients are not told, Twilio shows in its console: lines that functions log, and why a build failed. Here it goes to stderr. */
function reportTrouble({ kind, text }: TimelineEntry): void {
  if (kind === 'log' || kind === 'fault') process.stderr.write(`${kind}  ${text}\n`);
}

/** "201    12 ms  POST https://api.twilio.com/…"; an error's code and words follow. */
function reportRequest({ method, url, status, durationMs, error = '' }: AnsweredRequest): void {
  const ms = `${durationMs.toFixed(0)} ms`.padStart(8);
  process.stderr.write(`${status}${ms}  ${method} ${url}${error && `  ${error}`}\n`);
}

async function start(started: Options): Promise<Emulator> {
  const { port, clock, accountSid, authToken, dataFolder, state, install, tunnel } = started;
  const account = accountSid && authToken ? { sid: accountSid, authToken } : localAccount;
  const snapshot = state === undefined ? undefined : readState(state);
  const options: EmulatorOptions = {
    ...(snapshot && { snapshot }),
    port,
    clock,
    accounts: [account],
    dataFolder,
    projectFolder: projectRoot,
    ...(tunnel && { tunnels: tunnel }),
    ...(install === true && { packagesFolder: path.join(dataFolder, 'packages') }),
  };
  try {
    return await createEmulator(options);
  } catch (error) {
    if (nodeCode(error) !== 'EADDRINUSE') throw error;
    throw new CommandError('PORT_TAKEN', `something listens on port ${port} already: choose another with --port`, {
      cause: error,
    });
  }
}

function summary(emulator: Emulator, options: Options): string {
  const c = coloursFor(process.stdout);
  const file = shownPath(envFileOf(options));
  const environment = emulator.environment();
  const rows = [
    ['listens on', `http://127.0.0.1:${emulator.port}`],
    ['account', environment['TWILIO_ACCOUNT_SID'] ?? ''],
    ['auth token', environment['TWILIO_AUTH_TOKEN'] ?? ''],
    ['clock', options.clock],
    ['environment', file],
  ].map(([name = '', value = '']) => [c.dim(name), value]);
  return [
    c.bold(c.green('The local Twilio is up.')),
    '',
    table(rows),
    `${c.dim('In a second shell:')}  set -a; . ${file}; set +a`,
    c.dim('Ctrl-C stops it.'),
  ].join('\n');
}

function envFileOf({ writeEnv, envFile, dataFolder }: Options): string {
  return writeEnv ?? envFile ?? path.join(dataFolder, 'emulator.env');
}

/** As short as a shell takes it: under the current folder "./…", elsewhere whole. */
function shownPath(file: string): string {
  const relative = path.relative('', file);
  return relative.startsWith('..') ? path.resolve(file) : `./${relative}`;
}

function untilSignal(): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/** A TCP port, or 0. */
export function parsePort(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

function parseTunnel(value: string, earlier: Readonly<Record<string, number>> = {}): Record<string, number> {
  const [, host = '', port = ''] = /^([a-z0-9.-]+)=(\d{1,5})$/i.exec(value) ?? [];
  if (host === '' || parsePort(port) === 0)
    throw new InvalidArgumentError('A tunnel is a host and a port: my-app.example=3000.');
  return { ...earlier, [host]: Number(port) };
}

function parseSid(value: string): string {
  if (!/^AC[0-9a-f]{32}$/.test(value)) throw new InvalidArgumentError('An account SID is AC and 32 hex digits.');
  return value;
}

function parseToken(value: string): string {
  if (!/^[0-9a-f]{32}$/.test(value)) throw new InvalidArgumentError('An auth token is 32 hex digits.');
  return value;
}
