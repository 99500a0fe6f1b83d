import type { Client } from '../../../lib/config';
import { showSpans } from './words';

export interface ComingHoliday {
  /** "2026-12-25" */
  readonly date: string;
  /** "Fri 25 Dec 2026" */
  readonly day: string;
  readonly name: string;
  /** "closed", "09:00–12:00". */
  readonly hours: string;
  /** Its own words, where it has some. */
  readonly greeting?: string;
}

/** The holidays of the twelve months from `todayMs` on, by the calendar of the client's time zone. A date of one year goes before the same day of every year. */
export function comingHolidays(
  { holidays, timeZone }: Pick<Client, 'holidays' | 'timeZone'>,
  todayMs: number,
): ComingHoliday[] {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(todayMs);
  const year = Number(today.slice(0, 4));
  const end = `${year + 1}${today.slice(4)}`;
  const found = new Map<string, ComingHoliday>();
  const exactFirst = [...holidays].sort((a, b) => b.date.length - a.date.length);
  for (const holiday of exactFirst) {
    const dates = holiday.date.length > 5 ? [holiday.date] : [`${year}-${holiday.date}`, `${year + 1}-${holiday.date}`];
    for (const date of dates.filter(each => each >= today && each < end && isReal(each))) {
      if (found.has(date)) continue;
      const { name, hours = [], greeting } = holiday;
      found.set(date, {
        date,
        day: showDay(date),
        name,
        hours: showSpans(hours),
        ...(greeting !== undefined && { greeting }),
      });
    }
  }
  return [...found.values()].sort((a, b) => a.date.localeCompare(b.date));
}

/** 29 February is not there in every year. */
function isReal(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

const format = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

function showDay(date: string): string {
  return format.format(Date.parse(`${date}T00:00:00Z`)).replace(',', '');
}
