import { de, fr, it, pt } from './european-number-words';

/** How a language says digits one by one and in twos. */
export interface NumberWords {
  /** A word for one or more digits: "oh" → "0", "twelve" → "12". */
  readonly digits: Readonly<Record<string, string>>;
  /** Words for whole tens, which a following unit completes: "thirty four" → "34". */
  readonly tens: Readonly<Record<string, number>>;
  /** A word between tens and unit: "treinta y cuatro". */
  readonly and?: string | undefined;
  /** Words that repeat the digit after them. */
  readonly repeats: Readonly<Record<string, number>>;
  /** Words that people say around digits and that mean none. */
  readonly around: readonly string[];
}

const en: NumberWords = {
  digits: {
    ...{ zero: '0', oh: '0', o: '0', nought: '0', naught: '0', null: '0', one: '1', won: '1', two: '2', to: '2' },
    ...{ too: '2', three: '3', four: '4', for: '4', fore: '4', five: '5', six: '6', seven: '7', eight: '8', ate: '8' },
    ...{ nine: '9', niner: '9', ten: '10', eleven: '11', twelve: '12', thirteen: '13', fourteen: '14', fifteen: '15' },
    ...{ sixteen: '16', seventeen: '17', eighteen: '18', nineteen: '19' },
  },
  tens: { twenty: 2, thirty: 3, forty: 4, fourty: 4, fifty: 5, sixty: 6, seventy: 7, eighty: 8, ninety: 9 },
  repeats: { double: 2, triple: 3, treble: 3, quadruple: 4 },
  around: [
    ...['my', 'the', 'pin', 'code', 'number', 'account', 'is', 'its', 'it', 's', 'um', 'uh', 'er', 'and', 'then', 'ok'],
    ...[
      'okay',
      'yes',
      'sure',
      'please',
      'thanks',
      'here',
      'so',
      'well',
      'digits',
      'that',
      'thats',
      'hm',
      'hmm',
      'mm',
      'uhm',
    ],
  ],
};

const es: NumberWords = {
  digits: {
    ...{ cero: '0', uno: '1', una: '1', un: '1', dos: '2', tres: '3', cuatro: '4', cinco: '5', seis: '6', siete: '7' },
    ...{ ocho: '8', nueve: '9', once: '11', doce: '12', trece: '13', catorce: '14', quince: '15' },
    ...{ dieciseis: '16', diecisiete: '17', dieciocho: '18', diecinueve: '19', veintiuno: '21', veintiun: '21' },
    ...{ veintidos: '22', veintitres: '23', veinticuatro: '24', veinticinco: '25', veintiseis: '26' },
    ...{ veintisiete: '27', veintiocho: '28', veintinueve: '29' },
  },
  tens: { diez: 1, veinte: 2, treinta: 3, cuarenta: 4, cincuenta: 5, sesenta: 6, setenta: 7, ochenta: 8, noventa: 9 },
  and: 'y',
  repeats: { doble: 2, triple: 3, cuadruple: 4 },
  around: [
    ...['mi', 'el', 'la', 'pin', 'clave', 'codigo', 'numero', 'cuenta', 'es', 'de', 'eh', 'este', 'pues', 'si'],
    ...[
      'por',
      'favor',
      'gracias',
      'bueno',
      'y',
      'luego',
      'son',
      'a',
      'ver',
      'em',
      'mm',
      'hm',
      'despues',
      'eso',
      'ese',
      'esa',
    ],
  ],
};

const byLanguage: Readonly<Record<string, NumberWords>> = { en, es, de, fr, it, pt };

/** The number words of a language tag ("es-MX"); of a language that is not here, digits alone are understood. */
export function numberWords(language: string): NumberWords {
  return byLanguage[language.split('-')[0] ?? ''] ?? { digits: {}, tens: {}, repeats: {}, around: [] };
}
