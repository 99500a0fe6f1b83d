import { relative } from 'node:path';
import { createHighlights } from '../report/highlights';
import { createTranscriptPrinter } from '../report/transcript';
import type { Colours } from '../terminal/colours';
import { showMs } from '../terminal/table';
import { wrap } from '../terminal/wrap';
import type { CallbackReport, DemoCall, Screen, Stage } from './callback-report';
import { localTime } from './show-report';

const LABEL_WIDTH = 11;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface StagePrinter {
  /** The stage as text, after a line that says how much later it is, if it is. */
  print(stage: Stage): string;
}

/** Prints stage after stage, in at most `width` columns, with the client's own clock. */
export function createStagePrinter(screen: {
  readonly colours: Colours;
  readonly width: number;
  readonly timeZone: string;
  /** Everything, instead of what people want to read. */
  readonly verbose: boolean;
}): StagePrinter {
  const { colours, timeZone } = screen;
  let lastMs: number | undefined;
  return {
    print(stage) {
      const [startMs, endMs] = spanOf(stage);
      const jump = lastMs === undefined ? '' : later(startMs - lastMs);
      lastMs = endMs;
      const when = localTime(new Date(startMs).toISOString(), timeZone);
      const head = `${colours.bold(stage.title)}${colours.dim(`, ${stage.kind === 'call' ? `to ${stage.call.to}, ` : ''}${when}`)}`;
      const body = stage.kind === 'call' ? callText(stage.call, screen) : screenText(stage.screen, screen);
      return `${jump && `\n${colours.yellow(`… ${jump} later`)}\n`}\n${head}\n${body}`;
    },
  };
}

function spanOf(stage: Stage): [number, number] {
  const atMs = Date.parse(stage.kind === 'call' ? stage.call.startedAt : stage.at);
  return stage.kind === 'call' ? [atMs, atMs + stage.call.seconds * 1000] : [atMs, atMs];
}

/** "2 hours", "3 minutes"; nothing for less than a minute. */
export function later(ms: number): string {
  if (ms < MINUTE_MS) return '';
  const [count, unit] =
    ms < 1.5 * HOUR_MS ? [Math.round(ms / MINUTE_MS), 'minute'] : [Math.round(ms / HOUR_MS), 'hour'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function callText(call: DemoCall, screen: { colours: Colours; width: number; verbose: boolean }): string {
  const printer = createTranscriptPrinter({
    colour: screen.colours.isColorSupported,
    width: screen.width,
    startMs: Date.parse(call.startedAt),
  });
  const highlight = createHighlights();
  return call.timeline
    .flatMap(entry => (screen.verbose ? entry : (highlight(entry) ?? [])))
    .map(entry => `${printer.line(entry)}\n`)
    .join('');
}

function screenText(shown: Screen, { colours, width }: { colours: Colours; width: number }): string {
  const { status, priority, numberToCall, numberToCallFrom, queue, attempts, retry, result } = shown;
  const rows: [string, string][] = [
    ['task', `callback · ${status} · priority ${priority}`],
    ['call', `${numberToCall}, showing ${numberToCallFrom}`],
    ['asked', localTime(shown.receivedAt, shown.timeZone)],
    ['queue', queue ?? 'none yet'],
    ['tries', `${attempts} so far${retry === null ? '' : `, the last one: ${retry}`}`],
    ...(result === null ? [] : ([['result', result]] as [string, string][])),
  ];
  return rows.map(([label, words]) => field(label, words, { colours, width })).join('');
}

function field(label: string, words: string, { colours, width }: { colours: Colours; width: number }): string {
  const lines = wrap(words, Math.max(30, width - LABEL_WIDTH - 3));
  return lines
    .map((line, index) => `  ${colours.dim((index === 0 ? label : '').padEnd(LABEL_WIDTH))} ${line}\n`)
    .join('');
}

/** What stands below the stages: the wait in figures, files and timings. */
export function showCallbackEnd(report: CallbackReport, screen: { colours: Colours; width: number }): string {
  const { wait, files } = report;
  const { total, ...phases } = report.timings;
  const phaseWords = Object.entries(phases).map(([name, ms]) => `${name} ${showMs(ms)}`);
  const rows: [string, string][] = [
    ['waited', `${wait.seconds} s until the key for a callback`],
    [
      'requests',
      `${wait.requestsPerMinute.toFixed(1)} to Twilio for each minute that a caller waits: up to five on arrival, two or three in each later minute`,
    ],
    ...Object.entries(files).map(([what, file]): [string, string] => [what, relative('', file)]),
    ['phases', phaseWords.join(' · ')],
    ['total', showMs(total ?? 0)],
  ];
  return `\n${screen.colours.bold('IN FIGURES')}\n${rows.map(([label, words]) => field(label, words, screen)).join('')}`;
}
