import fc from 'fast-check';
import { weekdays, type Client, type OpeningHours } from '../config';
import { sampleClient } from '../config/client.fake';
import { nextOpening } from './next-opening';
import { openingAt } from './opening';

const client = sampleClient();
const never = Object.fromEntries(weekdays.map(day => [day, []])) as unknown as OpeningHours;

test.each([
  ['in opening hours it is now', '2026-11-23T09:12:34-08:00', '2026-11-23T09:12:34-08:00'],
  ['before opening', '2026-11-23T05:00:00-08:00', '2026-11-23T09:00:00-08:00'],
  ['at lunch', '2026-11-23T12:20:00-08:00', '2026-11-23T13:00:00-08:00'],
  ['on Friday night it is Monday', '2026-11-20T22:00:00-08:00', '2026-11-23T09:00:00-08:00'],
  ['Thanksgiving is skipped', '2026-11-25T18:00:00-08:00', '2026-11-27T09:00:00-08:00'],
])('%s', (_name, at, opens) => {
  expect(nextOpening(client, new Date(at))).toEqual(new Date(opens));
});

describe('daylight saving in Los Angeles', () => {
  const sundays = (...spans: string[]) => ({ ...client, holidays: [], hours: { ...never, sunday: spans } });

  test('a skipped opening is the first moment after the gap', () => {
    // 2026-03-08, 02:00 → 03:00.
    expect(nextOpening(sundays('02:30-05:00'), new Date('2026-03-08T08:00:00Z'))).toEqual(
      new Date('2026-03-08T10:00:00Z'),
    );
  });

  test('an opening in the hour that comes twice is the first of both', () => {
    // 2026-11-01, 02:00 → 01:00.
    const early = sundays('01:30-05:00');
    expect(nextOpening(early, new Date('2026-11-01T05:00:00Z'))).toEqual(new Date('2026-11-01T08:30:00Z'));
    expect(nextOpening(early, new Date('2026-11-01T09:10:00Z'))).toEqual(new Date('2026-11-01T09:30:00Z'));
  });

  test('nine in the morning is nine in the morning on both sides of the change', () => {
    const mornings = sampleClient({ holidays: [] });
    expect(nextOpening(mornings, new Date('2026-03-07T20:00:00Z'))).toEqual(new Date('2026-03-09T16:00:00Z'));
    expect(nextOpening(mornings, new Date('2026-10-31T20:00:00Z'))).toEqual(new Date('2026-11-02T17:00:00Z'));
  });
});

test('a client that never opens has no next opening', () => {
  expect(nextOpening({ ...client, hours: never, holidays: [] }, new Date('2026-11-23T17:00:00Z'))).toBeUndefined();
});

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const span = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }))
  .filter(([from, to]) => from !== to)
  .map(([from, to]) => `${clock(from * 15)}-${clock(to * 15)}`);
const hours = fc.record(
  Object.fromEntries(weekdays.map(day => [day, fc.array(span, { maxLength: 2 })])),
) as fc.Arbitrary<OpeningHours>;
const holiday = fc.record({
  date: fc.integer({ min: 1, max: 14 }).map(day => `2026-11-${String(day).padStart(2, '0')}`),
  name: fc.constant('holiday'),
  hours: fc.option(fc.array(span, { maxLength: 1 }), { nil: undefined }),
});
const anywhere: fc.Arbitrary<Pick<Client, 'timeZone' | 'hours' | 'holidays'>> = fc.record({
  // By the hour, the half hour, not at all, and far from UTC.
  timeZone: fc.constantFrom(
    'America/Los_Angeles',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
    'Pacific/Apia',
  ),
  hours,
  holidays: fc.array(holiday, { maxLength: 3 }),
});
/** Around changes of daylight saving in spring and autumn, north and south. */
const moment = fc
  .tuple(
    fc.constantFrom('2026-03-07', '2026-03-28', '2026-04-03', '2026-10-03', '2026-10-24', '2026-10-31', '2026-11-12'),
    fc.integer({ min: 0, max: 2 * 24 * 60 * 60 }),
  )
  .map(([date, second]) => new Date(Date.parse(`${date}T00:00:00Z`) + second * 1000));

test('the next opening is the first open minute, whatever the hours, holidays, zone and moment', () => {
  fc.assert(
    fc.property(anywhere, moment, (where, at) => {
      const opens = nextOpening(where, at);
      if (openingAt(where, at).state === 'open') return expect(opens).toEqual(at);
      // Every quarter of an hour is tried; all spans and all changes of the clock begin with one.
      const step = 15 * 60_000;
      let first = Math.ceil(at.getTime() / step) * step;
      const end = first + 3 * 86_400_000;
      while (first < end && openingAt(where, new Date(first)).state !== 'open') first += step;
      if (first < end) expect(opens).toEqual(new Date(first));
      else if (opens) expect(opens.getTime()).toBeGreaterThanOrEqual(end);
    }),
    { seed: 20261121, numRuns: 120 },
  );
});
