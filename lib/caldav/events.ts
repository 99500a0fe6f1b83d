import type { EventInstance, VEvent } from 'node-ical';
import { placed, unfolded } from './placed';

/** When the calendar is taken: by moments, or for whole days ("2026-11-24", the last one not included). */
export type Busy =
  | { readonly allDay: false; readonly fromMs: number; readonly toMs: number }
  | { readonly allDay: true; readonly from: string; readonly to: string };

/** An appointment that linekit made. */
export interface OwnEvent {
  readonly uid: string;
  readonly accountId: string;
  readonly what: string;
  readonly startMs: number;
  readonly endMs: number;
}

export interface ReadEvents {
  readonly busy: readonly Busy[];
  readonly own: readonly OwnEvent[];
}

/** What is wanted of a calendar. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  /** Of times that name no zone, or one that nobody knows: the client's. */
  readonly timeZone: string;
}

/**
 * What iCalendar text says of a span of time: recurring events by their occurrences. What is cancelled or marked as free takes no time, be it
 * all of an event or one occurrence.
 */
export async function readEvents(text: string, { fromMs, toMs, timeZone }: Span): Promise<ReadEvents> {
  const ical = await import('node-ical');
  const parsed = ical.sync.parseICS(placed(text, timeZone));
  const events = Object.values(parsed).flatMap(each => (each?.type === 'VEVENT' ? [each] : []));
  const range = { from: new Date(fromMs), to: new Date(toMs), expandOngoing: true };
  const busy = events
    .filter(({ status }) => status !== 'CANCELLED')
    .flatMap(event => ical.expandRecurringEvent(withFirst(event), range))
    .filter(({ event }) => event.status !== 'CANCELLED' && event.transparency !== 'TRANSPARENT')
    .map(busyOf);
  return { busy, own: events.flatMap(ownOf) };
}

/** The event, whose first time is one of its occurrences even where it is none of its rule's: so calendars show it. */
function withFirst(event: VEvent): VEvent {
  const { rrule, start } = event;
  if (!rrule) return event;
  const between: typeof rrule.between = (after, before, ...rest) => {
    const dates = rrule.between(after, before, ...rest);
    const isMissing = after <= start && start <= before && !dates.some(date => date.getTime() === start.getTime());
    return isMissing ? [start, ...dates] : dates;
  };
  return { ...event, rrule: Object.create(rrule, { between: { value: between } }) as typeof rrule };
}

function busyOf({ start, end, isFullDay }: EventInstance): Busy {
  if (isFullDay) return { allDay: true, from: dayOf(start), to: dayOf(end) };
  return { allDay: false, fromMs: start.getTime(), toMs: end.getTime() };
}

/** Days come as midnights of this process's own clock. */
function dayOf(date: Date): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

const ACCOUNT = 'LINEKIT-ACCOUNT';

function ownOf(event: VEvent): OwnEvent[] {
  // The parser keeps properties that it doesn't know under their names without "X-".
  const accountId = (event as unknown as Readonly<Record<string, unknown>>)[ACCOUNT];
  const { uid, summary, start, end } = event;
  if (typeof accountId !== 'string' || !end || event.status === 'CANCELLED') return [];
  const what = typeof summary === 'string' ? summary : summary.val;
  return [{ uid, accountId, what, startMs: start.getTime(), endMs: end.getTime() }];
}

/** One appointment as an iCalendar object, its times in UTC. `notes`: further lines, as `notesOf` gives them. Source: RFC 5545. */
export function writeEvent(
  { uid, accountId, what, startMs, endMs }: OwnEvent,
  nowMs: number,
  notes: readonly string[] = [],
): string {
  const lines = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//linekit//assistant//EN', 'BEGIN:VEVENT'],
    ...[`UID:${uid}`, `DTSTAMP:${utc(nowMs)}`, `DTSTART:${utc(startMs)}`, `DTEND:${utc(endMs)}`],
    ...[`SUMMARY:${escaped(what)}`, `X-${ACCOUNT}:${escaped(accountId)}`, ...notes],
    ...['END:VEVENT', 'END:VCALENDAR'],
  ];
  return lines.map(line => `${folded(line)}\r\n`).join('');
}

/** What people wrote to an appointment, and its alarms: lines that go along when it is moved. */
export function notesOf(text: string): string[] {
  const lines = unfolded(text).split(/\r?\n/);
  const alarms = unfolded(text).match(/^BEGIN:VALARM$[^]*?^END:VALARM$/gm) ?? [];
  let depth = 0;
  const notes = lines.filter(line => {
    if (line.startsWith('BEGIN:')) depth += 1;
    if (line.startsWith('END:')) depth -= 1;
    // In the calendar, in the event.
    return depth === 2 && /^(DESCRIPTION|LOCATION|COMMENT|CATEGORIES|CLASS|CONTACT|COLOR|URL)[;:]/i.test(line);
  });
  return [...notes, ...alarms.flatMap(alarm => alarm.split(/\r?\n/))];
}

/** "20261124T180000Z". */
export function utc(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\s+/g, ' ');
}

/** No line is above 75 bytes; pieces of 18 characters keep to that in any script. */
function folded(line: string): string {
  if (Buffer.byteLength(line) <= 75) return line;
  return (line.match(/[^]{1,18}/gu) ?? []).join('\r\n ');
}
