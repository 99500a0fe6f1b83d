import { relative } from 'node:path';
import type { Colours } from '../terminal/colours';
import { showMs, table } from '../terminal/table';
import { wrap } from '../terminal/wrap';
import { localTime } from './show-report';
import type { AssistantReport, AssistedView, LedgerLine } from './assistant-report';

const LABEL_WIDTH = 11;

interface Screen {
  readonly colours: Colours;
  readonly width: number;
}

/** What stands below the live talk: what the agent sees, the calendar, the ledger turn by turn, files and timings. */
export function showAssistant(report: AssistantReport, screen: Screen): string {
  const { total, ...phases } = report.timings;
  const shown = Object.entries(phases).map(([name, ms]) => `${name} ${showMs(ms)}`);
  return [
    ...(report.task ? [title('THE TASK, as the agent sees it', screen), taskText(report.task, screen)] : []),
    title('IN THE CALENDAR', screen),
    ...report.appointments.map(text => field(...eventOf(text, report.timeZone), screen)),
    title(`THE LEDGER, ${report.model === 'live' ? 'with the real model' : 'with a scripted model'}`, screen),
    ledgerText(report.ledger, screen),
    title('TIME', screen),
    field('report', relative('', report.files['report'] ?? ''), screen),
    field('phases', shown.join(' · '), screen),
    field('total', showMs(total ?? 0), screen),
  ].join('');
}

function title(words: string, { colours }: Screen): string {
  return `\n${colours.bold(words)}\n`;
}

function field(label: string, words: string, { colours, width }: Screen): string {
  const lines = wrap(words, Math.max(30, width - LABEL_WIDTH - 3));
  return lines
    .map((line, index) => `  ${colours.dim((index === 0 ? label : '').padEnd(LABEL_WIDTH))} ${line}\n`)
    .join('');
}

function taskText({ status, priority, queue, attributes }: AssistedView, screen: Screen): string {
  const { assistant, name, topic } = attributes;
  const { verified } = assistant;
  const rows: [string, string][] = [
    ['task', `call · ${status} · priority ${priority}`],
    ['from', name],
    ['caller', verified ? `${verified.name ?? ''} (${verified.accountId}), by PIN` : 'not identified'],
    ['topic', `${topic || 'none'}, queue ${queue ?? 'none'}`],
    ['why', assistant.reason],
    ['summary', assistant.summary],
    ['wants', assistant.wants.join('; ')],
    ['done', assistant.done.join('; ') || 'nothing'],
    ...(assistant.unsure.length > 0 ? ([['unsure', assistant.unsure.join('; ')]] as [string, string][]) : []),
    ['mood', `${assistant.sentiment}, in ${assistant.language}`],
  ];
  const told = assistant.transcript.flatMap(line => wrap(line, screen.width - 6));
  const bar = told.map(line => `  ${screen.colours.dim('│')} ${line}\n`).join('');
  return `${rows.map(([label, words]) => field(label, words, screen)).join('')}\n${bar}`;
}

/** A line a turn, and one for the call. */
function ledgerText(ledger: readonly LedgerLine[], { colours }: Screen): string {
  const ms = (value: number | undefined): string => (value === undefined || value === 0 ? '–' : showMs(value));
  const head = ['turn', 'heard', 'first token', 'model', 'tools', 'total', 'tokens in/cached/out', 'cost', ''];
  const rows = ledger.map(line => [
    String(line.turn),
    line.input,
    ms(line.modelFirstTokenMs),
    ms(line.modelMs),
    ms(line.toolsMs),
    ms(line.totalMs),
    line.models.length === 0 ? '–' : `${tokensIn(line)} / ${line.cacheRead} / ${line.tokensOut}`,
    line.costMicroUsd === 0 ? '–' : `$${(line.costMicroUsd / 1e6).toFixed(5)}`,
    line.tools.map(each => each.name).join(', '),
  ]);
  const sum = (of: (line: LedgerLine) => number): number => ledger.reduce((total, line) => total + of(line), 0);
  const all = [
    ...['', 'in all', '', ms(sum(line => line.modelMs)), ms(sum(line => line.toolsMs)), ms(sum(line => line.totalMs))],
    `${sum(tokensIn)} / ${sum(line => line.cacheRead)} / ${sum(line => line.tokensOut)}`,
    `$${(sum(line => line.costMicroUsd) / 1e6).toFixed(5)}`,
  ];
  const dim = (cells: readonly string[]): string[] => cells.map(cell => (cell === '' ? '' : colours.dim(cell)));
  return table([dim(head), ...rows, dim(all)], { right: [0, 2, 3, 4, 5, 6, 7] });
}

function tokensIn({ tokensIn: fresh, cacheRead, cacheWrite }: LedgerLine): number {
  return fresh + cacheRead + cacheWrite;
}

/** When and what: "Tue 24 Nov 2026, 09:30 PST", "a check-up". */
function eventOf(text: string, timeZone: string): [string, string] {
  const [, year, month, day, hour, minute] = /DTSTART:(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/.exec(text) ?? [];
  const what = /SUMMARY:(.*)/.exec(text)?.[1]?.trim() ?? '';
  return [what, localTime(`${year}-${month}-${day}T${hour}:${minute}:00Z`, timeZone)];
}
