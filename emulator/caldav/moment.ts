import type { Property } from './ical';
import { NotHere } from './not-here';

/** A time as it is written (RFC 5545, 3.3.4 and 3.3.5). */
export interface Written {
  /** What its clock shows, as if that were UTC. Milliseconds since 1970. */
  readonly shownMs: number;
  /** Whose clock that is. A day, or a time of no zone, is taken for UTC's. */
  readonly zone: string;
  readonly isDay: boolean;
}

const DAY_MS = 86_400_000;

/** The times of a property, which may be a list. Throws NotHere for periods and for zones that Node does not know. */
export function timesOf({ name, parameters, value }: Property): Written[] {
  if (parameters['VALUE'] === 'PERIOD') throw new NotHere(`${name} with periods`);
  return value.split(',').map(each => timeIn(each.trim(), parameters['TZID'], name));
}

const TIME = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/;

function timeIn(text: string, tzid: string | undefined, name: string): Written {
  const found = TIME.exec(text);
  if (!found) throw new NotHere(`${name}:${text.slice(0, 40)}`);
  const [, year, month, day, hour, minute, second, utc] = found;
  const isDay = hour === undefined;
  const shownMs = Date.parse(`${year}-${month}-${day}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}Z`);
  if (Number.isNaN(shownMs)) throw new NotHere(`${name}:${text.slice(0, 40)}`);
  const zone = isDay || utc === 'Z' ? 'UTC' : (tzid ?? 'UTC');
  if (!isKnown(zone)) throw new NotHere(`the time zone ${zone.slice(0, 60)}`);
  return { shownMs, zone, isDay };
}

function isKnown(zone: string): boolean {
  try {
    return formatOf(zone) !== undefined;
  } catch {
    return false;
  }
}

/** When it is. A time that a clock skips in spring is read by the offset before the gap, one that comes twice is the first (RFC 5545, 3.3.5). */
export function msOf({ shownMs, zone }: Written): number {
  if (zone === 'UTC') return shownMs;
  const before = shownMs - offsetAt(shownMs - DAY_MS, zone);
  const after = shownMs - offsetAt(shownMs + DAY_MS, zone);
  const fitting = [before, after].filter(ms => ms + offsetAt(ms, zone) === shownMs);
  return fitting.length === 0 ? before : Math.min(...fitting);
}

/** How far the zone's clock is ahead of UTC, milliseconds. */
function offsetAt(ms: number, zone: string): number {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1_000) * 1_000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const numeric = 'numeric';
  const made =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, hourCycle: 'h23', year: numeric, month: numeric, day: numeric },
      ...{ hour: numeric, minute: numeric, second: numeric },
    });
  formats.set(zone, made);
  return made;
}
