import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { createEmulator, localAccount } from '../emulator';
import type { BenchFigure } from './contract';
import { startInBackground, untilAskedToEnd, type BackgroundProcess } from './measure/background-process';
import { serveBare } from './measure/bare-server';
import { requestsPerSecond, type Load } from './measure/keep-alive-load';
import { localPost } from './measure/local-post';
import { median } from './measure/statistics';

const GOAL_MS = 1000;
/** Over TLS with connections that are kept, a second. */
const GOAL_READS = 2000;
const GOAL_WRITES = 1000;
const STARTS = 6;
const ROUNDS = 3;
const LOAD = { connections: 8, durationMs: 1000 };
const HOST = 'sync.twilio.com';

const portOf = (server: BackgroundProcess): number => z.object({ port: z.number() }).parse(server.said).port;

/** How soon the local Twilio is there, and how fast it answers, beside a server that does nothing else. */
export async function figures(): Promise<BenchFigure[]> {
  const [firstMs = 0, ...laterMs] = await starts();
  const readyMs = median(laterMs);
  const { reads, writes, bareReads, bareWrites } = await throughput();
  return [
    {
      name: 'emulator: ready, in a fresh process, with an authority that is there',
      value: readyMs,
      unit: 'ms',
      goal: `≤ ${GOAL_MS} ms`,
      ok: readyMs <= GOAL_MS,
    },
    { name: 'emulator: ready, the first time ever (makes its authority)', value: firstMs, unit: 'ms' },
    { ...atLeast(GOAL_READS, reads), name: 'emulator: REST reads over TLS (Sync map item)' },
    { ...atLeast(GOAL_WRITES, writes), name: 'emulator: REST writes over TLS (Sync map item)' },
    { name: 'bare node:https server, the same reads', value: bareReads, unit: 'requests/s' },
    { name: 'bare node:https server, the same writes', value: bareWrites, unit: 'requests/s' },
    { name: 'emulator: reads beside the bare server', value: reads / bareReads, unit: 'ratio' },
    { name: 'emulator: writes beside the bare server', value: writes / bareWrites, unit: 'ratio' },
  ];
}

function atLeast(goal: number, value: number): Pick<BenchFigure, 'value' | 'unit' | 'goal' | 'ok'> {
  return { value, unit: 'requests/s', goal: `≥ ${goal} requests/s`, ok: value >= goal };
}

/** The data folder stays from start to start, as it does for `npx linekit emulator`. */
async function starts(): Promise<number[]> {
  const dataFolder = newDataFolder();
  const startsMs: number[] = [];
  for (let run = 0; run < STARTS; run += 1) {
    const emulator = await startInBackground([__filename, 'emulator', dataFolder]);
    startsMs.push(emulator.readyMs);
    await emulator.stop();
  }
  rmSync(dataFolder, { recursive: true, force: true });
  return startsMs;
}

type Rates = Readonly<Record<'reads' | 'writes' | 'bareReads' | 'bareWrites', number>>;

async function throughput(): Promise<Rates> {
  const servers = await Promise.all(['emulator', 'bare'].map(name => startInBackground([__filename, name])));
  const [emulatorPort = 0, barePort = 0] = servers.map(portOf);
  try {
    const { reading, writing } = await loads(emulatorPort);
    const bare = { port: barePort, serverName: 'localhost' };
    const turns = {
      bareReads: { ...reading, ...bare },
      bareWrites: { ...writing, ...bare },
      reads: reading,
      writes: writing,
    };
    const rates: Record<keyof Rates, number[]> = { reads: [], writes: [], bareReads: [], bareWrites: [] };
    // The first round warms the servers up; the loads take turns, so that a slow moment of the machine hits them alike.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const name of ['bareReads', 'reads', 'bareWrites', 'writes'] as const) {
        const rate = await requestsPerSecond(turns[name]);
        if (round > 0) rates[name].push(rate);
      }
    }
    const { reads, writes, bareReads, bareWrites } = rates;
    return {
      reads: median(reads),
      writes: median(writes),
      bareReads: median(bareReads),
      bareWrites: median(bareWrites),
    };
  } finally {
    await Promise.all(servers.map(server => server.stop()));
  }
}

/** Fetches of one item, and creations of new ones, in a Sync map of a service made for it. */
async function loads(port: number): Promise<{ reading: Load; writing: Load }> {
  const items = await makeMap(port);
  const authorization = `Basic ${Buffer.from(`${localAccount.sid}:${localAccount.authToken}`).toString('base64')}`;
  const head = `host: ${HOST}\r\nauthorization: ${authorization}\r\n`;
  const data = encodeURIComponent(JSON.stringify({ steps: { task: 'done', mail: 'open' }, leaseUntilMs: 0 }));
  let made = 0;
  const post = (): string => {
    const body = `Key=item-${(made += 1)}&Data=${data}&ItemTtl=3600`;
    const form = `content-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n`;
    return `POST ${items} HTTP/1.1\r\n${head}${form}\r\n${body}`;
  };
  const load = { ...LOAD, port, serverName: HOST };
  await requestsPerSecond({ ...load, next: post, status: 201, connections: 1, durationMs: 0 });
  return {
    reading: { ...load, next: () => `GET ${items}/item-1 HTTP/1.1\r\n${head}\r\n`, status: 200 },
    writing: { ...load, next: post, status: 201 },
  };
}

/** Path of the items of a new Sync map. */
async function makeMap(port: number): Promise<string> {
  const make = async (path: string): Promise<string> => {
    const made = await localPost({ port, host: HOST, path, fields: {}, credentials: localAccount });
    return `${path}/${z.object({ sid: z.string() }).parse(made).sid}`;
  };
  return `${await make(`${await make('/v1/Services')}/Maps`)}/Items`;
}

/** A bare emulator, until it is asked to end. */
async function runEmulator(keptFolder: string | undefined): Promise<void> {
  const dataFolder = keptFolder ?? newDataFolder();
  const emulator = await createEmulator({ dataFolder });
  process.stdout.write(`${JSON.stringify({ port: emulator.port })}\n`);
  await untilAskedToEnd();
  await emulator.close();
  if (keptFolder === undefined) rmSync(dataFolder, { recursive: true, force: true });
}

function newDataFolder(): string {
  return mkdtempSync(join(tmpdir(), 'linekit-bench-'));
}

// The same file is the program of the processes that it measures.
if (process.argv[1] === __filename) void (process.argv[2] === 'bare' ? serveBare() : runEmulator(process.argv[3]));
