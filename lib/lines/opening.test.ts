import { sampleClient } from '../config/client.fake';
import { openingAt } from './opening';
import { whatApplies } from './what-applies';

const client = sampleClient();
const at = (localIso: string, offset = '-08:00') => new Date(`${localIso}${offset}`);

test.each([
  ['Monday morning', '2026-11-23T09:00:00', 'open'],
  ['a minute before opening', '2026-11-23T08:59:59', 'closed'],
  ['lunch', '2026-11-23T12:00:00', 'closed'],
  ['after lunch', '2026-11-23T13:00:00', 'open'],
  ['closing time', '2026-11-23T17:00:00', 'closed'],
  ['Saturday', '2026-11-21T10:00:00', 'closed'],
  ['a holiday of one year', '2026-11-26T10:00:00', 'holiday'],
  ['a holiday of every year', '2027-12-25T10:00:00', 'holiday'],
  ['the open half of a holiday', '2026-12-24T10:00:00', 'open'],
  ['the closed half of a holiday', '2026-12-24T15:00:00', 'holiday'],
])('%s', (_name, local, state) => {
  expect(openingAt(client, at(local)).state).toBe(state);
});

test('hours follow the wall clock over the change to daylight saving', () => {
  // Los Angeles, Sunday 2026-03-08, 02:00 → 03:00.
  const sundays = sampleClient({ hours: { ...client.hours, sunday: ['01:30-03:30'] } });
  expect(openingAt(sundays, new Date('2026-03-08T09:29:00Z')).state).toBe('closed');
  expect(openingAt(sundays, new Date('2026-03-08T09:30:00Z')).state).toBe('open');
  expect(openingAt(sundays, new Date('2026-03-08T10:29:00Z')).state).toBe('open');
  expect(openingAt(sundays, new Date('2026-03-08T10:30:00Z')).state).toBe('closed');
});

test('a span over midnight belongs to the day it begins on', () => {
  const nights = sampleClient({ holidays: [], hours: { ...client.hours, friday: ['22:00-06:00'], saturday: [] } });
  expect(openingAt(nights, at('2026-11-20T23:00:00')).state).toBe('open');
  expect(openingAt(nights, at('2026-11-21T05:59:00')).state).toBe('open');
  expect(openingAt(nights, at('2026-11-21T06:00:00')).state).toBe('closed');
  expect(openingAt(nights, at('2026-11-20T05:00:00')).state).toBe('closed');
});

test('"00:00-24:00" is the whole day', () => {
  const always = sampleClient({ hours: { ...client.hours, saturday: ['00:00-24:00'] } });
  expect(openingAt(always, at('2026-11-21T00:00:00')).state).toBe('open');
  expect(openingAt(always, at('2026-11-21T23:59:59')).state).toBe('open');
});

test('the greeting fits the moment', () => {
  expect(whatApplies(client, at('2026-11-23T09:00:00')).greeting).toBe(client.greetings.open);
  expect(whatApplies(client, at('2026-11-23T09:00:00')).messageGreeting).toBe(client.greetings.message);
  expect(whatApplies(client, at('2026-11-22T09:00:00')).greeting).toBe(client.greetings.closed);
  expect(whatApplies(client, at('2026-11-26T09:00:00')).greeting).toContain('Thanksgiving');
  expect(whatApplies(client, at('2026-12-25T09:00:00')).greeting).toBe(client.greetings.holiday);
});
