import { fixedClock } from '../clock';
import { sampleClient } from '../config/client.fake';
import { caldavCalendar } from '.';
import { readEvents } from './events';
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

  const scene = (at = NOW, fetch = server.fetch) => {
    const settings = { url: server.url, slotMinutes: 30, noticeMinutes: 60, horizonDays: 30 };
    const credentials = () => ({ username: 'desk', password: 'secret' });
    return caldavCalendar({
      client: sampleClient(),
      settings,
      clock: fixedClock(at),
      credentials,
      fetch,
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

  test('an appointment that somebody moved by hand is cancelled, moved, and found where it is; its old time is free', async () => {
    const { id } = await scene().book({ ...rosa, start: ten });
    const uid = /^UID:.*$/m.exec(await server.text(id))?.[0].trim() ?? '';
    const byHand = event(
      ...[uid, 'DTSTART:20261124T220000Z', 'DTEND:20261124T223000Z', 'SUMMARY:Check-up'],
      ...['X-LINEKIT-ACCOUNT:acc-rosa', 'DESCRIPTION:Bring the old', '  papers', 'LOCATION:Room 4'],
      ...['BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT1H', 'DESCRIPTION:Soon', 'END:VALARM'],
    );
    await server.put(id, byHand);
    expect(await scene().list('acc-rosa')).toMatchObject([{ id, start: '2026-11-24T14:00:00-08:00' }]);
    const ben = await scene().book({ accountId: 'acc-ben', what: 'Teeth', key: 'CA3', start: ten });
    expect(ben).toMatchObject({ start: ten, id: `${id}-2` });
    const start = '2026-11-24T15:00:00-08:00';
    const moved = await scene().move({ accountId: 'acc-rosa', id, start, key: 'CA4' });
    expect(await scene().list('acc-rosa')).toEqual([moved]);
    expect(await server.text(moved.id)).toMatch(/DESCRIPTION:Bring the old papers\r\n.*LOCATION:Room 4\r\n.*-PT1H/s);
    await scene().cancel({ accountId: 'acc-ben', id: ben.id, key: 'k' });
    expect(await server.names()).toEqual([moved.id]);
  });

  test('a move that cannot let the old time go keeps it, and holds no second one; one whose answer was lost is done', async () => {
    const { id } = await scene().book({ ...rosa, start: ten });
    const move = { accountId: 'acc-rosa', id, start: '2026-11-24T14:00:00-08:00', key: 'CA1:t2:c0' };
    const failing = (status: number, done: boolean) =>
      scene(NOW, async (address, init) => {
        const isOld = init?.method === 'DELETE' && new Request(address).url.includes(id);
        if (!isOld) return server.fetch(address, init);
        if (done) await server.fetch(address, init);
        return new Response('', { status });
      });
    for (const status of [412, 503]) {
      await expect(failing(status, false).move(move)).rejects.toMatchObject({ code: expect.any(String) as string });
      expect(await server.names()).toEqual([id]);
    }
    const moved = await failing(503, true).move(move);
    expect(await server.names()).toEqual([moved.id]);
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

describe('what a calendar says', () => {
  const zone = 'TZID=America/Los_Angeles';
  const span = {
    fromMs: Date.parse('2026-11-20T00:00:00Z'),
    toMs: Date.parse('2026-12-16T00:00:00Z'),
    timeZone: 'America/Los_Angeles',
  };
  const busy = async (...events: string[][]): Promise<string[]> => {
    const bodies = events.flatMap(lines => [
      'BEGIN:VEVENT',
      'UID:a',
      'DTSTAMP:20261101T000000Z',
      ...lines,
      'END:VEVENT',
    ]);
    const read = await readEvents(['BEGIN:VCALENDAR', ...bodies, 'END:VCALENDAR', ''].join('\r\n'), span);
    return read.busy.map(each =>
      each.allDay ? `${each.from} to ${each.to}` : new Date(each.fromMs).toISOString().slice(5, 16),
    );
  };
  const weekly = [`DTSTART;${zone}:20261103T100000`, `DTEND;${zone}:20261103T110000`, 'RRULE:FREQ=WEEKLY'];
  const once = (start: string, day: string): string[] => [
    `RECURRENCE-ID;${zone}:${day}T100000`,
    ...[`DTSTART;${zone}:${start}`, `DTEND;${zone}:${start.slice(0, 9)}235900`],
  ];

  test('occurrences that are moved, cancelled, left out or marked as free', async () => {
    const master = [...weekly, `EXDATE;${zone}:20261201T100000`];
    const moved = once('20261125T140000', '20261124');
    const cancelled = [...once('20261208T100000', '20261208'), 'STATUS:CANCELLED'];
    expect(await busy(master, moved, cancelled)).toEqual(['11-25T22:00', '12-15T18:00']);
    const free = [...once('20261124T100000', '20261124'), 'TRANSP:TRANSPARENT'];
    expect(await busy(weekly, free)).toEqual(['12-01T18:00', '12-08T18:00', '12-15T18:00']);
    const taken = once('20261124T100000', '20261124');
    expect(await busy([...weekly, 'TRANSP:TRANSPARENT'], taken)).toEqual(['11-24T18:00']);
  });

  test('a first time that is none of the rule counts, unless it is left out or moved', async () => {
    const first = [`DTSTART;${zone}:20261120T100000`, `DTEND;${zone}:20261120T110000`];
    const rule = 'RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20261201T000000Z';
    expect(await busy([...first, rule])).toEqual(['11-20T18:00', '11-23T18:00', '11-30T18:00']);
    expect(await busy([...first, rule, `EXDATE;${zone}:20261120T100000`])).toEqual(['11-23T18:00', '11-30T18:00']);
    const moved = once('20261121T140000', '20261120');
    expect(await busy([...first, rule], moved)).toEqual(['11-21T22:00', '11-23T18:00', '11-30T18:00']);
    expect(await busy(['DTSTART;VALUE=DATE:20261127', 'RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=1'])).toContain(
      '2026-11-27 to 2026-11-28',
    );
  });

  test.each([
    ['no zone: the clock of the client', '', ''],
    ['a zone nobody knows', ';TZID=Customized Time Zone', ''],
    ['Mozilla', ';TZID=/freeassociation.sourceforge.net/America/Los_Angeles', ''],
    ['Windows', ';TZID=Pacific Standard Time', ''],
    ['quoted', ';TZID="America/Los_Angeles"', ''],
    ['UTC', '', 'Z'],
  ])('%s', async (_name, parameters, utc) => {
    const at = await busy([`DTSTART${parameters}:20261124T100000${utc}`, `DTEND${parameters}:20261124T110000${utc}`]);
    expect(at).toEqual([utc === '' ? '11-24T18:00' : '11-24T10:00']);
  });

  test('whole days, by length or by end, and again each week', async () => {
    expect(await busy(['DTSTART;VALUE=DATE:20261124', 'DURATION:P2D'])).toEqual(['2026-11-24 to 2026-11-26']);
    expect(
      await busy(['DTSTART;VALUE=DATE:20261207', 'DTEND;VALUE=DATE:20261208', 'RRULE:FREQ=WEEKLY;COUNT=2']),
    ).toEqual(['2026-12-07 to 2026-12-08', '2026-12-14 to 2026-12-15']);
  });
});
