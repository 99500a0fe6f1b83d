import { cardTypeOf } from './cards';

test.each([
  ['4242424242424242', 'visa'],
  ['4222222222222', 'visa'],
  ['5555555555554444', 'mastercard'],
  ['2223003122003222', 'mastercard'],
  ['378282246310005', 'amex'],
  ['6011111111111117', 'discover'],
  ['3566002020360505', 'jcb'],
  ['36227206271667', 'diners-club'],
  ['201400000000009', 'enroute'],
  ['6759649826438453', 'maestro'],
  ['4242424242424241', undefined],
  ['1234567890123452', undefined],
  ['', undefined],
])('%s: %s', (number, type) => {
  expect(cardTypeOf(number)).toBe(type);
});
