import { AppError } from '../errors';
import { isSid, type Sid } from '../sid';

/** How one request field is read. Throws a string: what was expected. */
export interface Field<T> {
  readonly expected: string;
  /** `text` is undefined when the field is missing or blank. Undefined means "not acceptable". */
  parse(text: string | undefined): T | undefined;
  readonly required: boolean;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;
export type Input<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** A SID of that kind. */
export function sid<Prefix extends string>(prefix: Prefix): Field<Sid<Prefix>> {
  return {
    expected: `a SID that begins with ${prefix}`,
    required: true,
    parse: text => (text !== undefined && isSid(prefix, text) ? text : undefined),
  };
}

/** Any text that is not blank. */
export const text: Field<string> = { expected: 'text', required: true, parse: value => value };

/** A whole number that is not negative: Twilio's durations in seconds. */
export const wholeNumber: Field<number> = {
  expected: 'a whole number, 0 or more',
  required: true,
  parse: value => (value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined),
};

/** A number from 0 to 1: how sure a recogniser is. */
export const share: Field<number> = {
  expected: 'a number from 0 to 1',
  required: true,
  parse: value => (value !== undefined && /^(0(\.\d+)?|1(\.0+)?)$/.test(value) ? Number(value) : undefined),
};

/** One of these words. */
export function oneOf<T extends string>(words: readonly T[]): Field<T> {
  return {
    expected: `one of ${words.join(', ')}`,
    required: true,
    parse: value => words.find(word => word === value),
  };
}

/** A date in any form that Twilio sends (RFC 2822, ISO 8601). */
export const date: Field<Date> = {
  expected: 'a date',
  required: true,
  parse: value => (value === undefined || Number.isNaN(Date.parse(value)) ? undefined : new Date(value)),
};

/** May be missing; when it is there it must be right. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  return { ...field, required: false };
}

/** Reads the fields of a request. Throws BAD_INPUT that names every wrong one at once. */
export function readFields<F extends Fields>(fields: F, event: Readonly<Record<string, unknown>>): Input<F> {
  const faults: string[] = [];
  const values = Object.entries(fields).map(([name, field]) => {
    const raw = event[name];
    const given = typeof raw === 'string' && raw.trim() !== '' ? raw.trim() : undefined;
    const value = field.parse(given);
    if (value === undefined && (given !== undefined || field.required)) {
      faults.push(`${name} ${given === undefined ? 'is missing' : 'is malformed'} (expected ${field.expected})`);
    }
    return [name, value];
  });
  if (faults.length > 0) throw new AppError('BAD_INPUT', `${faults.join('; ')}.`);
  return Object.fromEntries(values) as Input<F>;
}
