/** When an event is; `fault` says what of it the local calendar does not know. */
export interface EventTimes {
  readonly startMs?: number;
  readonly endMs?: number;
  readonly fault?: string;
}

/** Reads the times of iCalendar text with one event in UTC (RFC 5545, 3.3.5, form 2). */
export function readEvent(text: string): EventTimes {
  if (/^(RRULE|RDATE|EXDATE)/m.test(text)) return { fault: 'The local calendar has not implemented recurrence.' };
  const [startMs, endMs] = [momentOf(text, 'DTSTART'), momentOf(text, 'DTEND')];
  if (startMs === undefined || endMs === undefined)
    return { fault: 'The local calendar takes events with DTSTART and DTEND in UTC, and has not implemented others.' };
  return { startMs, endMs };
}

function momentOf(text: string, name: string): number | undefined {
  const found = new RegExp(`^${name}:(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)Z\\s*$`, 'm').exec(text);
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second] = found;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
