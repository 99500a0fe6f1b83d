import type { Appointment, Calendar } from '../../lib/assistant';
import { AppError } from '../../lib/errors';
import type { Step } from './world';

/** An appointment, whose it is, and under which key it was made. */
export type Booked = Appointment & { readonly accountId: string; readonly key: string };

/** A calendar with these free times. `appointments` is changed in place. */
export function calendarOf({
  slots,
  appointments,
  step,
}: {
  readonly slots: readonly string[];
  readonly appointments: Booked[];
  readonly step: Step;
}): Calendar {
  const same = (a: string, b: string): boolean => Date.parse(a) === Date.parse(b);
  const isFree = (start: string): boolean =>
    slots.some(slot => same(slot, start)) && !appointments.some(each => same(each.start, start));
  const mustBeFree = (start: string): void => {
    if (!isFree(start)) throw new AppError('CONFLICT', 'not free');
  };
  const placeOf = (accountId: string, id: string): number => {
    const at = appointments.findIndex(each => each.id === id && each.accountId === accountId);
    if (at < 0) throw new AppError('NOT_FOUND', 'no such appointment');
    return at;
  };
  return {
    freeSlots: ({ from, to }) =>
      step('calendar.freeSlots', () =>
        slots.filter(each => isFree(each) && isBetween(each, from, to)).map(start => ({ start, minutes: 30 })),
      ),
    list: accountId => step('calendar.list', () => appointments.filter(each => each.accountId === accountId)),
    book: ({ accountId, start, what, key }) =>
      step('calendar.book', () => {
        const known = appointments.find(each => each.key === key);
        if (known) return known;
        mustBeFree(start);
        const made = { id: `A${appointments.length + 1}`, start, minutes: 30, what, accountId, key };
        appointments.push(made);
        return made;
      }),
    move: ({ accountId, id, start, key }) =>
      step('calendar.move', () => {
        const known = appointments.find(each => each.key === key);
        if (known) return known;
        const at = placeOf(accountId, id);
        mustBeFree(start);
        const moved = { ...required(appointments[at]), start, key };
        appointments[at] = moved;
        return moved;
      }),
    cancel: ({ accountId, id }) => step('calendar.cancel', () => void appointments.splice(placeOf(accountId, id), 1)),
    find: key => step('calendar.find', () => appointments.find(each => each.key === key)),
  };
}

function isBetween(start: string, from: string, to: string): boolean {
  const day = start.slice(0, 10);
  return from <= day && day <= to;
}

function required(found: Booked | undefined): Booked {
  if (!found) throw new AppError('NOT_FOUND', 'no such appointment');
  return found;
}
