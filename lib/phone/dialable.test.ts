import fc from 'fast-check';
import examples from 'libphonenumber-js/examples.mobile.json';
import { getExampleNumber, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { isPhoneNumber } from '.';
import { dialable } from './dialable';

/** fast-check prints it with a failure. */
const seed = 20261121;
const us = { country: 'US', foreign: false };
const abroad = { country: 'US', foreign: true };

test.each([
  ['2025550142', us, '+12025550142'],
  ['12025550142', us, '+12025550142'],
  ['+12025550142', us, '+12025550142'],
  ['(202) 555-0142', us, '+12025550142'],
  ['00112025550142', us, '+12025550142'],
  ['01112025550142', us, '+12025550142'],
  ['18002255288', us, '+18002255288'],
  ['442079460000', abroad, '+442079460000'],
  ['00442079460000', abroad, '+442079460000'],
  ['011442079460000', abroad, '+442079460000'],
  ['6045550142', abroad, '+16045550142'],
  ['02079460000', { country: 'GB', foreign: false }, '+442079460000'],
  ['2079460000', { country: 'GB', foreign: false }, '+442079460000'],
  ['442079460000', { country: 'GB', foreign: false }, '+442079460000'],
  ['030123456', { country: 'DE', foreign: false }, '+4930123456'],
  ['004930123456', { country: 'DE', foreign: false }, '+4930123456'],
  ['+80012345678', abroad, '+80012345678'],
])('%j is dialed as %j says: %s', (typed, policy, number) => {
  expect(dialable(typed, policy)).toEqual({ number });
});

test.each([
  ['PR', '7875550142', us],
  ['VI', '3405550142', us],
  ['GU', '6715550142', us],
  ['MP', '6705550142', us],
  ['AS', '6846331234', us],
  ['GG', '01481256789', { country: 'GB', foreign: false }],
  ['JE', '01534456789', { country: 'GB', foreign: false }],
  ['IM', '01624756789', { country: 'GB', foreign: false }],
])('%s is home: %s is dialed for %j', (_territory, typed, policy) => {
  expect(dialable(typed, policy).number).toMatch(/^\+/);
});

test.each([
  ['', us, 'invalid'],
  ['*67', us, 'invalid'],
  ['hello', us, 'invalid'],
  ['1'.repeat(41), us, 'invalid'],
  ['2025550142111', us, 'invalid'],
  ['1115550142', us, 'invalid'],
  ['5550142', us, 'short'],
  ['311', us, 'short'],
  ['41411', us, 'short'],
  ['911', us, 'emergency'],
  ['+1911', us, 'emergency'],
  ['112', us, 'emergency'],
  ['999', { country: 'GB', foreign: false }, 'emergency'],
  ['110', { country: 'DE', foreign: false }, 'emergency'],
  ['9002345678', us, 'premium'],
  ['09098790000', { country: 'GB', foreign: false }, 'premium'],
  ['+88213300000', abroad, 'premium'],
  ['+870773110000', abroad, 'premium'],
  ['442079460000', us, 'foreign'],
  ['011442079460000', us, 'foreign'],
  ['6045550142', us, 'foreign'],
  ['8765550142', us, 'foreign'],
  ['4412925842', us, 'foreign'],
  ['7875550142', { country: 'CA', foreign: false }, 'foreign'],
  ['+35312345678', { country: 'GB', foreign: false }, 'foreign'],
  ['anonymous', { ...us, own: true }, 'withheld'],
  ['+266696687', { ...us, own: true }, 'withheld'],
  ['', { ...us, own: true }, 'withheld'],
  ['sip:ward3@clinic.example', { ...us, own: true }, 'invalid'],
  ['+442079460000', { ...us, own: true }, 'foreign'],
])('%j for %j is refused: %s', (typed, policy, refused) => {
  expect(dialable(typed, policy)).toEqual({ refused });
});

test("a caller's own number of a range that no list has yet is called", () => {
  expect(dialable('+19115550142', { ...us, own: true })).toEqual({ number: '+19115550142' });
  expect(dialable('+19115550142', us)).toEqual({ refused: 'invalid' });
});

test('a toll-free number belongs to every country of +1', () => {
  expect(dialable('18002255288', { country: 'CA', foreign: false })).toEqual({ number: '+18002255288' });
});

test('a country that there is not is a fault of the file', () => {
  expect(() => dialable('2025550142', { country: 'XX', foreign: false })).toThrow('"XX" is no ISO 3166 country');
});

const countries: CountryCode[] = ['US', 'CA', 'GB', 'DE', 'FR', 'ES', 'MX', 'BR', 'IN', 'JP', 'AU', 'ZA', 'CH', 'IT'];

test('however a number is typed, it is the same number', () => {
  const typed = fc.record({
    home: fc.constantFrom(...countries),
    there: fc.constantFrom(...countries),
    how: fc.constantFrom('plus', '00', '011', 'code', 'national'),
  });
  fc.assert(
    fc.property(typed, ({ home, there, how }) => {
      const example = getExampleNumber(there, examples);
      if (!example) throw new Error(`no example for ${there}`);
      const digits = example.number.slice(1);
      fc.pre(how !== 'national' || there === home);
      // Shorter digits are not taken for a country code without its plus.
      fc.pre(how !== 'code' || digits.length >= 11);
      const forms = {
        plus: example.number,
        '00': `00${digits}`,
        '011': `011${digits}`,
        code: digits,
        national: example.formatNational().replace(/\D/g, ''),
      };
      // A reading as a number of the client's own country goes first; the caller hears it and confirms.
      const atHome = parsePhoneNumberFromString(forms[how], home);
      fc.pre(!atHome?.isValid() || atHome.number === example.number);
      expect(dialable(forms[how], { country: home, foreign: true })).toEqual({ number: example.number });
    }),
    { seed, numRuns: 300 },
  );
});

test('any text gives a number in E.164, which is dialable itself, or a reason', () => {
  const keys = fc.string({ unit: fc.constantFrom(...'0123456789+*#- '.split('')), maxLength: 20 });
  fc.assert(
    fc.property(fc.oneof(keys, fc.string()), fc.constantFrom(...countries), fc.boolean(), (text, country, foreign) => {
      const result = dialable(text, { country, foreign });
      if (result.number === undefined) return;
      expect(isPhoneNumber(result.number)).toBe(true);
      expect(dialable(result.number, { country, foreign })).toEqual(result);
    }),
    { seed, numRuns: 500 },
  );
});
