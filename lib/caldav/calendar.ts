import { createHash } from 'node:crypto';
import type { Appointment, Calendar } from '../assistant';
import type { Clock } from '../clock';
import type { CalendarSettings, Client } from '../config';
import { AppError } from '../errors';
import { localTime } from '../lines';
import { caldavCollection, type Collection, type CollectionOptions } from './collection';
import { notesOf, readEvents, utc, writeEvent, type Busy, type OwnEvent } from './events';
import { isFree, isoIn, slotAt, slotsOf } from './slots';

export interface CaldavOptions extends Pick<CollectionOptions, 'credentials' | 'fetch'> {
  readonly client: Pick<Client, 'timeZone' | 'hours' | 'holidays'>;
  readonly settings: CalendarSettings;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;
/** A slot's name; with a number when an appointment that somebody moved by hand still has it. */
const idPattern = /^linekit-\d{8}T\d{6}Z(-\d)?$/;
const MOST_NAMES = 4;

/**
 * Appointments on a CalDAV server. An object's name is the slot it was made for, so that of two bookings of a slot the server takes one; its UID is the
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
    book: async booking => desk.told(await take(desk, booking)),
    move: async ({ accountId, id, start, key }) => {
      const old = await desk.own(accountId, id);
      if (!old) {
        // The move was done before and its answer was lost.
        const moved = (await desk.coming()).find(each => each.uid === uidOf(key) && each.accountId === accountId);
        if (moved) return desk.told(moved);
        throw new AppError('NOT_FOUND', 'There is no such appointment of this account.');
      }
      const taken = await take(desk, { accountId, start, what: old.event.what, key, notes: notesOf(old.text) });
      if (taken.name === id) return desk.told(taken);
      try {
        await desk.collection.remove(id, old.etag);
      } catch (thrown) {
        // Two times held for one appointment would be half a move: the new one goes, unless the old one has gone.
        if (!(await desk.own(accountId, id))) return desk.told(taken);
        await desk.collection.remove(taken.name, undefined);
        throw thrown;
      }
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
  readonly notes?: readonly string[];
}

/** An appointment, and under which name it lies on the server: people move it, and the name stays. */
interface Kept extends OwnEvent {
  readonly name: string;
}

interface Found {
  readonly event: OwnEvent;
  readonly text: string;
  readonly etag: string | undefined;
}

function deskOf({ client, settings, clock, credentials, fetch }: CaldavOptions) {
  const { timeZone } = client;
  const collection: Collection = caldavCollection({ url: settings.url, credentials, fetch });
  const wish = () => ({ client, settings, nowMs: clock.now().getTime() });
  const look = async (fromMs: number, toMs: number): Promise<{ busy: Busy[]; own: Kept[] }> => {
    const span = { fromMs: fromMs - DAY_MS, toMs: toMs + DAY_MS, timeZone };
    const objects = await collection.between(span.fromMs, span.toMs);
    const read = await Promise.all(
      objects.map(async ({ name, text }) => ({ name, ...(await readEvents(text, span)) })),
    );
    return {
      busy: read.flatMap(({ busy }) => busy),
      own: read.flatMap(({ name, own }) => own.map(each => ({ ...each, name }))),
    };
  };
  const coming = async (): Promise<Kept[]> => {
    const { nowMs } = wish();
    const { own } = await look(nowMs, nowMs + settings.horizonDays * DAY_MS);
    return own.filter(({ endMs }) => endMs > nowMs).sort((a, b) => a.startMs - b.startMs);
  };
  const read = async (id: string): Promise<Found | undefined> => {
    const found = idPattern.test(id) ? await collection.read(id) : undefined;
    const [event] = found ? (await readEvents(found.text, { fromMs: 0, toMs: 0, timeZone })).own : [];
    return found && event && { ...found, event };
  };
  const own = async (accountId: string, id: string): Promise<Found | undefined> => {
    const found = await read(id);
    return found?.event.accountId === accountId ? found : undefined;
  };
  const told = ({ name, what, startMs, endMs }: Kept): Appointment => ({
    ...{ id: name, what, start: isoIn(timeZone, startMs), minutes: (endMs - startMs) / 60_000 },
  });
  return { collection, settings, timeZone, wish, look, coming, read, own, told };
}

type Desk = ReturnType<typeof deskOf>;

/** Takes the slot for the account, or finds it taken for the same key. Throws CONFLICT for a time that is not free. */
async function take(desk: Desk, { accountId, start, what, key, notes }: Booking): Promise<Kept> {
  const { collection, settings, timeZone, wish } = desk;
  const startMs = Date.parse(start);
  const event = { uid: uidOf(key), accountId, what, startMs, endMs: startMs + settings.slotMinutes * 60_000 };
  const { busy, own } = await desk.look(startMs, event.endMs);
  const mine = own.find(each => each.uid === event.uid && each.startMs === startMs);
  if (mine) return mine;
  const { date } = localTime(new Date(startMs), timeZone);
  const offered = slotsOf({ ...wish(), from: date, to: date }).includes(startMs);
  if (!offered || !isFree(startMs, busy, wish())) throw new AppError('CONFLICT', 'That time is not free.');
  const text = writeEvent(event, wish().nowMs, notes);
  for (const name of namesOf(startMs)) {
    if (await collection.create(name, text)) return { ...event, name };
    const there = (await desk.read(name))?.event;
    if (there?.uid === event.uid && there.startMs === startMs) return { ...event, name };
    const isElsewhere = there && (there.endMs <= startMs || event.endMs <= there.startMs);
    if (!isElsewhere) break;
  }
  throw new AppError('CONFLICT', 'Somebody else took that time.');
}

function namesOf(startMs: number): string[] {
  const name = `linekit-${utc(startMs)}`;
  return [name, ...Array.from({ length: MOST_NAMES - 1 }, (_, index) => `${name}-${index + 2}`)];
}

function uidOf(key: string): string {
  return `linekit-${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}
