import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createEmulator, localMailgun, type Emulator } from '../emulator';
import type { Client } from '../lib/config';
import { loadClient } from '../scripts/client/client-file';
import { projectRoot } from '../scripts/project';
import { createClientProject, type ClientProject } from '../tests/support/client-project';
import type { BenchFigure } from './contract';

const CLIENT = 'sample';
const TOKEN = '10ca100000000000000000000000000b';
const FIRST_GOAL_SECONDS = 20;
const AGAIN_GOAL_SECONDS = 5;
/** What an empty account without Flex needs, where nothing costs money. */
const EMPTY_ACCOUNT = ['--buy-numbers', '--create-workspace'];

interface Times {
  /** From the command to the greeting that the first caller hears. */
  readonly firstSeconds: number;
  /** The same command with nothing to change. */
  readonly againSeconds: number;
}

/** How long an integrator waits: from a new client's file to its first answered call, and for a deployment that changes nothing. */
export async function figures(): Promise<BenchFigure[]> {
  const builtin = await deployTwice('builtin');
  const terraform = await deployTwice('terraform').catch((error: Error) => {
    if (!error.message.includes('TERRAFORM_UNAVAILABLE')) throw error;
    process.stderr.write('deploy: NOT MEASURED: wiring by Terraform, since Terraform or its provider is not here\n');
    return undefined;
  });
  return [...rows("linekit's own wiring", builtin), ...(terraform ? rows('Terraform', terraform) : [])];
}

function rows(by: string, { firstSeconds, againSeconds }: Times): BenchFigure[] {
  const row = (what: string, value: number, goalSeconds: number): BenchFigure => ({
    name: `deploy by ${by}: ${what}`,
    value,
    unit: 's',
    goal: `≤ ${goalSeconds} s`,
    ok: value <= goalSeconds,
  });
  return [
    row("from a new client's file to its first answered call", firstSeconds, FIRST_GOAL_SECONDS),
    row('nothing to change', againSeconds, AGAIN_GOAL_SECONDS),
  ];
}

async function deployTwice(wiring: 'builtin' | 'terraform'): Promise<Times> {
  const project = createClientProject([CLIENT]);
  const dataFolder = mkdtempSync(join(tmpdir(), 'linekit-bench-'));
  const client = loadClient(CLIENT, join(project.root, 'clients'));
  const emulator = await startEmulator(client, dataFolder);
  try {
    const command = [...EMPTY_ACCOUNT, '--wiring', wiring];
    const beganMs = performance.now();
    await deploy(project, emulator, command);
    await answered(emulator, client);
    const firstSeconds = (performance.now() - beganMs) / 1000;
    return { firstSeconds, againSeconds: await deploy(project, emulator, command) };
  } finally {
    await emulator.close();
    project.remove();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

function startEmulator({ accountSid, name, email }: Client, dataFolder: string): Promise<Emulator> {
  return createEmulator({
    clock: 'fast-forward',
    dataFolder,
    projectFolder: projectRoot,
    accounts: [{ sid: accountSid, authToken: TOKEN, friendlyName: name }],
    mailgun: { key: localMailgun.key, domains: [{ name: email.domain, region: email.region }] },
  });
}

/** Runs the command as people do; gives its seconds. */
async function deploy(project: ClientProject, emulator: Emulator, flags: readonly string[]): Promise<number> {
  const argv = [join(project.root, 'bin/linekit.js'), 'deploy', CLIENT, '--yes', '--no-dotenv', '--json', ...flags];
  const beganMs = performance.now();
  const env = { ...process.env, ...emulator.environment(), NO_COLOR: '1' };
  await promisify(execFile)(process.execPath, argv, { cwd: project.root, env, timeout: 120_000 });
  return (performance.now() - beganMs) / 1000;
}

async function answered(emulator: Emulator, { numbers }: Client): Promise<void> {
  const to = numbers[0]?.number ?? '';
  const { ended } = emulator.placeCall({
    from: '+12025550111',
    to,
    caller: [{ do: 'listen', until: 'prompt-end' }, { do: 'hang-up' }],
  });
  const { timeline } = await ended;
  if (!timeline.some(({ kind }) => kind === 'heard')) throw new Error(`the first caller of ${to} heard nothing`);
}
