import type { Client, Holiday, OpeningSpan } from '../config';
import { localTime, shiftDate, weekdayOf } from './local-time';

export type LineState =
  { readonly state: 'open' } | { readonly state: 'closed' } | { readonly state: 'holiday'; readonly holiday: Holiday };

/** Whether the client is open at this moment, by its own wall clock, hours and holidays. */
export function openingAt(client: Pick<Client, 'timeZone' | 'hours' | 'holidays'>, at: Date): LineState {
  const now = localTime(at, client.timeZone);
  const today = dayOf(client, now.date);
  const yesterday = dayOf(client, shiftDate(now.date, -1));
  const isOpen =
    today.spans.some(span => within(bounds(span), now.minuteOfDay)) ||
    yesterday.spans.some(span => within(bounds(span), now.minuteOfDay + DAY_MINUTES));
  if (isOpen) return { state: 'open' };
  return today.holiday ? { state: 'holiday', holiday: today.holiday } : { state: 'closed' };
}

const DAY_MINUTES = 24 * 60;

function dayOf(
  client: Pick<Client, 'hours' | 'holidays'>,
  date: string,
): { spans: readonly OpeningSpan[]; holiday?: Holiday } {
  const holiday =
    client.holidays.find(day => day.date === date) ?? client.holidays.find(day => day.date === date.slice(5));
  if (holiday) return { spans: holiday.hours ?? [], holiday };
  return { spans: client.hours[weekdayOf(date)] };
}

/** When spans of that date begin: minutes since its midnight. */
export function startsOn(client: Pick<Client, 'hours' | 'holidays'>, date: string): readonly number[] {
  return dayOf(client, date).spans.map(span => bounds(span).from);
}

/** Minutes since the day's midnight, the end after the start even when it is on the next day. */
function bounds(span: OpeningSpan): { from: number; to: number } {
  const [from = 0, to = 0] = span.split('-').map(text => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));
  return { from, to: to > from ? to : to + DAY_MINUTES };
}

function within(span: { from: number; to: number }, minute: number): boolean {
  return minute >= span.from && minute < span.to;
}
