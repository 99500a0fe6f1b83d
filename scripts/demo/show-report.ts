import { relative } from 'node:path';
import type { Colours } from '../terminal/colours';
import { showBytes, showMs } from '../terminal/table';
import { wrap } from '../terminal/wrap';
import type { TaskView } from './agents-view';
import type { DemoReport, MailView } from './demo-report';

const LABEL_WIDTH = 11;
const INDENT = '  ';

/** A report below its live transcript: task, mail, files and timings, in at most `width` columns. */
export function showReport(report: DemoReport, screen: { colours: Colours; width: number }): string {
  const page = createPage(screen);
  if (report.task) showTask(report.task, page);
  if (report.mail) showMail(report.mail, page);
  page.title('ON DISK');
  for (const [what, file] of Object.entries(report.files)) page.field(what, relative('', file));
  const { total, ...phases } = report.timings;
  page.title('TIME');
  page.field(
    'phases',
    Object.entries(phases)
      .map(([name, ms]) => `${name} ${showMs(ms)}`)
      .join(' · '),
  );
  page.field('total', showMs(total ?? 0));
  return page.text();
}

function showTask({ sid, attributes, priority, status, queue, workflow }: TaskView, page: Page): void {
  const { callBackData, taskType, name } = attributes;
  page.title('THE TASK, as an agent sees it');
  page.field('task', `${taskType} · ${status} · priority ${priority}`);
  page.field('name', name);
  page.field('call back', `${callBackData.numberToCall || 'number withheld'}, from ${callBackData.numberToCallFrom}`);
  page.field('received', localTime(callBackData.utcDateTimeReceived, callBackData.mainTimeZone));
  page.field('queue', `${queue ?? 'none'}, through "${workflow ?? ''}"`);
  page.field('transcript', `“${callBackData.transcriptText}”`);
  page.field('recording', callBackData.recordingSid);
  page.field('sid', sid);
  page.dim('attributes', compact({ ...attributes, callBackData: { ...callBackData, transcriptText: '…' } }));
}

function showMail({ from, to, subject, text, attachments }: MailView, page: Page): void {
  page.title('THE MAIL, as it arrived');
  page.field('from', from);
  page.field('to', to.join(', '));
  page.field('subject', subject);
  for (const { fileName, sizeBytes } of attachments) page.field('attached', `${fileName}, ${showBytes(sizeBytes)}`);
  page.quote(text.trim());
}

/** JSON in one paragraph that may break after a comma. */
function compact(value: object): string {
  return JSON.stringify(value).replaceAll(',"', ', "');
}

interface Page {
  title(words: string): void;
  /** A label and what it says; long words wrap under themselves. */
  field(label: string, words: string): void;
  dim(label: string, words: string): void;
  /** Text as it is, with a bar at its side. */
  quote(words: string): void;
  text(): string;
}

function createPage({ colours, width }: { colours: Colours; width: number }): Page {
  const lines: string[] = [];
  const room = Math.max(30, width - INDENT.length - LABEL_WIDTH - 1);
  const field = (label: string, words: string, paint: (text: string) => string): void => {
    fit(words, room).forEach((line, index) => {
      const shown = index === 0 ? label : '';
      lines.push(`${INDENT}${colours.dim(shown.padEnd(LABEL_WIDTH))} ${paint(line)}`);
    });
  };
  return {
    title: words => void lines.push('', colours.bold(words)),
    field: (label, words) => field(label, words, text => text),
    dim: (label, words) => field(label, words, colours.dim),
    quote(words) {
      lines.push('');
      for (const line of wrap(words, width - 4)) lines.push(`${INDENT}${colours.dim('│')} ${line}`.trimEnd());
    },
    text: () => `${lines.join('\n')}\n`,
  };
}

/** Wraps at words, and breaks a word that is longer than the line: JSON has no blanks. */
function fit(text: string, room: number): string[] {
  return wrap(text, room).flatMap(line => line.match(new RegExp(`.{1,${room}}`, 'gu')) ?? ['']);
}

/** "Mon 23 Nov 2026, 09:13 PST" */
export function localTime(iso: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  const part = Object.fromEntries(format.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  const zone = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'short' })
    .formatToParts(new Date(iso))
    .find(each => each.type === 'timeZoneName')?.value;
  return `${part['weekday']} ${part['day']} ${part['month']} ${part['year']}, ${part['hour']}:${part['minute']} ${zone ?? ''}`;
}
