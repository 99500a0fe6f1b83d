import type { Client } from '../config';
import { escapeHtml, headerSafe, mailPage, rowTable, senderHeader, type MailRow } from '../mail';
import { figuresOf, type Tally } from './tally';
import { medianWait } from './waits';
import type { Week } from './week';

export interface SummaryMail {
  /** The same for each try, so that a mail can be looked for before it is sent again. */
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface SummaryParts {
  readonly week: Week;
  readonly tally: Tally;
  /** Callbacks and messages that wait as the mail is written. */
  readonly waiting: number;
  readonly recipients: readonly string[];
  readonly domain: string;
}

export function summaryMessageId(client: Client, week: Week, domain: string): string {
  return `<${client.client}.${week.monday}.summary@${domain}>`;
}

/** The mail of one week, in plain text and in HTML. */
export function summaryMail(client: Client, parts: SummaryParts): SummaryMail {
  const { week, recipients, domain } = parts;
  const title = `Your calls, ${span(week, client)}`;
  const rows = rowsOf(client, parts);
  const remark = remarkOf(parts.tally);
  const labels = Math.max(...rows.map(({ label }) => label.length));
  const values = Math.max(...rows.map(({ value }) => value.length));
  const table = rows.map(({ label, value }) => `${label.padEnd(labels)}  ${value.padStart(values)}`).join('\n');
  return {
    messageId: summaryMessageId(client, week, domain),
    from: senderHeader(client.email.sender),
    to: recipients,
    subject: headerSafe(`${title}: ${client.name}`),
    text: `${title}\n${client.name}\n\n${remark ? `${remark}\n\n` : ''}${table}\n\n${NOTE}\n`,
    html: mailPage({ title, language: client.language, body: bodyOf(client, { rows, remark }) }),
  };
}

const NOTE =
  'Received are callers who came into the queue, left a message or asked for a callback. The median wait is that of the callers who were answered.';

function rowsOf(client: Client, { tally, waiting }: SummaryParts): MailRow[] {
  const { received, answered, callbacks, calledBack, messages, gaveUp } = figuresOf(tally);
  const number = (value: number): string => value.toLocaleString(client.language);
  const median = medianWait(tally.waits);
  return [
    { label: 'Received', value: number(received) },
    { label: 'Answered', value: number(answered) },
    { label: 'Asked for a callback', value: number(callbacks) },
    { label: 'Called back', value: number(calledBack) },
    { label: 'Messages', value: number(messages) },
    { label: 'Gave up', value: number(gaveUp) },
    { label: 'Waiting now', value: number(waiting) },
    { label: 'Median wait', value: median === undefined ? 'none' : duration(median) },
  ];
}

function remarkOf(tally: Tally): string {
  return figuresOf(tally).received === 0 ? 'Nobody called in this week.' : '';
}

function bodyOf(client: Client, { rows, remark }: { rows: readonly MailRow[]; remark: string }): string {
  const grey = (words: string): string => `<p style="margin:0 0 20px;color:#5b6472">${words}</p>`;
  return [
    grey(escapeHtml(client.name)),
    ...(remark ? [grey(remark)] : []),
    rowTable(rows, { numbers: true }),
    grey(NOTE),
  ].join('\n');
}

/** "November 16 – 22, 2026", in the client's language. */
function span({ from, to }: Week, { language, timeZone }: Client): string {
  const format = new Intl.DateTimeFormat(language, { timeZone, dateStyle: 'long' });
  return format.formatRange(from, new Date(to.getTime() - 1)).replace(/[\u2009\u202f]/g, ' ');
}

function duration(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}
