import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { weekdays, type Client, type Weekday } from '../../../lib/config';

/** "30 s", "90 s", "3 min", "2 min 30 s". */
export function showSeconds(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  const rest = seconds % 60;
  return rest === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${rest} s`;
}

export function waitWords({ answer }: Client): string {
  return `Waits for an agent with music, at most ${showSeconds(answer.waitSeconds)}.`;
}

/** Whom a caller of that topic waits for, one queue after the other; a topic that the file does not know is everybody's. */
export function queueWords({ topics = [] }: Pick<Client, 'topics'>, topic: string): string {
  const { queue, escalation = [] } = topics.find(each => each.topic === topic) ?? { queue: 'Everyone' };
  const then = escalation.map(step => `after ${showSeconds(step.afterSeconds)} in ${step.queue}`);
  return `Waits in ${[queue, ...then].join(', ')}.`;
}

/** How long a caller waits on a line with options, and what is heard between the music. */
export function optionWords({ waiting, prompts, answer }: Client): string {
  const most = `With music, at most ${showSeconds(answer.waitSeconds)}; no longer when no agent is on shift.`;
  const known = [
    ...(waiting?.announcePosition ? ['the place in line'] : []),
    ...(waiting?.announceWait ? ['the likely wait'] : []),
  ].join(' and ');
  const keys = [
    ...(waiting?.callback && prompts ? [`“${prompts.offerCallback}”`] : []),
    ...(waiting?.voicemail && prompts ? [`“${prompts.offerVoicemail}”`] : []),
  ].join(' ');
  const heard = [known && `${known}, as far as known`, keys].filter(each => each !== '').join('; ');
  return !waiting || heard === '' ? most : `${most} Every ${showSeconds(waiting.announceEverySeconds)}: ${heard}`;
}

export function messageWords({ voicemail }: Client): string {
  const { maxSeconds, silenceSeconds } = voicemail;
  return `Speaks after the tone, at most ${showSeconds(maxSeconds)}; ${showSeconds(silenceSeconds)} of silence or the # key end it.`;
}

/** "a", "a or b", "a, b or c". */
export function list(parts: readonly string[], word: 'and' | 'or'): string {
  return parts.join(', ').replace(/, ([^,]*)$/, ` ${word} $1`);
}

/** "+1 202-555-0142" as people there write it; as it stands where nobody knows. */
export function showNumber(number: string): string {
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}

const languages = new Intl.DisplayNames('en', { type: 'language' });

/** "es-US" → "American Spanish", "Spanish (Puerto Rico)". */
export function showLanguage(tag: string): string {
  return languages.of(tag) ?? tag;
}

const SHORT: Readonly<Record<Weekday, string>> = {
  monday: 'Mon',
  tuesday: 'Tue',
  wednesday: 'Wed',
  thursday: 'Thu',
  friday: 'Fri',
  saturday: 'Sat',
  sunday: 'Sun',
};

/** One row of a week: days that have the same hours, side by side. */
export interface WeekRow {
  /** "Mon–Wed" */
  readonly days: string;
  /** "09:00–12:00, 13:00–17:00"; "closed" */
  readonly hours: string;
}

/** The week in as few rows as say it. */
export function weekRows(hours: Client['hours']): WeekRow[] {
  const rows: { first: Weekday; last: Weekday; hours: string }[] = [];
  for (const day of weekdays) {
    const spans = showSpans(hours[day]);
    const before = rows.at(-1);
    if (before?.hours === spans) before.last = day;
    else rows.push({ first: day, last: day, hours: spans });
  }
  return rows.map(({ first, last, hours: spans }) => ({
    days: first === last ? SHORT[first] : `${SHORT[first]}–${SHORT[last]}`,
    hours: spans,
  }));
}

/** "09:00–12:00, 13:00–17:00"; "all day"; "closed". */
export function showSpans(spans: readonly string[]): string {
  if (spans.length === 0) return 'closed';
  return spans.map(span => (span === '00:00-24:00' ? 'all day' : span.replace('-', '–'))).join(', ');
}
