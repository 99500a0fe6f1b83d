import { weekdays, type Weekday } from '../config';

/** A moment as a clock on the client's wall shows it. */
export interface LocalTime {
  /** "2026-12-25" */
  readonly date: string;
  readonly weekday: Weekday;
  /** 0 at midnight, 1439 at 23:59. */
  readonly minuteOfDay: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(timeZone, made);
  return made;
}

/** The wall-clock time of `at` in an IANA time zone; daylight saving is Node's own time-zone data. */
export function localTime(at: Date, timeZone: string): LocalTime {
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(at)
      .map(part => [part.type, part.value]),
  );
  const date = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
  return { date, weekday: weekdayOf(date), minuteOfDay: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
}

/** The day before or after, by the calendar. */
export function shiftDate(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The weekday of "2026-12-25". */
export function weekdayOf(date: string): Weekday {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekdays[(day + 6) % 7] ?? 'monday';
}
