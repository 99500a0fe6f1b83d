import { z } from 'zod';
import { lineKinds, weekdays, type Client } from './client';
import { assistant } from './schema/assistant';
import { crossFaults } from './schema/cross-checks';
import {
  address,
  holidays,
  hours,
  language,
  phoneNumber,
  sender,
  sentence,
  timeZone,
  voice,
  whole,
} from './schema/fields';
import { prompts, somePrompts } from './schema/prompts';
import { menu, queues, topics } from './schema/routing';
import { afterHours, callback, capacity, waiting } from './schema/waiting';

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

const answer = z.strictObject({ waitSeconds: whole(5, 3600, 'seconds') });

const lineNumber = z.strictObject({
  number: phoneNumber,
  line: z.enum(lineKinds, `expected one of ${lineKinds.join(', ')}`),
  language: language.optional(),
  voice: voice.optional(),
  timeZone: timeZone.optional(),
  hours: hours.optional(),
  holidays: holidays.optional(),
  greetings: greetings.partial().optional(),
  answer: answer.optional(),
  prompts: somePrompts.optional(),
  menu: menu.optional(),
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

const recipients = z.array(address).min(1, 'expected at least one recipient').max(50, 'expected at most 50 recipients');

const email = z.strictObject({
  recipients,
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
    queues: queues.optional(),
    topics: topics.optional(),
    menu: menu.optional(),
    prompts: prompts.optional(),
    waiting: waiting.optional(),
    afterHours: afterHours.optional(),
    callback: callback.optional(),
    assistant: assistant.optional(),
    capacity: capacity.optional(),
    summary: z
      .strictObject({ recipients, weekday: z.enum(weekdays, `expected one of ${weekdays.join(', ')}`) })
      .optional(),
    answer,
    voicemail,
    email,
  })
  .superRefine((client, context) => {
    for (const { path, message } of crossFaults(client, Object.keys(greetings.shape))) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  }) satisfies z.ZodType<Client>;
