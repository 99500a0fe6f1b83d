import { spokenNumber } from './spoken';
import type { PhoneNumber } from '.';

test.each([
  ['+12025550111', 'US', '2 0 2, 5 5 5, 0 1 1 1'],
  ['+17875550129', 'US', '7 8 7, 5 5 5, 0 1 2 9'],
  ['+34612345678', 'US', '+3 4, 6 1 2, 3 4, 5 6, 7 8'],
  ['+34612345678', 'ES', '6 1 2, 3 4, 5 6, 7 8'],
  ['+442079460958', 'GB', '0 2 0, 7 9 4 6, 0 9 5 8'],
  ['+12025550111', 'nowhere', '+1, 2 0 2, 5 5 5, 0 1 1 1'],
])('%s in %s', (number, country, spoken) => {
  expect(spokenNumber(number as PhoneNumber, country)).toBe(spoken);
});
