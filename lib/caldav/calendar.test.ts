import { fixedClock } from '../clock';
import { sampleClient } from '../config/client.fake';
import { caldavCalendar } from '.';
import {
  memoryCollection,
  memoryServer,
  radicaleCommand,
  radicaleServer,
  type TestCollection,
  type TestServer,
} from './server.fake';

/** Monday, 23 November 2026, 08:00 in Los Angeles; the clinic opens at nine, and has lunch from twelve to one. */
const NOW = '2026-11-23T16:00:00Z';
const radicale = radicaleCommand();
if (radicale === undefined)
  process.stderr.write('SKIPPED: no Radicale here (pip install radicale); the calendar is tested on a fake alone.\n');

const servers: [string, () => Promise<TestServer>][] = [
  ['a fake', memoryServer],
  ...(radicale === undefined
    ? []
    : [['Radicale', () => radicaleServer(radicale)] as [string, () => Promise<TestServer>]]),
];

const event = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', 'BEGIN:VEVENT', 'DTSTAMP:20261101T000000Z', ...lines]
    .concat('END:VEVENT', 'END:VCALENDAR', '')
    .join('\r\n');

describe.each(servers)('on %s', (_name, start) => {
  let running: TestServer;
  let server: TestCollection;
  beforeAll(async () => {
    running = await start();
  }, 30_000);
  beforeEach(async () => {
    server = await running.collection();
  });
  afterAll(() => running.close());

  const scene = (at = NOW) => {
    const settings = { url: server.url, slotMinutes: 30, noticeMinutes: 60, horizonDays: 30 };
    const credentials = () => ({ username: 'desk', password: 'secret' });
    return caldavCalendar({
      client: sampleClient(),
      settings,
      clock: fixedClock(at),
      credentials,
      fetch: server.fetch,
    });
  };
  const timesOn = async (from: string, to = from): Promise<string[]> =>
    (await scene().freeSlots({ from, to, what: undefined })).map(slot => slot.start);
  const rosa = {
    accountId: 'acc-rosa',
    what: 'Check-up; with, "quotes" and ünïcödé that makes the line long',
    key: 'CA1:t1:c0',
  };
  const ten = '2026-11-24T10:00:00-08:00';

  test('slots lie in the opening hours, from the notice on, around what is taken', async () => {
    const zone = 'TZID=America/Los_Angeles';
    await server.put(
      'team',
      event(
        'UID:team',
        `DTSTART;${zone}:20261103T100000`,
        `DTEND;${zone}:20261103T110000`,
        'RRULE:FREQ=WEEKLY',
        'SUMMARY:Team',
      ),
    );
    await server.put('closed', event('UID:closed', 'DTSTART;VALUE=DATE:20261125', 'SUMMARY:Painters'));
    await server.put(
      'note',
      event('UID:note', 'DTSTART;VALUE=DATE:20261124', 'SUMMARY:Birthday', 'TRANSP:TRANSPARENT'),
    );
    const tuesday = await timesOn('2026-11-24');
    expect(tuesday.slice(0, 4)).toEqual([
      ...['2026-11-24T09:00:00-08:00', '2026-11-24T09:30:00-08:00'],
      ...['2026-11-24T11:00:00-08:00', '2026-11-24T11:30:00-08:00'],
    ]);
    expect(tuesday[4]).toBe('2026-11-24T13:00:00-08:00');
    expect(tuesday.at(-1)).toBe('2026-11-24T16:30:00-08:00');
    expect(await timesOn('2026-11-25')).toEqual([]);
    expect((await timesOn('2026-11-23'))[0]).toBe('2026-11-23T09:00:00-08:00');
    expect(await timesOn('2026-11-26', '2026-11-29')).toHaveLength(12);
  });

  test('a slot is booked once for a key, is nobody else’s, and is found again', async () => {
    const booked = await scene().book({ ...rosa, start: ten });
    expect(booked).toMatchObject({ start: ten, minutes: 30 });
    expect(await scene().book({ ...rosa, start: ten })).toEqual(booked);
    expect(await server.names()).toHaveLength(1);
    await expect(scene().book({ ...rosa, accountId: 'acc-ben', key: 'CA2', start: ten })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await timesOn('2026-11-24')).not.toContain(ten);
    expect(await scene().list('acc-rosa')).toEqual([{ ...booked, what: rosa.what }]);
    expect(await scene().list('acc-ben')).toEqual([]);
    expect(await scene().find(rosa.key)).toMatchObject({ id: booked.id });
    expect(await scene().find('another')).toBeUndefined();
  });

  test('of two who book at once one has the slot', async () => {
    const both = ['acc-rosa', 'acc-ben'].map(accountId =>
      scene().book({ accountId, what: 'Check-up', key: accountId, start: ten }),
    );
    const outcomes = (await Promise.allSettled(both)).map(({ status }) => status);
    expect(outcomes.sort()).toEqual(['fulfilled', 'rejected']);
  });

  test.each([
    '2026-11-24T10:10:00-08:00',
    '2026-11-24T12:00:00-08:00',
    '2026-11-23T08:30:00-08:00',
    '2027-03-01T10:00:00-08:00',
  ])('%s is no slot', async start => {
    await expect(scene().book({ ...rosa, start })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await server.names()).toEqual([]);
  });

  test('a move takes the new slot before it lets the old one go, and is done once', async () => {
    const { id } = await scene().book({ ...rosa, start: ten });
    const start = '2026-11-24T14:00:00-08:00';
    const move = { accountId: 'acc-rosa', id, start, key: 'CA1:t2:c0' };
    await expect(scene().move({ ...move, accountId: 'acc-ben' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(scene().move({ ...move, start: '2026-11-24T12:00:00-08:00' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await scene().list('acc-rosa')).toHaveLength(1);
    const moved = await scene().move(move);
    expect(moved).toMatchObject({ start, what: rosa.what });
    expect(await scene().move(move)).toEqual(moved);
    expect(await scene().list('acc-rosa')).toEqual([moved]);
    expect(await timesOn('2026-11-24')).toContain(ten);
  });

  test('only its account cancels an appointment; twice is no fault', async () => {
    const { id } = await scene().book({ ...rosa, start: ten });
    const wish = { accountId: 'acc-rosa', id, key: 'k' };
    await expect(scene().cancel({ ...wish, accountId: 'acc-ben' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(scene().cancel({ ...wish, id: '../other/team' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await scene().cancel(wish);
    await scene().cancel(wish);
    expect(await server.names()).toEqual([]);
  });
});

test('a wrong password and a server that is away are told', async () => {
  const server = memoryCollection();
  const settings = { url: server.url, slotMinutes: 30, noticeMinutes: 60, horizonDays: 30 };
  const options = { client: sampleClient(), settings, clock: fixedClock(NOW) };
  const day = { from: '2026-11-24', to: '2026-11-24', what: undefined };
  const wrong = caldavCalendar({
    ...options,
    credentials: () => ({ username: 'desk', password: 'no' }),
    fetch: server.fetch,
  });
  await expect(wrong.freeSlots(day)).rejects.toMatchObject({ code: 'VENDOR_REJECTED' });
  const away = caldavCalendar({
    ...options,
    credentials: () => ({ username: 'desk', password: 'secret' }),
    fetch: () => Promise.reject(new TypeError('fetch failed')),
  });
  await expect(away.freeSlots(day)).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE' });
});
