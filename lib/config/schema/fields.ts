import { z } from 'zod';
import { isPhoneNumber, type PhoneNumber } from '../../phone';
import { weekdays } from '../client';

// What XML cannot hold: Twilio would refuse the whole answer that it is said in.
const UNSPEAKABLE = /[^\P{Cc}\t\n\r]|[\p{Cs}\uFFFE\uFFFF]/u;

/**
 * Words that callers hear or people read, at most 1000 characters; `what` says what is expected. No Liquid: Studio would fill it in.
 * No control characters but tabs and ends of lines.
 */
export const sentence = (what: string) =>
  z
    .string()
    .trim()
    .min(1, `expected ${what}`)
    .max(1000, 'expected at most 1000 characters')
    .refine(text => !/\{\{|\{%/.test(text), 'expected words without "{{" and "{%": Studio would take them for Liquid')
    .refine(text => !UNSPEAKABLE.test(text), 'expected words without control characters');
/** A whole number from … to …, in `unit`s. */
export const whole = (from: number, to: number, unit: string) =>
  z
    .int(`expected a whole number of ${unit}`)
    .min(from, `expected at least ${from} ${unit}`)
    .max(to, `expected at most ${to} ${unit}`);

/** An e-mail address. */
export const address = z.email('expected an e-mail address, such as desk@example.org');
/** "Name <address>", or an address. */
export const sender = z
  .string()
  .regex(/^(?:[^<>\r\n]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, 'expected an address, or "Name <address>"');
/** A number in E.164 form, quoted: YAML would take it for a sum. */
export const phoneNumber = z.custom<PhoneNumber>(
  value => typeof value === 'string' && isPhoneNumber(value),
  'expected a quoted number in E.164 form, such as "+12025550142"',
);
/** "09:00-17:00"; "24:00" may end it. */
export const span = z
  .string()
  .regex(
    /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/,
    'expected a span of the day, such as "09:00-17:00"',
  )
  .refine(
    text => text.slice(0, 5) !== text.slice(6),
    'expected an end that differs from the start ("00:00-24:00" is the whole day)',
  );
const spans = z
  .array(span)
  .max(6, 'expected at most 6 spans a day')
  .refine(each => !overlap(each), 'expected spans that do not overlap, in the order of the day');

/** "09:00-12:00" sorts as text as it does in time; an end before its start runs into the next day. */
function overlap(each: readonly string[]): boolean {
  return each.some((text, index) => {
    const [start = '', end = ''] = text.split('-');
    const next = each[index + 1];
    return next !== undefined && (end <= start || next.slice(0, 5) < end);
  });
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
function isDate(text: string): boolean {
  const [, year, month, day] = /^(?:(\d{4})-)?(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (month === undefined || day === undefined) return false;
  if (year === undefined) return Number(day) >= 1 && Number(day) <= (DAYS[Number(month) - 1] ?? 0);
  return new Date(`${year}-${month}-${day}T00:00:00Z`).toJSON()?.startsWith(text) ?? false;
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text.includes('/') || text === 'UTC';
  } catch {
    return false;
  }
}

function isLanguage(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text)[0] === text;
  } catch {
    return false;
  }
}

const holiday = z.strictObject({
  date: z.string().refine(isDate, 'expected a date: "2026-12-25", or "12-25" for every year'),
  name: sentence('the name of the day'),
  hours: spans.optional(),
  greeting: sentence('what callers hear that day').optional(),
});

/** Spans for all seven days. */
export const hours = z.strictObject(
  Object.fromEntries(weekdays.map(day => [day, spans])) as Record<(typeof weekdays)[number], typeof spans>,
);

/** An IANA time zone. */
export const timeZone = z.string().refine(isTimeZone, 'expected an IANA time zone, such as America/Los_Angeles');
/** A BCP 47 tag in its canonical form. */
export const language = z.string().refine(isLanguage, 'expected a language tag, such as en-US');
/** A voice of Twilio's `<Say>`. */
export const voice = sentence('a voice of Twilio, such as Polly.Joanna-Neural');

/** Days with a rule of their own, each once. */
export const holidays = z.array(holiday).superRefine((days, context) => {
  const seen = new Set<string>();
  days.forEach(({ date }, index) => {
    if (seen.has(date)) context.addIssue({ code: 'custom', path: [index, 'date'], message: 'expected each day once' });
    seen.add(date);
  });
});
