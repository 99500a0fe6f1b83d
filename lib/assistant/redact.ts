import { digitRuns, isAroundDigits, plain, tokensOf, type DigitRun } from '../pin';
import { hasCardNumber } from './card-number';

export interface RedactionContext {
  /** BCP 47: whose number words count as digits. All that are spoken on the line: callers change without saying so. */
  readonly languages: readonly string[];
  /** Words near which a run of digits is a secret: "pin", "social". */
  readonly secretWords: readonly string[];
  /** The caller was just asked for something secret: three digits and more are one, however they are spread over the sentence. */
  readonly expectSecret?: boolean;
}

const HIDDEN = '[hidden]';
/** How many words may stand between "my PIN" and its digits, and between two parts of them. */
const NEAR_WORDS = 6;
/** Fewer digits are no secret, and a PIN that is said in parts has this many before it is taken for whole. */
const FEWEST_DIGITS = 3;
const WHOLE_PIN = 4;

/**
 * Speech without card numbers (Luhn), PINs and identity numbers, said in words or in digits, with or without "uh" and "and then" between. A
 * whole run goes, so that no part of a number is left. Phone numbers, dates and amounts stay.
 */
export function redactSpeech(text: string, context: RedactionContext): string {
  return context.languages.reduce((rest, language) => redactIn(rest, language, context), redactWritten(text));
}

function redactIn(written: string, language: string, context: RedactionContext): string {
  const pieces = written.match(/\d+|\p{L}[\p{L}\p{M}]*|[^\p{L}\d]+/gu) ?? [];
  const words = pieces.flatMap((piece, index) => (/^[\p{L}\d]/u.test(piece) ? [{ piece, index }] : []));
  const said: Said = { tokens: words.map(({ piece }) => tokensOf(piece)[0] ?? ''), language };
  const runs = together(digitRuns(said.tokens, language), said);
  const near = nearSecrets(runs, said, context);
  const hidden = runs.filter(run => near.has(run) || isNumberOfItsOwn(run, language));
  if (hidden.length === 0) return written;
  const kept = [...pieces];
  for (const run of hidden) {
    const from = words[run.from]?.index ?? 0;
    const to = words[run.to - 1]?.index ?? from;
    for (let index = from; index <= to; index += 1) kept[index] = index === from ? HIDDEN : '';
  }
  return kept.join('');
}

/** Written text (a tool's result, a model's answer) without card numbers and identity numbers in their usual forms. */
export function redactWritten(text: string): string {
  return text
    .replace(/(?<![\d+])\d(?:[ .-]?\d){12,}(?!\d)/g, run => (hasCardNumber(run.split(/[ .-]/)) ? HIDDEN : run))
    .replace(/(?<!\d)(?!000|666|9)\d{3}[- ](?!00)\d{2}[- ](?!0000)\d{4}(?!\d)/g, HIDDEN)
    .replace(/\b(?:[XYZxyz][- ]?\d{7}|\d{8})-?[A-Za-z]\b/g, HIDDEN)
    .replace(/\b[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d\b/gi, HIDDEN)
    .replace(/\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/gi, HIDDEN)
    .replace(/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b/g, run => (isIban(run) ? HIDDEN : run));
}

/** Whether the assistant's words ask for something that may not be written down. */
export function asksForSecret(text: string, secretWords: readonly string[]): boolean {
  return tokensOf(text).some(token => secretWords.includes(token));
}

interface Said {
  readonly tokens: readonly string[];
  readonly language: string;
}

/** Runs with nothing between them but "uh", "and then" and the like are one. */
function together(runs: readonly DigitRun[], { tokens, language }: Said): DigitRun[] {
  const joined: DigitRun[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last && tokens.slice(last.to, run.from).every(token => isAroundDigits(token, language)))
      joined.splice(-1, 1, { parts: [...last.parts, ...run.parts], from: last.from, to: run.to });
    else joined.push(run);
  }
  return joined;
}

/** Where phone numbers have nine digits, as persons' numbers have elsewhere. */
const NINE_DIGIT_PHONES = /-(ES|PT|PL)$/i;

/** Cards, and numbers of nine digits, which persons have. */
function isNumberOfItsOwn({ parts }: DigitRun, language: string): boolean {
  return hasCardNumber(parts) || (parts.join('').length === 9 && !NINE_DIGIT_PHONES.test(language));
}

/** Runs that are a secret by what is said near them, or because the caller was asked for one; those said in parts all together. */
function nearSecrets(runs: readonly DigitRun[], said: Said, context: RedactionContext): Set<DigitRun> {
  const secret = new Set<DigitRun>();
  let chain: DigitRun[] = [];
  for (const run of runs) {
    const last = chain.at(-1);
    const goesOn = last !== undefined && run.from - last.to <= NEAR_WORDS && lengthOf(chain) < WHOLE_PIN;
    if (!goesOn) chain = [];
    if (goesOn || context.expectSecret || isNamed(run, said, context.secretWords)) chain.push(run);
    if (lengthOf(chain) >= FEWEST_DIGITS) chain.forEach(each => secret.add(each));
  }
  if (context.expectSecret && lengthOf(runs) >= FEWEST_DIGITS) runs.forEach(each => secret.add(each));
  return secret;
}

function lengthOf(runs: readonly DigitRun[]): number {
  return runs.reduce((sum, { parts }) => sum + parts.join('').length, 0);
}

/** "My PIN, I think, is 4829", or "4829 is my PIN". */
function isNamed({ from, to }: DigitRun, { tokens, language }: Said, secretWords: readonly string[]): boolean {
  const isSecret = (token: string): boolean => secretWords.includes(plain(token));
  if (tokens.slice(Math.max(0, from - NEAR_WORDS), from).some(isSecret)) return true;
  const after = tokens.slice(to, to + NEAR_WORDS);
  const named = after.findIndex(isSecret);
  return named >= 0 && after.slice(0, named).every(token => isAroundDigits(token, language));
}

/** Source: ISO 13616: letters as 10 to 35, the first four characters last, remainder 1 by 97. */
function isIban(text: string): boolean {
  const compact = text.replace(/ /g, '');
  const digits = [...(compact.slice(4) + compact.slice(0, 4))].map(each => parseInt(each, 36)).join('');
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}
