import { z } from 'zod';
import { isPhoneNumber, type PhoneNumber } from '../phone';
import { lineKinds, weekdays, type Client } from './client';
import { isSameLanguage } from './line-of';

const sentence = (what: string) =>
  z
    .string()
    .trim()
    .min(1, `expected ${what}`)
    .max(1000, 'expected at most 1000 characters')
    .refine(text => !/\{\{|\{%/.test(text), 'expected words without "{{" and "{%": Studio would take them for Liquid');
const whole = (from: number, to: number, unit: string) =>
  z
    .int(`expected a whole number of ${unit}`)
    .min(from, `expected at least ${from} ${unit}`)
    .max(to, `expected at most ${to} ${unit}`);

const address = z.email('expected an e-mail address, such as desk@example.org');
const sender = z
  .string()
  .regex(/^(?:[^<>\r\n]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, 'expected an address, or "Name <address>"');
const phoneNumber = z.custom<PhoneNumber>(
  value => typeof value === 'string' && isPhoneNumber(value),
  'expected a quoted number in E.164 form, such as "+12025550142"',
);
const span = z
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

const hours = z.strictObject(
  Object.fromEntries(weekdays.map(day => [day, spans])) as Record<(typeof weekdays)[number], typeof spans>,
);

const timeZone = z.string().refine(isTimeZone, 'expected an IANA time zone, such as America/Los_Angeles');
const language = z.string().refine(isLanguage, 'expected a language tag, such as en-US');
const voice = sentence('a voice of Twilio, such as Polly.Joanna-Neural');

const holidays = z.array(holiday).superRefine((days, context) => {
  const seen = new Set<string>();
  days.forEach(({ date }, index) => {
    if (seen.has(date)) context.addIssue({ code: 'custom', path: [index, 'date'], message: 'expected each day once' });
    seen.add(date);
  });
});

const greetings = z.strictObject({
  open: sentence('what callers hear in opening hours'),
  closed: sentence('what callers hear out of hours'),
  holiday: sentence('what callers hear on holidays'),
  message: sentence('what callers of a line that only takes messages hear in opening hours'),
  unanswered: sentence('what callers hear when no agent came'),
  goodbye: sentence('what callers hear after their message'),
  nothingHeard: sentence('what callers hear when they said nothing'),
  apology: sentence('what callers hear when something broke'),
});

const lineNumber = z.strictObject({
  number: phoneNumber,
  line: z.enum(lineKinds, `expected one of ${lineKinds.join(', ')}`),
  language: language.optional(),
  voice: voice.optional(),
  timeZone: timeZone.optional(),
  hours: hours.optional(),
  holidays: holidays.optional(),
  greetings: greetings.partial().optional(),
});

const voicemail = z
  .strictObject({
    minSeconds: whole(0, 60, 'seconds'),
    maxSeconds: whole(5, 3600, 'seconds'),
    silenceSeconds: whole(1, 60, 'seconds'),
    transcribe: z.boolean('expected true or false'),
    priority: whole(0, 2147483647, 'points'),
    retentionDays: whole(1, 3650, 'days'),
  })
  .refine(policy => policy.minSeconds < policy.maxSeconds, {
    path: ['minSeconds'],
    error: 'expected less than maxSeconds',
  });

const email = z.strictObject({
  recipients: z.array(address).min(1, 'expected at least one recipient').max(50, 'expected at most 50 recipients'),
  sender,
  domain: z.string().regex(/^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'expected a domain name, such as mg.example.org'),
  region: z.enum(['us', 'eu'], 'expected us or eu'),
  attachmentLimitMb: z
    .number('expected a number of megabytes')
    .min(0, 'expected at least 0')
    .max(18, 'expected at most 18: Mailgun takes 25 MB in all'),
  linkDays: whole(1, 30, 'days'),
});

/** The schema of a client's file. Strict: a key it doesn't know is a fault. Loaded by the command line and the build, never by a Function. */
export const clientSchema = z
  .strictObject({
    client: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,30}$/, 'expected lower-case letters, digits and "-", as in the file name'),
    name: sentence("the client's name").regex(/^[^\r\n]*$/, 'expected one line'),
    accountSid: z.string().regex(/^AC[0-9a-f]{32}$/, 'expected an account SID: AC and 32 hexadecimal digits'),
    numbers: z.array(lineNumber).min(1, 'expected at least one number'),
    timeZone,
    language,
    voice,
    hours,
    holidays,
    greetings,
    answer: z.strictObject({ waitSeconds: whole(5, 3600, 'seconds') }),
    voicemail,
    email,
  })
  .superRefine((client, context) => {
    const seen = new Set<string>();
    client.numbers.forEach((each, index) => {
      const fault = (path: string[], message: string) =>
        context.addIssue({ code: 'custom', path: ['numbers', index, ...path], message });
      if (seen.has(each.number)) fault(['number'], 'expected each number once');
      seen.add(each.number);
      for (const path of wordsToTranslate(client.language, each)) {
        fault(path, `is missing: this number speaks ${each.language}, the rest of the file ${client.language}`);
      }
    });
  }) satisfies z.ZodType<Client>;

/** Where a number that speaks another language than the client still lacks something of its own. */
function wordsToTranslate(clientLanguage: string, line: z.infer<typeof lineNumber>): string[][] {
  if (line.language === undefined || isSameLanguage(line.language, clientLanguage)) return [];
  const missing = Object.keys(greetings.shape).filter(name => !Object.hasOwn(line.greetings ?? {}, name));
  return [...(line.voice === undefined ? [['voice']] : []), ...missing.map(name => ['greetings', name])];
}
