import { touches } from '../../emulator/caldav/event';
import { readEvents } from '../../lib/caldav/events';

/**
 * The product and the local calendar read iCalendar by different code: where they agree on random events, neither has made a mistake of its
 * own. Of events whose first time is none of their rule's RFC 5545 says nothing; calendars show it, so both count it.
 */
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const EVENTS = 60;
const SPANS = 12;
const DAY_MS = 86_400_000;
const zones = ['America/Los_Angeles', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Sydney'];

/** Mulberry32, a public-domain generator. */
function randomFrom(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most: number): number => Math.floor(next() * most);
  return { below, pick: <T>(first: T, ...rest: T[]): T => rest[below(rest.length + 1)] ?? first };
}
type Random = ReturnType<typeof randomFrom>;

const compact = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+Z/g, '');

/** An event of this year, which may recur, leave a day out and have one occurrence moved by three hours. */
function anyEvent({ below, pick }: Random): string {
  const startMs = Date.UTC(2026, pick(2, 3, 9, 10), 1 + below(28), below(24), pick(0, 30));
  const form = pick('utc', 'zone', 'zone', 'day');
  const zone = pick(...(zones as [string]));
  const written = (name: string, ms: number): string => {
    if (form === 'day') return `${name};VALUE=DATE:${compact(ms).slice(0, 8)}`;
    return form === 'utc' ? `${name}:${compact(ms)}Z` : `${name};TZID=${zone}:${compact(ms)}`;
  };
  const weekday = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][new Date(startMs).getUTCDay()] ?? '';
  const date = new Date(startMs).getUTCDate();
  const rule = pick(
    ...['', 'FREQ=DAILY', 'FREQ=WEEKLY', 'FREQ=MONTHLY'],
    `FREQ=WEEKLY;BYDAY=${pick(weekday, 'SA')},${pick('MO', 'TH', 'SU')}`,
    ...[`FREQ=MONTHLY;BYDAY=${Math.ceil(date / 7)}${weekday}`, `FREQ=MONTHLY;BYMONTHDAY=${date},-1`, 'FREQ=YEARLY'],
  );
  const end = pick('', '', ';COUNT=7', `;UNTIL=${form === 'day' ? '20261120' : '20261120T120000Z'}`);
  const length = form === 'day' ? `P${pick(1, 3)}D` : `PT${pick(30, 300, 1500)}M`;
  const lines = [written('DTSTART', startMs), `DURATION:${length}`];
  const another = startMs + 7 * DAY_MS;
  const moved = [written('RECURRENCE-ID', another), written('DTSTART', another + 10_800_000), 'DURATION:PT30M'];
  const changes = pick('none', 'none', 'left out', 'moved');
  if (rule !== '') lines.push(`RRULE:${rule}${pick('', '', ';INTERVAL=2')}${end}`);
  if (rule !== '' && changes === 'left out') lines.push(written('EXDATE', another));
  const isMoved = changes === 'moved' && /^FREQ=(DAILY|WEEKLY)$/.test(rule) && form !== 'day' && end === '';
  const events = isMoved && !lines.some(line => line.includes('INTERVAL')) ? [lines, moved] : [lines];
  const body = events.flatMap(each => ['BEGIN:VEVENT', 'UID:1', 'DTSTAMP:20260101T000000Z', ...each, 'END:VEVENT']);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...body, 'END:VCALENDAR', ''].join('\r\n');
}

test(`recurring events, zones and whole days are read alike (SEED=${SEED})`, async () => {
  const random = randomFrom(SEED);
  let taken = 0;
  for (let event = 0; event < EVENTS; event += 1) {
    const text = anyEvent(random);
    const fromMs = Date.UTC(2026, 2 + random.below(11), 1 + random.below(28));
    const window = { fromMs, toMs: fromMs + 12 * DAY_MS, timeZone: 'UTC' };
    const { busy } = await readEvents(text, window);
    const spans = busy.map(each => (each.allDay ? { fromMs: Date.parse(each.from), toMs: Date.parse(each.to) } : each));
    for (let at = 0; at < SPANS; at += 1) {
      const asked = { fromMs: fromMs + DAY_MS + random.below(10 * 48) * 1_800_000, toMs: 0 };
      asked.toMs = asked.fromMs + random.pick(1, 4, 48) * 1_800_000;
      const isBusy = spans.some(span => span.fromMs < asked.toMs && span.toMs > asked.fromMs);
      taken += Number(isBusy);
      const shown = `${text}\n${compact(asked.fromMs)} to ${compact(asked.toMs)}`;
      expect(`${shown}: ${touches(text, asked)}`).toBe(`${shown}: ${isBusy}`);
    }
  }
  expect(taken).toBeGreaterThan(10);
});
