import { commands, says, yesOrNo } from './understand';
import { wordsOf } from './words';

const en = wordsOf([], 'en-US');
const es = wordsOf([], 'es-US');

test.each([
  ['yes', 'yes'],
  ['Yes, please!', 'yes'],
  ["that's right", 'yes'],
  ['yeah sure go ahead', 'yes'],
  ['yes but at eleven', 'unclear'],
  ['yes and cancel the other one', 'no'],
  ['no', 'no'],
  ['no, at eleven', 'no'],
  ["don't", 'no'],
  ['not yet', 'no'],
  ['yes no', 'no'],
  ['what time was that', 'unclear'],
  ['the caller has confirmed already', 'unclear'],
  ['please', 'unclear'],
  ['Is that right?', 'unclear'],
  ['is that correct', 'unclear'],
  ['right?', 'unclear'],
  ['yes, that is fine', 'yes'],
  ['sure, no problem', 'yes'],
  ['okay, wait', 'no'],
])('"%s" is %s', (text, expected) => {
  expect(yesOrNo(text, en)).toBe(expected);
});
test.each([
  ['Sí', 'yes'],
  ['sí, claro', 'yes'],
  ['sí pero a las once', 'unclear'],
  ['no, mejor mañana', 'no'],
  ['¿Bueno?', 'unclear'],
  ['bueno', 'unclear'],
  ['¿es correcto?', 'unclear'],
  ['cómo no', 'yes'],
])('in Spanish "%s" is %s', (text, expected) => {
  expect(yesOrNo(text, es)).toBe(expected);
});

test.each([
  ['Operator', 'operator', true],
  ['operator, please', 'operator', true],
  ['I want to speak to someone', 'operator', true],
  ['what did the operator of the ferry say', 'operator', false],
  ['the person who called me', 'operator', false],
  ['Stop!', 'stop', true],
  ['which bus stop is next to you', 'stop', false],
  ['goodbye', 'goodbye', true],
  ["that's all, thank you", 'goodbye', true],
  ["I don't know it", 'skip', true],
  ['Great, goodbye', 'goodbye', true],
  ['Perfect, thank you very much for your help. Have a nice day, bye!', 'goodbye', true],
  ["No, that's all, thanks. Bye bye.", 'goodbye', true],
  ["Don't say goodbye yet", 'goodbye', false],
  ["please don't hang up", 'goodbye', false],
  ["that's all I know about it", 'goodbye', false],
  ["That's all for today", 'goodbye', true],
  ["that's all I needed, thanks", 'goodbye', true],
  ['I need to go, bye', 'goodbye', false],
  ['goodbye to my money then', 'goodbye', false],
  ['okay, stop', 'stop', true],
  ['can you cancel that appointment', 'stop', false],
  ["don't stop", 'stop', false],
  ['No, operator!', 'operator', true],
  ['No. I want to talk to a person', 'operator', true],
  ["I don't want to talk to a person", 'operator', false],
  ['are you a real person', 'operator', false],
  ['I am a person with diabetes', 'operator', false],
  ["I'm trying to talk to a person", 'operator', true],
  ["don't call me back", 'callback', false],
  ['you can call me back later', 'callback', true],
] as const)('"%s" as %s: %s', (text, name, expected) => {
  expect(says(text, name, en)).toBe(expected);
});

test.each([
  ['Genial, muchas gracias, adiós', 'goodbye', true],
  ['No, nada más, gracias. Hasta luego', 'goodbye', true],
  ['nada más quiero preguntar una cosa', 'goodbye', false],
  ['eso es todo lo que sé', 'goodbye', false],
  ['eso es todo por hoy', 'goodbye', true],
  ['no cuelgue, no diga adiós', 'goodbye', false],
  ['para nada', 'stop', false],
  ['no, quiero hablar con una persona', 'operator', true],
  ['no quiero hablar con una persona', 'operator', false],
  ['soy una persona mayor', 'operator', false],
  ['hay que hablar con una persona', 'operator', true],
] as const)('in Spanish "%s" as %s: %s', (text, name, expected) => {
  expect(says(text, name, es)).toBe(expected);
});

test.each([
  ['en', 'Adiós', 'goodbye', true],
  ['en', 'No, nada más, gracias. Hasta luego', 'goodbye', true],
  ['en', 'thank you, adiós', 'goodbye', true],
  ['en', 'eso es todo lo que sé', 'goodbye', false],
  ['en', 'basta', 'stop', true],
  ['en', 'Quiero hablar con una persona', 'operator', true],
  ['en', 'no quiero hablar con una persona', 'operator', false],
  ['es', 'Goodbye!', 'goodbye', true],
  ['es', 'Gracias, bye bye', 'goodbye', true],
  ['es', "that's all, thank you", 'goodbye', true],
  ['es', "please don't hang up", 'goodbye', false],
  ['es', 'stop, por favor', 'stop', true],
  ['es', 'Operator, please', 'operator', true],
  ['es', 'are you a real person', 'operator', false],
  // Names and places in one language, commands in the other.
  ['en', 'Chao', 'goodbye', false],
  ['en', 'Alto', 'stop', false],
  ['en', 'Para', 'stop', false],
  ['es', 'Chao', 'goodbye', true],
  ['es', 'Alto', 'stop', true],
] as const)('while %s is spoken, "%s" as %s: %s', (language, text, name, expected) => {
  expect(commands(text, name, { spoken: { en, es }[language], all: [en, es] })).toBe(expected);
});

test('a word that says something else in the language being spoken is no command of another', () => {
  const it = { ...en, phrases: { ...en.phrases, stop: ['fine', 'basta'], goodbye: ['addio', 'no'] } };
  const all = [en, it];
  expect(commands('Fine', 'stop', { spoken: en, all })).toBe(false);
  expect(commands('no', 'goodbye', { spoken: en, all })).toBe(false);
  expect(commands('Basta', 'stop', { spoken: en, all })).toBe(true);
  expect(commands('Fine', 'stop', { spoken: it, all })).toBe(true);
});
