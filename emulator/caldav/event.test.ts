import { faultOf, touches } from './event';

const object = (...events: (readonly string[])[]): string =>
  [
    'BEGIN:VCALENDAR',
    ...events.flatMap(lines => ['BEGIN:VEVENT', 'UID:1', ...lines, 'END:VEVENT']),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
/** The half hours from a moment on, as "10:00Z" … of those that the object lies in. */
const takenOn = (day: string, text: string): string[] =>
  Array.from({ length: 48 }, (_, half) => Date.parse(`${day}T00:00:00Z`) + half * 1_800_000)
    .filter(fromMs => touches(text, { fromMs, toMs: fromMs + 1_800_000 }))
    .map(ms => new Date(ms).toISOString().slice(11, 16));
const at = (...lines: string[]) => lines;
const ZONE = 'TZID=America/Los_Angeles';
const TEN = [`DTSTART;${ZONE}:20261020T100000`, `DTEND;${ZONE}:20261020T103000`];

describe('an event', () => {
  test.each([
    ['in UTC', at('DTSTART:20261124T180000Z', 'DTEND:20261124T183000Z'), ['18:00']],
    ['in a zone', at(`DTSTART;${ZONE}:20261124T100000`, `DTEND;${ZONE}:20261124T103000`), ['18:00']],
    [
      'with a length, and an alarm',
      at('DTSTART:20261124T180000Z', 'DURATION:PT1H', 'BEGIN:VALARM', 'DURATION:PT9H', 'END:VALARM'),
      ['18:00', '18:30'],
    ],
    ['with no length', at('DTSTART:20261124T180000Z'), ['18:00']],
    ['over midnight', at('DTSTART:20261123T230000Z', 'DTEND:20261124T003000Z'), ['00:00']],
    ['on another day', at('DTSTART;VALUE=DATE:20261123'), []],
  ])('%s', (_name, lines, expected) => {
    expect(takenOn('2026-11-24', object(lines))).toEqual(expected);
  });

  test('of a whole day', () => {
    expect(takenOn('2026-11-24', object(at('DTSTART;VALUE=DATE:20261124')))).toHaveLength(48);
  });
});

describe('an event that recurs', () => {
  // From 1 November on, Los Angeles is eight hours behind UTC, before that seven.
  test.each([
    ['each week, over the change of the clocks', [...TEN, 'RRULE:FREQ=WEEKLY'], '2026-11-24', ['18:00']],
    ['each week, before the change', [...TEN, 'RRULE:FREQ=WEEKLY'], '2026-10-27', ['17:00']],
    ['not that day of the week', [...TEN, 'RRULE:FREQ=WEEKLY'], '2026-11-25', []],
    ['on more days', [...TEN, 'RRULE:FREQ=WEEKLY;BYDAY=TU,TH'], '2026-11-26', ['18:00']],
    ['every other week', [...TEN, 'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU'], '2026-11-24', []],
    ['every other week, in its week', [...TEN, 'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU'], '2026-12-01', ['18:00']],
    ['until then', [...TEN, 'RRULE:FREQ=DAILY;UNTIL=20261124T180000Z'], '2026-11-24', ['18:00']],
    ['no longer', [...TEN, 'RRULE:FREQ=DAILY;UNTIL=20261124T175959Z'], '2026-11-24', []],
    ['so often', [...TEN, 'RRULE:FREQ=DAILY;COUNT=36'], '2026-11-24', ['18:00']],
    ['often enough', [...TEN, 'RRULE:FREQ=DAILY;COUNT=35'], '2026-11-24', []],
    ['on the fourth Tuesday of a month', [...TEN, 'RRULE:FREQ=MONTHLY;BYDAY=4TU'], '2026-11-24', ['18:00']],
    ['on the last Tuesday', [...TEN, 'RRULE:FREQ=MONTHLY;BYDAY=-1TU'], '2026-11-24', ['18:00']],
    ['on the third', [...TEN, 'RRULE:FREQ=MONTHLY;BYDAY=3TU'], '2026-11-24', []],
    ['on a day of the month', [...TEN, 'RRULE:FREQ=MONTHLY;BYMONTHDAY=24,-1'], '2026-11-24', ['18:00']],
    ['on the last day', [...TEN, 'RRULE:FREQ=MONTHLY;BYMONTHDAY=24,-1'], '2026-11-30', ['18:00']],
    ['each year', [...TEN, 'RRULE:FREQ=YEARLY'], '2028-10-20', ['17:00']],
    ['each year in a month', [...TEN, 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TU'], '2027-11-23', ['18:00']],
    ['but not that day', [...TEN, 'RRULE:FREQ=WEEKLY', `EXDATE;${ZONE}:20261124T100000`], '2026-11-24', []],
    ['and on one more', [...TEN, `RDATE;${ZONE}:20261124T120000`], '2026-11-24', ['20:00']],
  ])('%s', (_name, lines, day, expected) => {
    expect(takenOn(day, object(lines))).toEqual(expected);
  });

  test('with one occurrence that was moved', () => {
    const moved = [`RECURRENCE-ID;${ZONE}:20261124T100000`, 'DTSTART:20261125T200000Z', 'DTEND:20261125T203000Z'];
    const text = object([...TEN, 'RRULE:FREQ=WEEKLY'], moved);
    expect([takenOn('2026-11-24', text), takenOn('2026-11-25', text)]).toEqual([[], ['20:00']]);
  });
});

test.each([
  ['BYSETPOS', [...TEN, 'RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2']],
  ['FREQ=HOURLY', [...TEN, 'RRULE:FREQ=HOURLY']],
  ['INTERVAL=0', [...TEN, 'RRULE:FREQ=DAILY;INTERVAL=0']],
  ['time zone Our own', ['DTSTART;TZID=Our own:20261124T100000']],
  ['and all that follow', ['RECURRENCE-ID;RANGE=THISANDFUTURE:20261124T180000Z', 'DTSTART:20261124T180000Z']],
  ['periods', [...TEN, 'RDATE;VALUE=PERIOD:20261124T180000Z/PT1H']],
  ['DTSTART:soon', ['DTSTART:soon']],
  ['without DTSTART', ['SUMMARY:Never']],
])('%s can not be judged, and is told', (words, lines) => {
  expect(faultOf(object(lines))).toContain(words);
});
