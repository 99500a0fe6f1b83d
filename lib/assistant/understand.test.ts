import { says, yesOrNo } from './understand';
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
