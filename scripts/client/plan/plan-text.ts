import type { Colours } from '../../terminal/colours';
import { WORKFLOWS } from '../../provision/routing/workflows';
import { table } from '../../terminal/table';
import { wrap } from '../../terminal/wrap';
import { assistantTexts } from './assistant-text';
import { deskTexts } from './desk-text';
import type { ClientPlan, LinePlan } from './plan';
import { situations, situationWords } from './situations';
import type { Step } from './step';
import { showLanguage, showNumber, showSeconds } from './words';

const WIDTH = 100;

/** The plan in words, for a person who knows the client and not the code. */
export function planText(plan: ClientPlan, colours: Colours): string {
  const head = `${colours.bold(plan.name)}  ${colours.dim(`clients/${plan.client}.yaml · account ${plan.accountSid}`)}`;
  const times = plan.lines.map(line => timesText(line, colours));
  const [first = ''] = times;
  const isShared = times.every(each => each === first);
  const lines = plan.lines.map((line, index) => lineText(line, isShared ? undefined : times[index], colours));
  const rest = [...assistantTexts(plan, colours), ...deskTexts(plan, colours), messagesText(plan, colours)];
  return [head, ...(isShared ? [first] : []), ...lines, ...rest].join('\n\n');
}

function lineText(line: LinePlan, times: string | undefined, colours: Colours): string {
  const about = `${line.line} · ${showLanguage(line.language)}, ${line.voice}`;
  const title = `${colours.bold(line.numbers.map(showNumber).join(', '))}  ${colours.dim(about)}`;
  return [title, ...(times === undefined ? [] : [times]), ...situationTexts(line, colours)].join('\n');
}

function timesText({ timeZone, week, holidays }: LinePlan, colours: Colours): string {
  const coming = holidays.map(({ day, name, hours, greeting }) => [
    day,
    name,
    hours,
    greeting === undefined ? '' : colours.dim(quoted(greeting, 60)),
  ]);
  const rows = week.map(({ days, hours }) => [days, hours]);
  return [
    `  ${colours.bold('Hours')}, ${timeZone}`,
    table(rows, { indent: '    ' }).trimEnd(),
    `  ${colours.bold('Holidays')} in the next twelve months${coming.length > 0 ? '' : ': none'}`,
    table(coming, { indent: '    ' }).trimEnd(),
  ]
    .filter(each => each !== '')
    .join('\n');
}

function situationTexts(line: LinePlan, colours: Colours): string[] {
  const seen = new Set<string>();
  const groups = new Map<string, string[]>();
  for (const situation of situations) {
    const id = line.begins[situation];
    groups.set(id, [...(groups.get(id) ?? []), situationWords[situation]]);
  }
  return [...groups].flatMap(([id, words]) => {
    const [first = '', ...others] = words;
    const title = [first, ...others.map(each => each.charAt(0).toLowerCase() + each.slice(1))].join('; ');
    return [`  ${colours.bold(title)}`, ...stepLines(id, { line, seen, colours, depth: 2 })];
  });
}

interface Telling {
  readonly line: LinePlan;
  /** Steps that were told already. */
  readonly seen: Set<string>;
  readonly colours: Colours;
  readonly depth: number;
}

function stepLines(id: string, telling: Telling): string[] {
  const { line, seen, colours, depth } = telling;
  const step = line.steps[id];
  if (!step) return [];
  const indent = '  '.repeat(depth);
  if (seen.has(id) && step.ways.length > 1) return [`${indent}${briefly(step)} ${colours.dim('as above')}`];
  seen.add(id);
  const own = wrap(sentence(step), WIDTH - indent.length).map(row => `${indent}${row}`);
  const [only, ...more] = step.ways;
  if (only && more.length === 0 && only.when === undefined) return [...own, ...stepLines(only.to, telling)];
  return [
    ...own,
    ...step.ways.flatMap(({ when = 'then', to, fault }) => {
      const title = `${indent}  ${fault ? colours.yellow(`${when}:`) : colours.cyan(`${when}:`)}`;
      return [title, ...stepLines(to, { ...telling, depth: depth + 2 })];
    }),
  ];
}

function sentence({ kind, words }: Step): string {
  if (kind === 'hears') return `hears ${quoted(words, Infinity)}`;
  return kind === 'asks' ? `is asked ${quoted(words, Infinity)}` : words.charAt(0).toLowerCase() + words.slice(1);
}

function briefly({ kind, words }: Step): string {
  if (kind === 'message') return 'speaks after the tone,';
  if (kind === 'waits') return `${words.split(/[,.;]/)[0]?.toLowerCase()},`;
  return kind === 'asks' ? `is asked ${quoted(words, 50)},` : `${sentence({ kind, words, id: '', ways: [] })},`;
}

function quoted(words: string, most: number): string {
  return `“${words.length > most ? `${words.slice(0, most - 1).trimEnd()}…` : words}”`;
}

function messagesText({ messages }: ClientPlan, colours: Colours): string {
  const { voicemail, email } = messages;
  const attached =
    email.attachmentLimitMb > 0
      ? `the recording attached up to ${email.attachmentLimitMb} MB, a link that is good for ${email.linkDays} days above`
      : `a link to the recording, good for ${email.linkDays} days`;
  const rows = [
    ['shorter', `than ${showSeconds(voicemail.minSeconds)}: neither task nor mail`],
    [
      'transcript',
      voicemail.transcribe ? 'yes, in the language of the number (Deepgram)' : 'none: the words go to nobody else',
    ],
    ['task', `in Flex, workflow "${WORKFLOWS.callbacks}", priority ${voicemail.priority}`],
    ['mail', `to ${email.recipients.join(', ')} (unless ADMIN_EMAIL names others)`],
    ['', `from ${email.sender}, through Mailgun ${email.region.toUpperCase()}, ${email.domain}`],
    ['', attached],
    ['kept', `recording and record of the delivery: ${voicemail.retentionDays} days, then the recording is deleted`],
  ];
  return `${colours.bold('Messages')}\n${table(rows).trimEnd()}`;
}
