import { createHash } from 'node:crypto';
import type { Appointment, Calendar } from '../assistant';
import type { Clock } from '../clock';
import type { CalendarSettings, Client } from '../config';
import { AppError } from '../errors';
import { localTime } from '../lines';
import { caldavCollection, type Collection, type CollectionOptions } from './collection';
import { readEvents, utc, writeEvent, type OwnEvent, type ReadEvents } from './events';
import { isFree, isoIn, slotAt, slotsOf } from './slots';

export interface CaldavOptions extends Pick<CollectionOptions, 'credentials' | 'fetch'> {
  readonly client: Pick<Client, 'timeZone' | 'hours' | 'holidays'>;
  readonly settings: CalendarSettings;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;
const idPattern = /^linekit-\d{8}T\d{6}Z$/;

/**
 * Appointments on a CalDAV server. An object's name is its slot, so that of two bookings of a slot the server takes one; its UID is the
 * idempotency key, so that a repeated booking is known. Whose it is stands in the event, never in its name.
 */
export function caldavCalendar(options: CaldavOptions): Calendar {
  const desk = deskOf(options);
  return {
    freeSlots: async ({ from, to }) => {
      const wish = { ...desk.wish(), from, to };
      const slots = slotsOf(wish);
      const [first, last] = [slots[0], slots.at(-1)];
      if (first === undefined || last === undefined) return [];
      const { busy } = await desk.look(first, last + DAY_MS);
      return slots.filter(start => isFree(start, busy, wish)).map(start => slotAt(start, wish));
    },
    list: async accountId => (await desk.coming()).filter(each => each.accountId === accountId).map(desk.told),
    find: async key => {
      const uid = uidOf(key);
      const found = (await desk.coming()).find(each => each.uid === uid);
      return found && desk.told(found);
    },
    book: async booking => desk.told(await desk.take(booking)),
    move: async ({ accountId, id, start, key }) => {
      const old = await desk.own(accountId, id);
      if (!old) {
        // The move was done before and its answer was lost.
        const moved = (await desk.coming()).find(each => each.uid === uidOf(key) && each.accountId === accountId);
        if (moved) return desk.told(moved);
        throw new AppError('NOT_FOUND', 'There is no such appointment of this account.');
      }
      const taken = await desk.take({ accountId, start, what: old.event.what, key });
      if (nameOf(taken.startMs) !== id) await desk.collection.remove(id, old.etag);
      return desk.told(taken);
    },
    cancel: async ({ accountId, id }) => {
      const found = idPattern.test(id) ? await desk.collection.read(id) : undefined;
      if (!found && idPattern.test(id)) return;
      const own = await desk.own(accountId, id);
      if (!own) throw new AppError('NOT_FOUND', 'There is no such appointment of this account.');
      await desk.collection.remove(id, own.etag);
    },
  };
}

interface Booking {
  readonly accountId: string;
  readonly start: string;
  readonly what: string;
  readonly key: string;
}

function deskOf({ client, settings, clock, credentials, fetch }: CaldavOptions) {
  const collection: Collection = caldavCollection({ url: settings.url, credentials, fetch });
  const wish = () => ({ client, settings, nowMs: clock.now().getTime() });
  const look = async (fromMs: number, toMs: number): Promise<ReadEvents> => {
    const texts = await collection.between(fromMs - DAY_MS, toMs + DAY_MS);
    const read = await Promise.all(texts.map(text => readEvents(text, fromMs - DAY_MS, toMs + DAY_MS)));
    return { busy: read.flatMap(({ busy }) => busy), own: read.flatMap(({ own }) => own) };
  };
  const coming = async (): Promise<OwnEvent[]> => {
    const { nowMs } = wish();
    const { own } = await look(nowMs, nowMs + settings.horizonDays * DAY_MS);
    return own.filter(({ endMs }) => endMs > nowMs).sort((a, b) => a.startMs - b.startMs);
  };
  const own = async (
    accountId: string,
    id: string,
  ): Promise<{ event: OwnEvent; etag: string | undefined } | undefined> => {
    const found = idPattern.test(id) ? await collection.read(id) : undefined;
    const [event] = found ? (await readEvents(found.text, 0, 0)).own : [];
    return found && event?.accountId === accountId ? { event, etag: found.etag } : undefined;
  };
  const take = async ({ accountId, start, what, key }: Booking): Promise<OwnEvent> => {
    const startMs = Date.parse(start);
    const event = { uid: uidOf(key), accountId, what, startMs, endMs: startMs + settings.slotMinutes * 60_000 };
    const { busy, own: known } = await look(startMs, event.endMs);
    if (known.some(each => each.uid === event.uid && each.startMs === startMs)) return event;
    const { date } = localTime(new Date(startMs), client.timeZone);
    const offered = slotsOf({ ...wish(), from: date, to: date }).includes(startMs);
    if (!offered || !isFree(startMs, busy, wish())) throw new AppError('CONFLICT', 'That time is not free.');
    const name = nameOf(startMs);
    if (await collection.create(name, writeEvent(event, wish().nowMs))) return event;
    const there = await own(accountId, name);
    if (there?.event.uid === event.uid) return event;
    throw new AppError('CONFLICT', 'Somebody else took that time.');
  };
  const told = ({ what, startMs, endMs }: OwnEvent): Appointment => ({
    ...{ id: nameOf(startMs), what, start: isoIn(client.timeZone, startMs), minutes: (endMs - startMs) / 60_000 },
  });
  return { collection, wish, look, coming, own, take, told };
}

function nameOf(startMs: number): string {
  return `linekit-${utc(startMs)}`;
}

function uidOf(key: string): string {
  return `linekit-${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}
