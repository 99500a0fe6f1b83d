import { writeFileSync } from 'node:fs';
import { createControlClient, type ShownMail, type TimelineEntry } from '../../emulator';
import { lineOf, type Client } from '../../lib/config';
import { CommandError } from '../command-error';
import { bringUpLine, type LocalLine } from '../local/line';
import { createLocalRest, type LocalRest } from '../local/local-rest';
import type { Stopwatch } from '../local/stopwatch';
import type { Progress } from '../terminal/progress';
import { loadClient } from '../client/client-file';
import { voicemailTasks } from './agents-view';
import { faultsOf, pathOf, type DemoReport, type MailView } from './demo-report';
import { freshFolder, keepFiles } from './disk';
import { nextOpenMoment } from './open-moment';
import { CALLER, playVoicemail, type PlayedCall } from './play-voicemail';

export interface DemoOptions {
  readonly clientName: string;
  /** Emptied first. */
  readonly folder: string;
  readonly progress: Progress;
  readonly stopwatch: Stopwatch;
  /** The line is up and the caller dials. */
  readonly ringing: (call: { from: string; to: string; line: LocalLine; startMs: number }) => void;
  /** Something happened in the call. */
  readonly heard: (entry: TimelineEntry) => void;
}

export interface Demo {
  readonly report: DemoReport;
  readonly line: LocalLine;
}

/**
 * The whole job, for real: build, deploy, wire, a call with a recorded message, and what came of it. The line stays up: the caller closes it.
 * Throws DEMO_FAILED when not exactly one task and one mail came of it, or an error of a step; then nothing stays up.
 */
export async function demoVoicemail(options: DemoOptions): Promise<Demo> {
  const client = loadClient(options.clientName);
  freshFolder(options.folder);
  const startMs = nextOpenMoment(lineOf(client, numberToCall(client)), Date.now()) ?? Date.now();
  const { folder: dataFolder, progress, stopwatch } = options;
  const line = await bringUpLine({
    ...{ client, dataFolder, progress, stopwatch },
    clock: 'fast-forward',
    startAtMs: startMs,
    port: 0,
  });
  progress.done();
  try {
    return { line, report: await play(line, options) };
  } catch (error) {
    await line.emulator.close();
    throw error;
  }
}

async function play(line: LocalLine, options: DemoOptions): Promise<DemoReport> {
  const { stopwatch, folder } = options;
  const control = createControlClient(line.emulator.port);
  const startMs = line.emulator.clock.now();
  const to = numberToCall(line.client);
  options.ringing({ from: CALLER, to, line, startMs });
  const played = await stopwatch.time('call', () => playVoicemail(control, to, options.heard));
  const rest = createLocalRest(line.emulator.port, {
    accountSid: line.accountSid,
    authToken: line.environment['TWILIO_AUTH_TOKEN'] ?? '',
  });
  const mails = await control.mails();
  return finish({ line, played, to, startMs, rest, mails, stopwatch, folder });
}

/** The line with an agent shows the longest way; a client without one still has a line to call. */
function numberToCall(client: Client): string {
  const number = client.numbers.find(each => each.line === 'voice-direct') ?? client.numbers[0];
  if (number) return number.number;
  throw new CommandError('NO_NUMBER', `clients/${client.client}.yaml has no number.`);
}

interface Ended {
  readonly line: LocalLine;
  readonly played: PlayedCall;
  readonly to: string;
  readonly startMs: number;
  readonly rest: LocalRest;
  readonly mails: readonly ShownMail[];
  readonly stopwatch: Stopwatch;
  readonly folder: string;
}

async function finish(ended: Ended): Promise<DemoReport> {
  const { line, played, mails, rest, folder } = ended;
  const tasks = await voicemailTasks(rest, played.sid);
  const [task, mail] = [tasks[0], mails[0]];
  const files = await keepFiles(folder, { rest, accountSid: line.accountSid, task, mail });
  const report: DemoReport = {
    client: line.client.client,
    call: describeCall(ended),
    path: pathOf(played.timeline),
    task: task ?? null,
    mail: mail ? viewOf(mail) : null,
    files,
    timings: ended.stopwatch.timings(),
  };
  if (files['report']) writeFileSync(files['report'], `${JSON.stringify(report, null, 2)}\n`);
  const faults = faultsOf(report, { tasks: tasks.length, mails: mails.length });
  if (faults.length === 0) return report;
  throw new CommandError('DEMO_FAILED', `The voicemail did not arrive as it should: ${faults.join('; ')}.`);
}

function describeCall({ played, to, startMs }: Ended): DemoReport['call'] {
  const endMs = played.timeline.findLast(entry => entry.kind === 'call')?.atMs ?? startMs;
  return {
    sid: played.sid,
    from: CALLER,
    to,
    status: played.status,
    startedAt: new Date(startMs).toISOString(),
    seconds: Math.round((endMs - startMs) / 1000),
    timeline: played.timeline,
  };
}

function viewOf({ from, to, subject, text, attachments }: ShownMail): MailView {
  return { from, to, subject, text, attachments };
}
