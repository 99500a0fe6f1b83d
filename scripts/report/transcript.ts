import { createColors } from 'picocolors';

import type { TimelineEntry, TimelineKind } from '../../emulator/contract';
import { textWidth, wrapText } from './text-width';

export interface TranscriptOptions {
  readonly colour: boolean;
  /** Columns of the terminal. Lines are never longer, unless it is narrower than 50. */
  readonly width: number;
  /** The moment that is 0:00, on the emulated clock; the first entry when left out. */
  readonly startMs?: number;
}

export interface TranscriptPrinter {
  /** The entry as one or more lines, without a line end. */
  line(entry: TimelineEntry): string;
}

type Style = 'line' | 'caller' | 'path' | 'result' | 'quiet' | 'fault';
interface Look {
  readonly symbol: string;
  readonly label: string;
  readonly style: Style;
}

/** How each kind of entry stands in the transcript: what people hear and say is loud, the machinery behind it quiet. */
const looks: Readonly<Record<TimelineKind, Look>> = {
  call: { symbol: '☎', label: 'call', style: 'result' },
  verb: { symbol: '·', label: 'twiml', style: 'quiet' },
  heard: { symbol: '◀', label: 'line', style: 'line' },
  said: { symbol: '▶', label: 'caller', style: 'caller' },
  pressed: { symbol: '▶', label: 'caller', style: 'caller' },
  widget: { symbol: '◆', label: 'widget', style: 'path' },
  request: { symbol: '→', label: 'request', style: 'path' },
  recording: { symbol: '●', label: 'recording', style: 'result' },
  task: { symbol: '■', label: 'task', style: 'result' },
  reservation: { symbol: '■', label: 'agent', style: 'result' },
  mail: { symbol: '✉', label: 'mail', style: 'result' },
  transcript: { symbol: '≡', label: 'words', style: 'result' },
  log: { symbol: '·', label: 'log', style: 'quiet' },
  fault: { symbol: '✗', label: 'fault', style: 'fault' },
};

/** Columns: "  0:00  ☎  recording  text … 1,234 ms" */
const columns = { time: 6, symbol: 1, label: 9, duration: 8, gap: 2, narrowest: 50 };
const textColumn = columns.time + columns.gap + columns.symbol + columns.gap + columns.label + columns.gap;

/** The whole call as a transcript, a line an entry (long ones wrap), ending with a line end; empty when there are no entries. */
export function renderTranscript(entries: readonly TimelineEntry[], options: TranscriptOptions): string {
  const printer = createTranscriptPrinter(options);
  return entries.map(entry => `${printer.line(entry)}\n`).join('');
}

/** Prints a call while it happens. Lines are the same as those of {@link renderTranscript}. */
export function createTranscriptPrinter(options: TranscriptOptions): TranscriptPrinter {
  let startMs = options.startMs;
  return {
    line(entry) {
      startMs ??= entry.atMs;
      return renderEntry(entry, entry.atMs - startMs, options);
    },
  };
}

/** "m:ss" of a call that has lasted `ms`. */
export function timeOffset(ms: number): string {
  const whole = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** How long a request took: "1,850 ms", and from ten seconds on "12.3 s". */
export function duration(ms: number): string {
  return ms < 10_000 ? `${Math.round(ms).toLocaleString('en')} ms` : seconds(ms);
}

/** How long people speak: "3.1 s". */
function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function renderEntry(entry: TimelineEntry, sinceStartMs: number, { colour, width }: TranscriptOptions): string {
  const { symbol, label, style } = looks[entry.kind];
  const paint = painters(colour);
  const textWidthLimit = Math.max(columns.narrowest, width) - textColumn - columns.gap - columns.duration;
  const [first = '', ...rest] = wrapText(wordsOf(entry), textWidthLimit);
  const took = tookOf(entry).padStart(columns.duration);
  const padding = took.trim() === '' ? '' : ' '.repeat(textWidthLimit - textWidth(first) + columns.gap);
  const gap = ' '.repeat(columns.gap);
  const head = [
    paint.quiet(timeOffset(sinceStartMs).padStart(columns.time)),
    paint[style](symbol),
    paint[style](label.padEnd(columns.label)),
  ].join(gap);
  const continued = rest.map(line => `\n${' '.repeat(textColumn)}${paint.text[style](line)}`);
  return `${head}${gap}${paint.text[style](first)}${padding}${padding === '' ? '' : paint.quiet(took)}${continued.join('')}`;
}

function tookOf({ kind, durationMs }: TimelineEntry): string {
  if (durationMs === undefined) return '';
  return kind === 'heard' || kind === 'said' ? seconds(durationMs) : duration(durationMs);
}

/** Spoken words stand in quotation marks; sounds and what the machinery says do not. */
function wordsOf({ kind, text }: TimelineEntry): string {
  // Words come from callers and web servers: none of them may steer the terminal.
  const oneLine = text
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
  if (kind === 'said' || kind === 'transcript') return `“${oneLine}”`;
  if (kind === 'pressed') return /^[\d*#wW]+$/.test(oneLine) ? `presses ${[...oneLine].join(' ')}` : oneLine;
  if (kind === 'heard') return isSound(oneLine) ? `♪ ${oneLine}` : `“${oneLine}”`;
  return oneLine;
}

/** The local Twilio names a sound by "beep", "audio <URL>" and the like. */
function isSound(text: string): boolean {
  return /^(the )?(beep|silence|ringing|busy|hold music)\b/i.test(text) || /^audio\s+\S+$/i.test(text);
}

type Painter = (text: string) => string;

function painters(
  colour: boolean,
): Readonly<Record<Style, Painter>> & { readonly text: Readonly<Record<Style, Painter>> } {
  const c = createColors(colour);
  const plain: Painter = text => text;
  return {
    line: c.green,
    caller: c.cyan,
    path: c.blue,
    result: c.magenta,
    quiet: c.dim,
    fault: c.red,
    text: {
      line: plain,
      caller: text => c.bold(c.cyan(text)),
      path: plain,
      result: plain,
      quiet: c.dim,
      fault: c.red,
    },
  };
}
