import { weekdays, type Client } from '../../lib/config';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** A demo begins this long after the doors open. */
const AFTER_OPENING_MS = 12 * MINUTE_MS;
/** The rarest of opening hours: one day a week, and a week of holidays before it. */
const LOOK_AHEAD_DAYS = 21;

/**
 * The next moment, from the day after `nowMs` on, at which the client is surely open: shortly after its hours begin, on a day that is no
 * holiday. Undefined for a client that never opens. Milliseconds since 1970.
 */
export function nextOpenMoment(client: Client, nowMs: number): number | undefined {
  for (let day = 1; day <= LOOK_AHEAD_DAYS; day += 1) {
    const date = localDate(nowMs + day * DAY_MS, client.timeZone);
    const isHoliday = client.holidays.some(holiday => holiday.date === date || holiday.date === date.slice(5));
    const opening = client.hours[weekdayOf(date)][0]?.slice(0, 5);
    if (opening !== undefined && !isHoliday) return instantOf(`${date}T${opening}`, client.timeZone) + AFTER_OPENING_MS;
  }
  return undefined;
}

/** "2026-11-23", in that time zone. */
function localDate(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(atMs);
}

function weekdayOf(date: string) {
  const sundayFirst = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekdays[(sundayFirst + 6) % 7] ?? 'monday';
}

/** When the clocks of that time zone say "2026-11-23T09:00". */
function instantOf(localTime: string, timeZone: string): number {
  const wanted = Date.parse(`${localTime}:00Z`);
  const offsetAt = (atMs: number) => Date.parse(`${wallTime(atMs, timeZone)}Z`) - atMs;
  const near = wanted - offsetAt(wanted);
  return wanted - offsetAt(near);
}

function wallTime(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
    .format(atMs)
    .replace(' ', 'T');
}
