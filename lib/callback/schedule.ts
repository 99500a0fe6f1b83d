import { holdHoursFor, weekdays, type Client, type OpeningHours, type OpeningSpan } from '../config';
import { nextOpening } from '../lines';
import type { Holding } from './ports';

/** A client whose hours and quiet hours leave no common minute in so many tries has none. */
const TRIES = 400;

/**
 * When a callback asked for at `now` is due: `now` itself in opening hours, else at the next opening; never in quiet hours, always by the
 * client's wall clock. Undefined for a client that has no hour for it.
 */
export function callbackDue(client: Client, now: Date): Date | undefined {
  const quiet = client.callback?.quietHours;
  const awake = quiet === undefined ? undefined : { ...client, holidays: [], hours: outside(quiet) };
  let due: Date | undefined = now;
  for (let tries = 0; tries < TRIES && due; tries += 1) {
    const opening = nextOpening(client, due);
    const next: Date | undefined = opening && awake ? nextOpening(awake, opening) : opening;
    if (next?.getTime() === opening?.getTime()) return next;
    due = next;
  }
  return undefined;
}

/** What holds a task back until then. */
export function holding(dueAt: Date, now: Date): Holding {
  return { dueAt: dueAt.toISOString(), holdHours: holdHoursFor(dueAt.getTime() - now.getTime()) };
}

/** Every day but that span: "21:00-08:00" leaves "08:00-21:00". */
function outside(span: OpeningSpan): OpeningHours {
  const rest = [`${span.slice(6)}-${span.slice(0, 5)}`];
  return Object.fromEntries(weekdays.map(day => [day, rest])) as Record<(typeof weekdays)[number], string[]>;
}
