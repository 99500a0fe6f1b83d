import { digitRuns, plain, tokensOf } from '../pin';

export interface RedactionContext {
  /** BCP 47: whose number words count as digits. All that are spoken on the line: callers change without saying so. */
  readonly languages: readonly string[];
  /** Words after which a run of digits is a secret: "pin", "social". */
  readonly secretWords: readonly string[];
  /** The caller was just asked for something secret: every run of three digits and more is one. */
  readonly expectSecret?: boolean;
}

const HIDDEN = '[hidden]';
/** How many words may stand between "my PIN" and its digits. */
const NEAR_WORDS = 6;

/**
 * Speech without card numbers (Luhn), PINs and identity numbers, said in words or in digits. A whole run goes, so that no part of a number is
 * left. Phone numbers, dates and amounts stay.
 */
export function redactSpeech(text: string, context: RedactionContext): string {
  return context.languages.reduce((rest, language) => redactIn(rest, language, context), redactWritten(text));
}

function redactIn(written: string, language: string, context: RedactionContext): string {
  const pieces = written.match(/\d+|\p{L}[\p{L}\p{M}]*|[^\p{L}\d]+/gu) ?? [];
  const words = pieces.flatMap((piece, index) => (/^[\p{L}\d]/u.test(piece) ? [{ piece, index }] : []));
  const tokens = words.map(({ piece }) => tokensOf(piece)[0] ?? '');
  const hidden = digitRuns(tokens, language).filter(run => isSecret(run, tokens, context));
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
    .replace(/(?<![\d+])\d(?:[ .-]?\d){12,18}(?!\d)/g, run => (isCard(run.replace(/\D/g, '')) ? HIDDEN : run))
    .replace(/(?<!\d)(?!000|666|9)\d{3}[- ](?!00)\d{2}[- ](?!0000)\d{4}(?!\d)/g, HIDDEN)
    .replace(/\b(?:[XYZxyz][- ]?\d{7}|\d{8})-?[A-Za-z]\b/g, HIDDEN)
    .replace(/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b/g, run => (isIban(run) ? HIDDEN : run));
}

/** Whether the assistant's words ask for something that may not be written down. */
export function asksForSecret(text: string, secretWords: readonly string[]): boolean {
  return tokensOf(text).some(token => secretWords.includes(token));
}

function isSecret(
  run: { readonly digits: string; readonly from: number },
  tokens: readonly string[],
  { secretWords, expectSecret = false }: RedactionContext,
): boolean {
  const { digits, from } = run;
  if (digits.length >= 13 && digits.length <= 19 && isCard(digits)) return true;
  if (digits.length === 9) return true;
  const near = tokens.slice(Math.max(0, from - NEAR_WORDS), from).some(token => secretWords.includes(plain(token)));
  return digits.length >= 3 && (near || expectSecret);
}

/** Source: ISO/IEC 7812-1, annex B. */
function isCard(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0 && !/^0+$/.test(digits);
}

/** Source: ISO 13616: letters as 10 to 35, the first four characters last, remainder 1 by 97. */
function isIban(text: string): boolean {
  const compact = text.replace(/ /g, '');
  const digits = [...(compact.slice(4) + compact.slice(0, 4))].map(each => parseInt(each, 36)).join('');
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}
