import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TimelineEntry } from '../../emulator';
import { lineOf, type Client } from '../../lib/config';
import { loadClient } from '../client/client-file';
import { CommandError } from '../command-error';
import { openAgentDesk } from '../desk/agent-desk';
import { localOffice } from '../desk/local-office';
import { bringUpLine, type LocalLine } from '../local/line';
import { runCommand } from '../local/run-command';
import type { Stopwatch } from '../local/stopwatch';
import type { Progress } from '../terminal/progress';
import { assistantFaults, type AssistantReport } from './assistant-report';
import { callerSteps, modelTurns, ROSA, type Offered } from './assistant-script';
import { assistedTasks } from './assisted-tasks';
import { freshFolder } from './disk';
import { nextOpenMoment } from './open-moment';
import { ledgerIn } from './talk-highlights';

export interface AssistantDemoOptions {
  /** Emptied first. */
  readonly folder: string;
  readonly progress: Progress;
  readonly stopwatch: Stopwatch;
  /** A real key of Anthropic: the real model answers. */
  readonly realKey?: string | undefined;
  /** The line is up and the caller dials. */
  readonly ringing: (call: { from: string; to: string; line: LocalLine; startMs: number }) => void;
  /** Something happened in the call. */
  readonly heard: (entry: TimelineEntry) => void;
}

/** Whose assistant answers. */
const CLIENT = 'sample';
const AGENT = 'Ana';
const TALK_MS = 25_000;
/** A real model takes its time, and the caller's phone is patient. */
const HALF_HOUR_MS = 1_800_000;

/**
 * A talk with the assistant, for real: build, deploy, wire, import an account, and a call that ends with an agent. The line stays up: the caller
 * closes it. Throws DEMO_FAILED when it did not go like that, or an error of a step; then nothing stays up.
 */
export async function demoAssistant(
  options: AssistantDemoOptions,
): Promise<{ readonly report: AssistantReport; readonly line: LocalLine }> {
  const client = loadClient(CLIENT);
  const to = numberToCall(client);
  freshFolder(options.folder);
  const { folder: dataFolder, progress, stopwatch, realKey } = options;
  const startMs = nextOpenMoment(lineOf(client, to), Date.now()) ?? Date.now();
  const line = await bringUpLine({
    ...{ client, dataFolder, progress, stopwatch, realKey },
    clock: 'fast-forward',
    startAtMs: startMs,
    port: 0,
  });
  try {
    await stopwatch.time('accounts', () => enrol(line, options));
    return { line, report: await play(line, to, options) };
  } catch (error) {
    await line.emulator.close();
    throw error;
  }
}

function numberToCall({ numbers }: Client): string {
  const number = numbers.find(({ line }) => line === 'assistant');
  if (number) return number.number;
  throw new CommandError('NO_NUMBER', `clients/${CLIENT}.yaml has no line with an assistant.`);
}

/** As an operator does it: a file with the accounts, and the command that brings it in. */
async function enrol(line: LocalLine, { folder, progress }: AssistantDemoOptions): Promise<void> {
  progress.step('bringing in an account with a PIN');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'accounts.csv');
  const { id, account, name, number, pin } = ROSA;
  writeFileSync(file, `id,account,name,numbers,pin\n${id},${account},${name},${number},${pin}\n`, { mode: 0o600 });
  try {
    await runCommand(['accounts', 'import', line.client.client, file, '--no-dotenv'], line.environment);
  } finally {
    rmSync(file);
  }
}

async function play(line: LocalLine, to: string, options: AssistantDemoOptions): Promise<AssistantReport> {
  const { emulator, client } = line;
  const { stopwatch, progress, folder, realKey } = options;
  const office = await localOffice(line);
  const desk = await openAgentDesk(office, { name: AGENT });
  const leave = emulator.agents.hire({
    workerSid: desk.workerSid,
    script: { on: () => ({ do: 'accept', afterMs: 4_000, talkMs: TALK_MS }) },
  });
  const startMs = emulator.clock.now();
  const offered = offeredBy(client, startMs);
  emulator.model.script(realKey === undefined ? modelTurns(offered) : []);
  progress.done();
  options.ringing({ from: ROSA.number, to, line, startMs });
  const { callSid, ended } = emulator.placeCall({
    ...{ from: ROSA.number, to },
    caller: callerSteps(offered, realKey !== undefined),
  });
  const unfollow = emulator.follow(entry => entry.callSid === callSid && options.heard(entry));
  const { call } = await stopwatch.time('call', () => ended);
  unfollow();
  const timeline = emulator.timeline(callSid).filter(entry => entry.callSid === callSid);
  const [task] = await assistedTasks(office, callSid);
  leave();
  const endMs = timeline.findLast(({ kind }) => kind === 'call')?.atMs ?? startMs;
  const seconds = Math.round((endMs - startMs) / 1000);
  const file = join(folder, 'report.json');
  const report: AssistantReport = {
    ...{ client: client.client, timeZone: client.timeZone },
    model: realKey === undefined ? 'scripted' : 'live',
    call: {
      ...{ sid: callSid, from: ROSA.number, to, status: call.status, seconds, timeline },
      startedAt: new Date(startMs).toISOString(),
    },
    ledger: timeline.flatMap(entry => ledgerIn(entry) ?? []),
    task: task ?? null,
    appointments: emulator.calendar?.objects().map(each => each.text) ?? [],
    files: { report: file },
    timings: stopwatch.timings(),
  };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  const faults = assistantFaults(report, ROSA.pin);
  if (faults.length === 0 && endMs - startMs < HALF_HOUR_MS) return report;
  const hint = realKey === undefined ? '' : ' A real model may go its own way: try again, or look at the report.';
  throw new CommandError('DEMO_FAILED', `The talk did not go its way: ${faults.join('; ')}. See ${file}.${hint}`);
}

/** Three times from the opening on, on the first day after this one that the client is open. */
function offeredBy(client: Client, nowMs: number): Offered {
  const openMs = nextOpenMoment(client, nowMs) ?? nowMs;
  const local = (options: Intl.DateTimeFormatOptions, atMs: number): string =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: client.timeZone }).format(atMs);
  const slotMs = (client.assistant?.calendar?.slotMinutes ?? 30) * 60_000;
  const firstMs = Math.floor(openMs / slotMs) * slotMs;
  return {
    date: new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone: client.timeZone }).format(openMs),
    weekday: local({ weekday: 'long' }, openMs),
    times: [0, 1, 2].map(index => ({
      iso: new Date(firstMs + index * slotMs).toISOString(),
      said: local({ hour: 'numeric', minute: '2-digit' }, firstMs + index * slotMs),
    })),
  };
}
