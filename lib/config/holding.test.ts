import { HOLD_HOURS, holdHoursFor } from './holding';

const HOUR_MS = 3_600_000;

test('a hold lasts at least as long as it should, and no longer than the next one', () => {
  expect([0, 1, HOUR_MS, HOUR_MS + 1, 15 * HOUR_MS, 121 * HOUR_MS].map(holdHoursFor)).toEqual([1, 1, 1, 2, 16, 336]);
  expect(HOLD_HOURS.map(hours => holdHoursFor(hours * HOUR_MS))).toEqual([...HOLD_HOURS]);
});

test('what no hold reaches gets the longest', () => {
  expect(holdHoursFor(1_000 * HOUR_MS)).toBe(336);
});
