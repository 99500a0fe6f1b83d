import { numberWords, type NumberWords } from './number-words';

/** A run of digits in a text, said or written, and the tokens that make it. */
export interface DigitRun {
  /** The digits, as they were said together: "four", "48", "double five". */
  readonly parts: readonly string[];
  /** Index of the first token and of the one after the last. */
  readonly from: number;
  readonly to: number;
}

/** Lower case without accents: what recognisers differ in. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '');
}

/** Words and digit groups of a text, in order; punctuation falls away. */
export function tokensOf(text: string): string[] {
  return plain(text).match(/\d+|[\p{L}]+/gu) ?? [];
}

/**
 * The digits of an answer that should be nothing but digits: "double five, oh, twelve" → "55012". Words around them that mean nothing
 * ("my PIN is") are passed over; any other word makes the answer undefined, for a digit may have been misheard.
 */
export function spokenDigits(text: string, language: string): string | undefined {
  const words = numberWords(language);
  const tokens = tokensOf(text);
  let digits = '';
  let index = 0;
  while (index < tokens.length) {
    const read = readAt(tokens, index, words);
    if (read) {
      digits += read.digits;
      index = read.to;
    } else if (words.around.includes(tokens[index] ?? '')) index += 1;
    else return undefined;
  }
  return digits === '' ? undefined : digits;
}

/** Every run of digits in free speech. Words that sound like digits ("for", "to") count only where digits stand beside them. */
export function digitRuns(tokens: readonly string[], language: string): DigitRun[] {
  const words = numberWords(language);
  const runs: DigitRun[] = [];
  let index = 0;
  while (index < tokens.length) {
    const start = index;
    const parts: string[] = [];
    for (let read = readAt(tokens, index, words); read; read = readAt(tokens, index, words)) {
      parts.push(read.digits);
      index = read.to;
    }
    if (parts.length === 0) index += 1;
    else if (tokens.slice(start, index).some(token => !SOUND_ALIKE.has(token)))
      runs.push({ parts, from: start, to: index });
  }
  return runs;
}

/** Whether a word means nothing among digits: "uh", "and then", "is my PIN". */
export function isAroundDigits(token: string, language: string): boolean {
  return numberWords(language).around.includes(token);
}

const SOUND_ALIKE = new Set([
  'for',
  'to',
  'too',
  'won',
  'ate',
  'fore',
  'o',
  'oh',
  'un',
  'una',
  'une',
  'um',
  'uma',
  'ein',
  'eine',
]);

interface Read {
  readonly digits: string;
  readonly to: number;
}

function readAt(tokens: readonly string[], index: number, words: NumberWords): Read | undefined {
  const token = tokens[index];
  if (token === undefined) return undefined;
  const times = own(words.repeats, token);
  if (times !== undefined) {
    const next = readUnit(tokens, index + 1, words);
    return next && next.digits.length === 1 ? { digits: next.digits.repeat(times), to: next.to } : undefined;
  }
  const ten = own(words.tens, token);
  return ten === undefined ? readUnit(tokens, index, words) : readTens(tokens, { index, ten }, words);
}

function readUnit(tokens: readonly string[], index: number, words: NumberWords): Read | undefined {
  const token = tokens[index] ?? '';
  const digits = /^\d+$/.test(token) ? token : own(words.digits, token);
  return digits === undefined ? undefined : { digits, to: index + 1 };
}

/** "thirty" is 30; "thirty four" and "treinta y cuatro" are 34; "thirty twelve" is 30 and 12. */
function readTens(tokens: readonly string[], at: { index: number; ten: number }, words: NumberWords): Read {
  const joined = words.and !== undefined && tokens[at.index + 1] === words.and;
  const unit = own(words.digits, tokens[at.index + (joined ? 2 : 1)] ?? '');
  // "Diez y seis" is 16; "diez seis" is 10 and 6.
  const completes = unit?.length === 1 && unit !== '0' && (joined || at.ten > 1);
  if (!completes) return { digits: `${at.ten}0`, to: at.index + 1 };
  return { digits: `${at.ten}${unit}`, to: at.index + (joined ? 3 : 2) };
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
