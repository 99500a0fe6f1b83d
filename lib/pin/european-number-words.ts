import type { NumberWords } from './number-words';

const units = ['ein', 'zwei', 'drei', 'vier', 'funf', 'sechs', 'sieben', 'acht', 'neun'];
const tens = {
  zwanzig: 2,
  dreißig: 3,
  dreissig: 3,
  vierzig: 4,
  funfzig: 5,
  sechzig: 6,
  siebzig: 7,
  achtzig: 8,
  neunzig: 9,
};
/** "achtundvierzig": the unit comes first, in one word. */
const twoDigits = Object.entries(tens).flatMap(([word, ten]): [string, string][] => [
  [word, `${ten}0`],
  ...units.map((unit, index): [string, string] => [`${unit}und${word}`, `${ten}${index + 1}`]),
]);

/** German. */
export const de: NumberWords = {
  digits: {
    ...{ null: '0', eins: '1', ein: '1', eine: '1', zwei: '2', zwo: '2', drei: '3', vier: '4', funf: '5', sechs: '6' },
    ...{ sieben: '7', acht: '8', neun: '9', zehn: '10', elf: '11', zwolf: '12', dreizehn: '13', vierzehn: '14' },
    ...{ funfzehn: '15', sechzehn: '16', siebzehn: '17', achtzehn: '18', neunzehn: '19' },
    ...Object.fromEntries(twoDigits),
  },
  tens: {},
  repeats: { doppel: 2, zweimal: 2, dreimal: 3, viermal: 4 },
  around: [
    ...['meine', 'mein', 'die', 'der', 'das', 'pin', 'code', 'nummer', 'geheimzahl', 'konto', 'kontonummer', 'ist'],
    ...['kundennummer', 'lautet', 'und', 'dann', 'also', 'ahm', 'ah', 'aha', 'hm', 'bitte', 'ja', 'gut', 'danke'],
  ],
};

/** French, digit by digit: its tens go over several words ("quatre-vingt-dix"), and half of one would be another number. */
export const fr: NumberWords = {
  digits: {
    ...{ zero: '0', un: '1', une: '1', deux: '2', trois: '3', quatre: '4', cinq: '5', six: '6', sept: '7', huit: '8' },
    ...{ neuf: '9' },
  },
  tens: {},
  repeats: { double: 2, triple: 3 },
  around: [
    ...['mon', 'ma', 'le', 'la', 'code', 'pin', 'numero', 'compte', 'est', 'c', 'cest', 'euh', 'et', 'puis', 'alors'],
    ...['oui', 's', 'il', 'vous', 'plait', 'merci', 'voila', 'de', 'hm'],
  ],
};

/** Italian, digit by digit. */
export const it: NumberWords = {
  digits: {
    ...{
      zero: '0',
      uno: '1',
      una: '1',
      due: '2',
      tre: '3',
      quattro: '4',
      cinque: '5',
      sei: '6',
      sette: '7',
      otto: '8',
    },
    ...{ nove: '9' },
  },
  tens: {},
  repeats: { doppio: 2, triplo: 3 },
  around: [
    ...[
      'il',
      'mio',
      'la',
      'codice',
      'pin',
      'numero',
      'conto',
      'e',
      'allora',
      'poi',
      'ehm',
      'eh',
      'si',
      'prego',
      'grazie',
    ],
    ...['per', 'favore', 'di', 'hm'],
  ],
};

/** Portuguese, digit by digit; "meia" (half a dozen) is how six is said on the phone. */
export const pt: NumberWords = {
  digits: {
    ...{ zero: '0', um: '1', uma: '1', dois: '2', duas: '2', tres: '3', quatro: '4', cinco: '5', seis: '6', meia: '6' },
    ...{ sete: '7', oito: '8', nove: '9' },
  },
  tens: {},
  repeats: { duplo: 2, dobro: 2, triplo: 3 },
  around: [
    ...[
      'o',
      'meu',
      'minha',
      'a',
      'codigo',
      'senha',
      'pin',
      'numero',
      'conta',
      'e',
      'entao',
      'depois',
      'ah',
      'eh',
      'sim',
    ],
    ...['por', 'favor', 'obrigado', 'obrigada', 'da', 'do', 'hm'],
  ],
};
