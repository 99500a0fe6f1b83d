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
  ["it's 4111 1111, uh, 1111 1111", "it's [hidden]"],
  ['4111 1111 and then 1111 1111', '[hidden]'],
  ['4111 1111 1111 1111 12 28 123', '[hidden]'],
  ['four one one one one one one one one one one one one one one one one two two eight', '[hidden]'],
  ['3782 822463 10005', '[hidden]'],
  ['my pin is four eight, uh, two nine', 'my pin is [hidden]'],
  ['my pin is four eight, let me see, two nine', 'my pin is [hidden], let me see, [hidden]'],
  ['4829 is my pin', '[hidden] is my pin'],
  ['four eight two nine, that is my PIN code', '[hidden], that is my PIN code'],
  ['I paid 150 with my card', 'I paid 150 with my card'],
  ['my pin is 4829 and I come at 10 30', 'my pin is [hidden] and I come at 10 30'],
  ['078, um, 05, 1120', '[hidden]'],
  ['my NI number is AB 12 34 56 C', 'my NI number is [hidden]'],
])('"%s" is kept as "%s"', (text, kept) => {
  expect(redactSpeech(text, english)).toBe(kept);
});

test.each([
  ['mi clave es cuatro ocho dos nueve', 'mi clave es [hidden]'],
  ['mi DNI es 12345678Z', 'mi DNI es [hidden]'],
  ['mi NIE es X1234567L', 'mi NIE es [hidden]'],
  ['mi NIP es 4829', 'mi NIP es [hidden]'],
  ['cuatro ocho, eh, dos nueve, esa es mi clave', '[hidden], esa es mi clave'],
  ['mi CURP es GODE561231HDFRRN09', 'mi CURP es [hidden]'],
  ['el veinticuatro de noviembre a las diez', 'el veinticuatro de noviembre a las diez'],
])('in Spanish "%s" is kept as "%s"', (text, kept) => {
  expect(redactSpeech(text, spanish)).toBe(kept);
});

test('a PIN in another language of the line is hidden as well', () => {
  expect(redactSpeech('mi PIN es four eight two nine', { ...spanish })).toBe('mi PIN es [hidden]');
});

test('a phone number of nine digits stays where they have nine; an identity number there does not', () => {
  const spain = { ...spanish, languages: ['es-ES'] };
  expect(redactSpeech('llámeme al 612 345 678', spain)).toBe('llámeme al 612 345 678');
  expect(redactSpeech('mi DNI es el 12345678, letra zeta', spain)).toBe('mi DNI es el [hidden], letra zeta');
  expect(redactSpeech('612 345 678', spanish)).toBe('[hidden]');
});

test('digits after a question for a secret are hidden whatever is around them', () => {
  expect(redactSpeech('four eight two nine', { ...english, expectSecret: true })).toBe('[hidden]');
  expect(redactSpeech('four eight two nine', english)).toBe('four eight two nine');
  expect(redactSpeech('four, I think, eight and two nine', { ...english, expectSecret: true })).not.toMatch(
    /four|eight|two|nine/,
  );
});

test('written text loses bank and identity numbers, not ids and dates', () => {
  expect(redactWritten('IBAN ES91 2100 0418 4502 0005 1332.')).toBe('IBAN [hidden].');
  expect(redactWritten('{"id":"20261124T100000","phone":"+442079460000"}')).toContain('+442079460000');
});
