import type { Slot } from '../assistant';
import type { CalendarSettings, Client } from '../config';
import { localTime, openingAt } from '../lines';
import type { Busy } from './events';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** Opening hours are looked at in steps of this. */
const STEP_MS = 5 * MINUTE_MS;
/** No place on earth is further from UTC. */
const FURTHEST_ZONE_MS = 14 * 60 * MINUTE_MS;
/** So many days are looked through at once; whoever wants more asks again. */
export const MOST_DAYS = 14;

export interface SlotWish {
  readonly client: Pick<Client, 'timeZone' | 'hours' | 'holidays'>;
  readonly settings: CalendarSettings;
  readonly nowMs: number;
  /** Days on the client's clock, "2026-11-24", both included. */
  readonly from: string;
  readonly to: string;
}

/**
 * The slots of these days: one after the other from each opening (and each midnight) on, whole within the opening hours, not too soon and not too far ahead.
 * Walks through moments, not through clock times, so that a day with a changed clock has the hours it has.
 */
export function slotsOf({ client, settings, nowMs, from, to }: SlotWish): number[] {
  const slotMs = settings.slotMinutes * MINUTE_MS;
  const firstMs = Math.max(Date.parse(from) - FURTHEST_ZONE_MS, nowMs - DAY_MS);
  const wantedMs = Math.min(Date.parse(to), Date.parse(from) + (MOST_DAYS - 1) * DAY_MS) + DAY_MS + FURTHEST_ZONE_MS;
  const lastMs = Math.min(wantedMs, nowMs + settings.horizonDays * DAY_MS);
  const starts: number[] = [];
  let next = Infinity;
  let wasOpen = true;
  for (let at = Math.ceil(firstMs / STEP_MS) * STEP_MS; at < lastMs; at += STEP_MS) {
    const isOpen = openingAt(client, new Date(at)).state === 'open';
    if (!isOpen) next = Infinity;
    else if (!wasOpen || localTime(new Date(at), client.timeZone).minuteOfDay === 0) next = at;
    wasOpen = isOpen;
    if (at + STEP_MS < next + slotMs) continue;
    starts.push(next);
    next += slotMs;
  }
  return starts.filter(start => {
    const { date } = localTime(new Date(start), client.timeZone);
    return start >= nowMs + settings.noticeMinutes * MINUTE_MS && date >= from && date <= to;
  });
}

/** Whether nothing of the calendar lies in the slot. */
export function isFree(
  startMs: number,
  busy: readonly Busy[],
  { settings, client }: Omit<SlotWish, 'from' | 'to'>,
): boolean {
  const endMs = startMs + settings.slotMinutes * MINUTE_MS;
  const { date } = localTime(new Date(startMs), client.timeZone);
  return !busy.some(each =>
    each.allDay ? each.from <= date && date < each.to : each.fromMs < endMs && startMs < each.toMs,
  );
}

/** The moment as the client's clock shows it: "2026-11-24T10:00:00-08:00". */
export function isoIn(timeZone: string, atMs: number): string {
  const { date, minuteOfDay } = localTime(new Date(atMs), timeZone);
  const pad = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const shown = `${date}T${pad(minuteOfDay / 60)}:${pad(minuteOfDay % 60)}:00`;
  const offset = Math.round((Date.parse(`${shown}Z`) - atMs) / MINUTE_MS);
  return `${shown}${offset < 0 ? '-' : '+'}${pad(Math.abs(offset) / 60)}:${pad(Math.abs(offset) % 60)}`;
}

/** A slot as it is told. */
export function slotAt(startMs: number, { client, settings }: Omit<SlotWish, 'from' | 'to'>): Slot {
  return { start: isoIn(client.timeZone, startMs), minutes: settings.slotMinutes };
}
