import { NotHere } from './not-here';

const DAY_MS = 86_400_000;
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
/** Parts of a rule that are understood; of others nobody could say on which days they fall. */
const PARTS = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'WKST'];

/** A rule of recurrence (RFC 5545, 3.3.10) by days. */
export interface Rule {
  readonly frequency: string;
  readonly interval: number;
  readonly count: number;
  /** As it is written: its reader knows the zone. */
  readonly until: string | undefined;
  /** "MO", "2MO", "-1FR". */
  readonly days: readonly string[];
  readonly monthDays: readonly number[];
  /** 1 to 12. */
  readonly months: readonly number[];
  /** 0 is Sunday. */
  readonly weekStart: number;
}

/** Throws NotHere for parts that are not understood. */
export function ruleIn(text: string): Rule {
  const parts = new Map(
    text
      .toUpperCase()
      .split(';')
      .map(part => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']),
  );
  const unknown = [...parts.keys()].find(name => !PARTS.includes(name));
  if (unknown !== undefined) throw new NotHere(`recurrence by ${unknown}`);
  const list = (name: string): string[] => parts.get(name)?.split(',') ?? [];
  const number = (name: string, otherwise: number): number => {
    const value = Number(parts.get(name) ?? otherwise);
    if (!(value >= 1)) throw new NotHere(`recurrence with ${name}=${String(parts.get(name))}`);
    return value;
  };
  const frequency = parts.get('FREQ') ?? '';
  const days = list('BYDAY');
  if (!['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(frequency)) throw new NotHere(`recurrence FREQ=${frequency}`);
  if (frequency === 'YEARLY' && days.length > 0 && !parts.has('BYMONTH')) throw new NotHere('weekdays of a whole year');
  return {
    ...{ frequency, days, until: parts.get('UNTIL') },
    interval: number('INTERVAL', 1),
    count: number('COUNT', Infinity),
    monthDays: list('BYMONTHDAY').map(Number),
    months: list('BYMONTH').map(Number),
    weekStart: WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO'),
  };
}

/** The shown times of the rule's occurrences up to a moment, the start among them whatever the rule says. All as if clocks were UTC's. */
export function* occurrences(rule: Rule, startMs: number, lastMs: number): Generator<number> {
  let left = rule.count;
  for (let at = startMs; at <= lastMs && left > 0; at += DAY_MS) {
    if (at !== startMs && !falls(rule, at, startMs)) continue;
    left -= 1;
    yield at;
  }
}

function falls(rule: Rule, atMs: number, startMs: number): boolean {
  const at = new Date(atMs);
  const start = new Date(startMs);
  if (rule.months.length > 0 && !rule.months.includes(at.getUTCMonth() + 1)) return false;
  if (periodsBetween(rule, start, at) % rule.interval !== 0) return false;
  const { frequency, days, monthDays } = rule;
  if (monthDays.length > 0 && !monthDays.some(day => day === at.getUTCDate() || day === dayFromEnd(at))) return false;
  if (days.length > 0) return days.some(day => isWeekday(day, at));
  if (frequency === 'DAILY' || monthDays.length > 0) return true;
  if (frequency === 'WEEKLY') return at.getUTCDay() === start.getUTCDay();
  const isYearsMonth = frequency === 'MONTHLY' || rule.months.length > 0 || at.getUTCMonth() === start.getUTCMonth();
  return isYearsMonth && at.getUTCDate() === start.getUTCDate();
}

/** Days, weeks, months or years from one to the other. */
function periodsBetween({ frequency, weekStart }: Rule, from: Date, to: Date): number {
  const day = (at: Date): number => Math.floor(at.getTime() / DAY_MS);
  const week = (at: Date): number => Math.floor((day(at) - ((at.getUTCDay() - weekStart + 7) % 7)) / 7);
  const years = to.getUTCFullYear() - from.getUTCFullYear();
  if (frequency === 'DAILY') return day(to) - day(from);
  if (frequency === 'WEEKLY') return week(to) - week(from);
  return frequency === 'MONTHLY' ? years * 12 + to.getUTCMonth() - from.getUTCMonth() : years;
}

/** "MO" is any, "2MO" the month's second, "-1FR" its last. */
function isWeekday(wanted: string, at: Date): boolean {
  const [, nth = '', name = ''] = /^([+-]?\d*)(\w\w)$/.exec(wanted) ?? [];
  if (WEEKDAYS[at.getUTCDay()] !== name) return false;
  if (nth === '') return true;
  const number = Number(nth);
  return number > 0 ? Math.ceil(at.getUTCDate() / 7) === number : Math.ceil(-dayFromEnd(at) / 7) === -number;
}

/** The month's last day is -1. */
function dayFromEnd(at: Date): number {
  const daysInMonth = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  return at.getUTCDate() - daysInMonth - 1;
}
