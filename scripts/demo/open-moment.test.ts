import type { Client } from '../../lib/config';
import { loadClient } from '../client/client-file';
import { nextOpenMoment } from './open-moment';

const sample = loadClient('sample');
const at = (text: string) => Date.parse(text);
const next = (now: string, change: Partial<Client> = {}) => {
  const moment = nextOpenMoment({ ...sample, ...change }, at(now));
  return moment === undefined ? undefined : new Date(moment).toISOString();
};

test('a little after opening on the next day that is open, in the time of the client', () => {
  expect(next('2026-11-21T20:00:00Z')).toBe('2026-11-23T17:12:00.000Z'); // Saturday → Monday 9:12 PST
  expect(next('2026-07-01T20:00:00Z')).toBe('2026-07-02T16:12:00.000Z'); // 9:12 PDT
});

test('skips holidays of one year and of every year', () => {
  expect(next('2026-11-25T20:00:00Z')).toBe('2026-11-27T17:12:00.000Z'); // not Thanksgiving
  expect(next('2026-12-31T20:00:00Z')).toBe('2027-01-04T17:12:00.000Z'); // not New Year, nor the weekend
});

test('knows when clocks change', () => {
  const timeZone = 'Europe/Berlin';
  expect(next('2026-03-27T20:00:00Z', { timeZone })).toBe('2026-03-30T07:12:00.000Z');
});

test('a client that never opens has no such moment', () => {
  const none: string[] = [];
  const hours = {
    monday: none,
    tuesday: none,
    wednesday: none,
    thursday: none,
    friday: none,
    saturday: none,
    sunday: none,
  };
  expect(next('2026-11-21T20:00:00Z', { hours })).toBeUndefined();
});
