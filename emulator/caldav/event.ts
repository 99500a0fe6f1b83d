import { eventsIn, type Property } from './ical';
import { msOf, timesOf, type Written } from './moment';
import { NotHere } from './not-here';
import { occurrences, ruleIn } from './recurrence';

const DAY_MS = 86_400_000;

/** A span of time, milliseconds since 1970; its end is not in it. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Why the local calendar can't take this object; undefined when it can. */
export function faultOf(text: string): string | undefined {
  try {
    if (!touches(text, { fromMs: 0, toMs: 0 }) && eventsIn(text).length === 0) throw new NotHere('objects of no event');
    return undefined;
  } catch (thrown) {
    if (thrown instanceof NotHere) return thrown.message;
    throw thrown;
  }
}

/**
 * Whether an event of the object, or an occurrence of one that recurs, lies in the span (RFC 4791, 9.9). An occurrence that was changed
 * counts as it is now, not as its rule has it. Throws NotHere for what can't be judged.
 */
export function touches(text: string, span: Span): boolean {
  const events = eventsIn(text);
  const changed = events.flatMap(event => recurrenceIds(event));
  return events.some(event => spansOf(event, span, changed).some(each => overlap(each, span)));
}

/** An event without length is in the span that it begins in. */
function overlap({ fromMs, toMs }: Span, span: Span): boolean {
  return fromMs === toMs ? span.fromMs <= fromMs && fromMs < span.toMs : fromMs < span.toMs && toMs > span.fromMs;
}

function recurrenceIds(event: readonly Property[]): number[] {
  const id = event.find(({ name }) => name === 'RECURRENCE-ID');
  if (!id) return [];
  if (id.parameters['RANGE'] !== undefined) throw new NotHere('changes of an occurrence and all that follow');
  return timesOf(id).map(msOf);
}

function spansOf(event: readonly Property[], { fromMs, toMs }: Span, changed: readonly number[]): Span[] {
  const start = timesNamed(event, 'DTSTART')[0];
  if (!start) throw new NotHere('events without DTSTART');
  const lengthMs = lengthOf(event, start);
  const rules = event.filter(({ name }) => name === 'RRULE').map(({ value }) => ruleIn(value));
  const dates = timesNamed(event, 'RDATE');
  const spanAt = (startMs: number): Span => ({ fromMs: startMs, toMs: startMs + lengthMs });
  if (event.some(({ name }) => name === 'RECURRENCE-ID')) return [spanAt(msOf(start))];
  const left = new Set([...changed, ...timesNamed(event, 'EXDATE').map(msOf)]);
  const recurring = rules.flatMap(rule => {
    const untilMs = rule.until === undefined ? Infinity : untilOf(rule.until, start);
    // No clock is further than a day from UTC's: what ended before is not even put on it.
    const shown = [...occurrences(rule, start.shownMs, toMs + DAY_MS)].filter(
      shownMs => shownMs + lengthMs + DAY_MS >= fromMs,
    );
    return shown.map(shownMs => msOf({ ...start, shownMs })).filter(ms => ms <= untilMs);
  });
  const all = new Set([msOf(start), ...recurring, ...dates.map(msOf)]);
  return [...all].filter(ms => !left.has(ms)).map(spanAt);
}

/** The last moment of a rule; a day's is its end. */
function untilOf(text: string, start: Written): number {
  const [until] = timesOf({ name: 'UNTIL', parameters: { TZID: start.zone }, value: text });
  if (!until) return Infinity;
  return until.isDay ? msOf({ ...start, shownMs: until.shownMs }) + DAY_MS - 1 : msOf(until);
}

function timesNamed(event: readonly Property[], wanted: string): Written[] {
  return event.filter(({ name }) => name === wanted).flatMap(timesOf);
}

const DURATION = /^\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** By DTEND, by DURATION, a day for a day, or none (RFC 5545, 3.6.1). */
function lengthOf(event: readonly Property[], start: Written): number {
  const [end] = timesNamed(event, 'DTEND');
  if (end) return msOf(end) - msOf(start);
  const given = event.find(({ name }) => name === 'DURATION')?.value;
  if (given === undefined) return start.isDay ? DAY_MS : 0;
  const found = DURATION.exec(given);
  if (!found) throw new NotHere(`DURATION:${given.slice(0, 40)}`);
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map(each => Number(each ?? 0));
  return (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1_000;
}
