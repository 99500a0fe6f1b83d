import type { Client } from '../config';
import { firstMomentOf, localTime, shiftDate, startsOn, weekdayOf } from '../lines';
import { weekdays } from '../config';

/** A week from Monday to Sunday on the client's calendar. */
export interface Week {
  /** Its Monday: "2026-11-16". */
  readonly monday: string;
  readonly from: Date;
  /** The midnight after its Sunday. */
  readonly to: Date;
}

/** When the client is closed on the day of the mail, it comes at this hour. */
const OTHERWISE_MINUTE = 8 * 60;

/** A summary that no sweep sent in time is sent up to two days later: past that, a summary that was just switched on would look back oddly. */
const LATE_DAYS = 2;

/**
 * The week whose summary is due at that moment: the last full one before the client's weekday, once that day's hours have begun. Undefined when
 * none is due. Mondays and midnights are the client's.
 */
export function weekDue(client: Client, now: Date): Week | undefined {
  const { summary, timeZone } = client;
  if (!summary) return undefined;
  const today = localTime(now, timeZone).date;
  for (let daysAgo = 0; daysAgo <= LATE_DAYS; daysAgo += 1) {
    const date = shiftDate(today, -daysAgo);
    if (weekdayOf(date) === summary.weekday) return opensBy(client, date, now) ? weekBefore(date, timeZone) : undefined;
  }
  return undefined;
}

function opensBy(client: Client, date: string, now: Date): boolean {
  const minute = Math.min(...startsOn(client, date));
  return firstMomentOf(client.timeZone, date, Number.isFinite(minute) ? minute : OTHERWISE_MINUTE) <= now;
}

function weekBefore(date: string, timeZone: string): Week {
  const monday = shiftDate(date, -weekdays.indexOf(weekdayOf(date)) - 7);
  return {
    monday,
    from: firstMomentOf(timeZone, monday, 0),
    to: firstMomentOf(timeZone, shiftDate(monday, 7), 0),
  };
}
