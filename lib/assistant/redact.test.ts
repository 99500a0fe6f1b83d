import { redactSpeech, redactWritten } from './redact';
import { wordsOf } from './words';

const languages = [
  { language: 'en-US', greeting: 'Hi' },
  { language: 'es-US', greeting: 'Hola' },
];
const en = wordsOf(languages, 'en-US');
const es = wordsOf(languages, 'es-US');
const english = { languages: ['en-US'], secretWords: en.phrases.secrets };
const spanish = { languages: ['en-US', 'es-US'], secretWords: es.phrases.secrets };

test.each([
  ['My card is 4111 1111 1111 1111, thanks', 'My card is [hidden], thanks'],
  ['4111111111111111', '[hidden]'],
  ['it is 4111-1111-1111-1111', 'it is [hidden]'],
  ['four one one one, one one one one, one one one one, one one one one', '[hidden]'],
  ['my social is 078-05-1120', 'my social is [hidden]'],
  ['my social security number is 078 05 1120', 'my social security number is [hidden]'],
  ['oh seven eight oh five one one two oh', '[hidden]'],
  ['my PIN is 4829', 'my PIN is [hidden]'],
  ['my pin is four eight two nine okay', 'my pin is [hidden] okay'],
  ['the code is double four twenty nine', 'the code is [hidden]'],
  ['Call me at 202 555 0142', 'Call me at 202 555 0142'],
  ['+12025550142', '+12025550142'],
  ['on the 24th of November 2026 at 10:30', 'on the 24th of November 2026 at 10:30'],
  ['I paid 150 dollars for two of them', 'I paid 150 dollars for two of them'],
  ['my number is 4111 1111 1111 1112', 'my number is 4111 1111 1111 1112'],
])('"%s" is kept as "%s"', (text, kept) => {
  expect(redactSpeech(text, english)).toBe(kept);
});

test.each([
  ['mi clave es cuatro ocho dos nueve', 'mi clave es [hidden]'],
  ['mi DNI es 12345678Z', 'mi DNI es [hidden]'],
  ['mi NIE es X1234567L', 'mi NIE es [hidden]'],
  ['el veinticuatro de noviembre a las diez', 'el veinticuatro de noviembre a las diez'],
])('in Spanish "%s" is kept as "%s"', (text, kept) => {
  expect(redactSpeech(text, spanish)).toBe(kept);
});

test('a PIN in another language of the line is hidden as well', () => {
  expect(redactSpeech('mi PIN es four eight two nine', { ...spanish })).toBe('mi PIN es [hidden]');
});

test('digits after a question for a secret are hidden whatever is around them', () => {
  expect(redactSpeech('four eight two nine', { ...english, expectSecret: true })).toBe('[hidden]');
  expect(redactSpeech('four eight two nine', english)).toBe('four eight two nine');
});

test('written text loses bank and identity numbers, not ids and dates', () => {
  expect(redactWritten('IBAN ES91 2100 0418 4502 0005 1332.')).toBe('IBAN [hidden].');
  expect(redactWritten('{"id":"20261124T100000","phone":"+442079460000"}')).toContain('+442079460000');
});
