import { z } from 'zod';
import { createEmulator, localMailgun, type ClockMode, type Emulator } from '../../emulator';
import type { Client } from '../../lib/config';
import { CommandError } from '../command-error';
import { projectRoot } from '../project';
import type { Progress } from '../terminal/progress';
import { runCommand } from './run-command';
import type { Stopwatch } from './stopwatch';

/** A client's line, up on a local Twilio. */
export interface LocalLine {
  readonly emulator: Emulator;
  readonly client: Client;
  readonly accountSid: string;
  /** By which a second process finds it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of the deployed Functions. */
  readonly domain: string;
}

export interface LineOptions {
  readonly client: Client;
  readonly clock: ClockMode;
  /** What the clock says at first, milliseconds since 1970; now, when left out. */
  readonly startAtMs?: number;
  /** 0 takes a free one. */
  readonly port: number;
  readonly dataFolder: string;
  readonly progress: Progress;
  readonly stopwatch: Stopwatch;
  /** A real key of Anthropic: the assistant's model is the real one. It stays in this process. */
  readonly realKey?: string | undefined;
}

/** The client's account on this computer: its real SID, and a token that opens nothing anywhere else. */
const LOCAL_TOKEN = '10ca100000000000000000000000000b';

/** What a deployment to an empty account without Flex is allowed, here where nothing costs money. */
const LOCALLY = ['--yes', '--no-dotenv', '--wiring', 'builtin', '--buy-numbers', '--create-workspace'];

/**
 * Starts a local Twilio with the client's account, and deploys and wires the client's line there, as it would be done in the cloud.
 * On failure nothing stays up. Throws PORT_TAKEN, or the errors of `deploy`.
 */
export async function bringUpLine(options: LineOptions): Promise<LocalLine> {
  const { client, progress, stopwatch } = options;
  progress.step('starting the local Twilio');
  const emulator = await stopwatch.time('local Twilio', () => startEmulator(options));
  try {
    const environment = emulator.environment();
    progress.step('deploying the functions, and wiring queues, flows, numbers and variables');
    const deployed = await stopwatch.time('deploy', () =>
      runCommand(['deploy', client.client, ...LOCALLY], environment),
    );
    const { domain } = z.object({ domain: z.string() }).parse(deployed);
    return { emulator, client, accountSid: client.accountSid, environment, domain };
  } catch (error) {
    await emulator.close();
    throw error;
  }
}

async function startEmulator({ client, clock, startAtMs, port, dataFolder, realKey }: LineOptions): Promise<Emulator> {
  try {
    return await createEmulator({
      clock,
      port,
      dataFolder,
      projectFolder: projectRoot,
      ...(startAtMs !== undefined && { startAtMs }),
      accounts: [{ sid: client.accountSid, authToken: LOCAL_TOKEN, friendlyName: client.name }],
      ...(realKey !== undefined && { anthropic: { realKey } }),
      ...(client.assistant?.calendar && { calendarUrl: client.assistant.calendar.url }),
      servers: (client.assistant?.httpTools ?? []).map(({ url }) => new URL(url).host),
      mailgun: { key: localMailgun.key, domains: [{ name: client.email.domain, region: client.email.region }] },
    });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new CommandError('PORT_TAKEN', `Something listens on port ${port} already: choose another with --port.`, {
      cause: error,
    });
  }
}
