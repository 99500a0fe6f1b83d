import type { Client } from '../config';
import { localTime, shiftDate } from './local-time';
import { openingAt, startsOn } from './opening';

/** A client that doesn't open within so many days is closed for good. */
const LOOK_AHEAD_DAYS = 400;
const DAY_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;

/**
 * `at` itself where the client is open (`openingAt`), else the first minute from which it is, by its own wall clock, hours and holidays,
 * also where daylight saving skips or repeats that minute. Undefined for a client that doesn't open in 400 days.
 */
export function nextOpening(client: Pick<Client, 'timeZone' | 'hours' | 'holidays'>, at: Date): Date | undefined {
  const isOpen = (moment: Date): boolean => openingAt(client, moment).state === 'open';
  if (isOpen(at)) return at;
  const today = localTime(at, client.timeZone).date;
  const openingsOf = (day: number): number[] =>
    startsOn(client, shiftDate(today, day))
      .flatMap(minute => momentsOf(client.timeZone, shiftDate(today, day), minute))
      .filter(moment => moment > at && isOpen(moment))
      .map(Number);
  for (let day = -1; day <= LOOK_AHEAD_DAYS; day += 1) {
    const openings = openingsOf(day);
    if (openings.length === 0) continue;
    // What this day has may be a change of the clock two days on: a day between may open before.
    return new Date(Math.min(...openings, ...[1, 2].flatMap(later => openingsOf(day + later))));
  }
  return undefined;
}

/** The first moment at which the wall clock of that date shows that minute or, where daylight saving skips it, a later one. */
export function firstMomentOf(timeZone: string, date: string, minute: number): Date {
  const shown = momentsOf(timeZone, date, minute).filter(moment => {
    const local = localTime(moment, timeZone);
    return local.date === date && local.minuteOfDay >= minute;
  });
  return new Date(Math.min(...shown.map(Number)));
}

/**
 * When the wall clock may begin to show that minute of that date (from 1440 on: of the next): once; twice where daylight saving repeats
 * the hour; and the moment of the change itself, which may skip over it, or go back behind the end of a span.
 */
function momentsOf(timeZone: string, date: string, minute: number): Date[] {
  const wall = Date.parse(`${date}T00:00:00Z`) / MINUTE_MS + minute;
  // No zone is further than a day from UTC; a span is no longer than a day.
  const [before, after] = [wall - 2 * DAY_MINUTES, wall + 2 * DAY_MINUTES];
  const offsetBefore = offsetAt(timeZone, before);
  const offsetAfter = offsetAt(timeZone, after);
  const moments =
    offsetBefore === offsetAfter
      ? [wall - offsetBefore]
      : [wall - offsetBefore, wall - offsetAfter, changeBetween(timeZone, before, after)];
  return moments.map(moment => new Date(moment * MINUTE_MS));
}

/** What the wall clock shows beyond UTC, minutes; moments are minutes since 1970. */
function offsetAt(timeZone: string, moment: number): number {
  const local = localTime(new Date(moment * MINUTE_MS), timeZone);
  return Date.parse(`${local.date}T00:00:00Z`) / MINUTE_MS + local.minuteOfDay - moment;
}

/** The first minute of the offset that holds at `after`. */
function changeBetween(timeZone: string, before: number, after: number): number {
  const offset = offsetAt(timeZone, after);
  let [old, changed] = [before, after];
  while (changed - old > 1) {
    const middle = Math.floor((old + changed) / 2);
    if (offsetAt(timeZone, middle) === offset) changed = middle;
    else old = middle;
  }
  return changed;
}
