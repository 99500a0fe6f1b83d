import { createContext, Script } from 'node:vm';
import { plainText } from './plain-text';

/** Whether a condition holds, and a word to whoever wrote the flow when it can never hold as it is written. */
export interface Verdict {
  readonly holds: boolean;
  readonly hint?: string;
}

type Operator = (input: string, value: string) => boolean;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^([01]?\d|2[0-3]):[0-5]\d$/;

/** A pattern that takes longer than this is taken not to match: some patterns take for ever. */
const PATTERN_LIMIT_MS = 200;

/** Of text as `conditionHolds` folds it. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  equal_to: (input, value) => input === value,
  not_equal_to: (input, value) => input !== value,
  matches_any_of: (input, value) => list(value).includes(input),
  does_not_match_any_of: (input, value) => !list(value).includes(input),
  contains: (input, value) => input.includes(value),
  does_not_contain: (input, value) => !input.includes(value),
  starts_with: (input, value) => input.startsWith(value),
  does_not_start_with: (input, value) => !input.startsWith(value),
  is_blank: input => input === '',
  is_not_blank: input => input !== '',
  is_before_date: (input, value) => bothAre(DATE, input, value) && input < value,
  is_after_date: (input, value) => bothAre(DATE, input, value) && input > value,
  is_before_time: (input, value) => bothAre(TIME, input, value) && minutes(input) < minutes(value),
  is_after_time: (input, value) => bothAre(TIME, input, value) && minutes(input) > minutes(value),
};

/** The `type` of a condition, as Twilio's documents list them. */
export const SPLIT_OPERATORS: readonly string[] = [...Object.keys(OPERATORS), 'regex', 'less_than', 'greater_than'];

/**
 * Compares `input` with `value`. "Studio conditions are not case-sensitive and automatically trim leading and trailing spaces of the values"
 * [twilio.com/docs/studio/widget-library/split-based-on]; `regex` must match the whole.
 * `less_than` and `greater_than` compare numbers. Twilio's FAQ wants `| plus: 0` behind a variable that holds text ("5" as a caller pressed it);
 * published flows do without and work, so numbers in text count, with a word of advice. An operator that does not exist never holds.
 */
export function conditionHolds(type: string, input: unknown, value: string): Verdict {
  if (type === 'less_than' || type === 'greater_than') return compareNumbers(type, input, value);
  if (type === 'regex') return { holds: matchesWhole(plainText(input).trim(), value) };
  const operator = Object.hasOwn(OPERATORS, type) ? OPERATORS[type] : undefined;
  return { holds: operator?.(folded(plainText(input)), folded(value)) ?? false };
}

function folded(text: string): string {
  return text.trim().toLowerCase();
}

function compareNumbers(type: string, input: unknown, value: string): Verdict {
  const limit = value.trim() === '' ? Number.NaN : Number(value);
  const given = typeof input === 'number' ? input : numberIn(plainText(input));
  const holds = type === 'less_than' ? given < limit : given > limit;
  if (typeof input === 'number' || Number.isNaN(given)) return { holds };
  const hint = `${type} compares numbers, and "${plainText(input).slice(0, 40)}" is text: Twilio advises "| plus: 0"`;
  return { holds, hint };
}

function numberIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function list(value: string): string[] {
  return value.split(',').map(entry => entry.trim());
}

function bothAre(pattern: RegExp, input: string, value: string): boolean {
  return pattern.test(input) && pattern.test(value);
}

function minutes(time: string): number {
  const [hour = '0', minute = '0'] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}

/** What other dialects write in front of a pattern for any case, JavaScript's refuses: here no pattern heeds case. */
const IN_ANY_CASE = /^\(\?i\)|(?<=^\^)\(\?i\)/;

const patternRoom = createContext({ source: '', input: '' });
const patternTest = new Script('new RegExp("^(?:" + source + ")$", "i").test(input)');

/** In a room of its own, because only there can a pattern that takes for ever be stopped. */
function matchesWhole(input: string, source: string): boolean {
  Object.assign(patternRoom, { source: source.replace(IN_ANY_CASE, ''), input });
  try {
    return patternTest.runInContext(patternRoom, { timeout: PATTERN_LIMIT_MS }) === true;
  } catch {
    return false;
  }
}
