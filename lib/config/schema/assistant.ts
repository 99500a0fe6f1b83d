import { z } from 'zod';
import { builtInTools, defaultLimits, wordsOf, type Phrases, type Sentences } from '../../assistant';
import type { SipAddress } from '../../voice-steps';
import type { AssistantSection } from '../assistant';
import { httpTool } from './http-tool';
import { language, sentence, whole } from './fields';

const model = z
  .string()
  .regex(/^claude-[a-z0-9]+(-[a-z0-9]+)*$/, 'expected the name of a model, such as claude-haiku-5-5');
const text = (what: string, most: number) =>
  z.string().trim().min(1, `expected ${what}`).max(most, `expected at most ${most} characters`);
const dollars = (most: number) =>
  z
    .number('expected a number of US dollars')
    .positive('expected more than 0')
    .max(most, `expected at most ${most} US dollars`);

const builtIn = wordsOf([], 'en-US');
/** Keys of an object whose type says which they are. */
const keysOf = <K extends string>(of: Readonly<Record<K, unknown>>): K[] => Object.keys(of) as K[];

const phrases = z.strictObject(
  Object.fromEntries(
    keysOf(builtIn.phrases).map(name => [name, z.array(text('what callers say', 80)).max(100).exactOptional()]),
  ) as Record<keyof Phrases, z.ZodExactOptional<z.ZodArray<z.ZodString>>>,
);
const say = z.strictObject(
  Object.fromEntries(keysOf(builtIn.say).map(name => [name, spoken(name).exactOptional()])) as Record<
    keyof Sentences,
    z.ZodExactOptional<z.ZodString>
  >,
);

/** Words of the client's own have the same blanks as the built-in ones: no other is filled in. */
function spoken(name: keyof Sentences): z.ZodString {
  const blanks: readonly string[] = builtIn.say[name].match(/\{\w+\}/g) ?? [];
  return text('what callers hear', 500).superRefine((given, context) => {
    const own = given.match(/\{\w*\}/g) ?? [];
    for (const blank of own.filter(each => !blanks.includes(each)))
      context.addIssue({ code: 'custom', message: `expected no ${blank}: nothing fills it in here` });
  });
}

const languages = z
  .array(
    z.strictObject({
      language,
      greeting: sentence('what callers hear first'),
      words: z.strictObject({ phrases: phrases.exactOptional(), say: say.exactOptional() }).optional(),
    }),
  )
  .min(1, 'expected at least one language')
  .max(10, 'expected at most 10 languages');

const digits = (min: number, max: number) =>
  z
    .strictObject({ min: whole(3, 20, 'digits').default(min), max: whole(3, 20, 'digits').default(max) })
    .refine(range => range.min <= range.max, { path: ['min'], error: 'expected no more than max' })
    .prefault({});

const price = z.strictObject({
  inputUsd: dollars(1000),
  outputUsd: dollars(1000),
  cacheReadUsd: dollars(1000),
  cacheWriteUsd: dollars(1000),
});

const limits = z
  .strictObject({
    callUsd: dollars(100).default(defaultLimits.callMicroUsd / 1e6),
    dayUsd: dollars(100_000).default(defaultLimits.dayMicroUsd / 1e6),
    callSeconds: whole(30, 14_400, 'seconds').default(defaultLimits.callSeconds),
    turns: whole(1, 500, 'turns').default(defaultLimits.turns),
    toolRounds: whole(1, 20, 'rounds').default(defaultLimits.toolRounds),
    waits: whole(0, 10, 'waits').default(defaultLimits.waits),
    misses: whole(1, 10, 'misses').default(defaultLimits.misses),
    minConfidence: z
      .number('expected a number from 0 to 1')
      .min(0, 'expected at least 0')
      .max(1, 'expected at most 1')
      .default(defaultLimits.minConfidence),
    pinTries: whole(1, 5, 'tries').default(defaultLimits.pinTries),
    summaryMs: whole(500, 8_000, 'milliseconds').default(defaultLimits.summaryMs),
  })
  .prefault({})
  .transform(({ callUsd, dayUsd, ...rest }) => ({
    ...rest,
    callMicroUsd: Math.round(callUsd * 1e6),
    dayMicroUsd: Math.round(dayUsd * 1e6),
  }));

const calendar = z.strictObject({
  url: z
    .url({ protocol: /^https$/, error: 'expected an https address, such as https://caldav.example.org/desk/' })
    .refine(
      address => !/^https:\/\/[^/]*@/.test(address),
      'expected an address without a user: CALDAV_USERNAME says it',
    )
    .transform(address => (address.endsWith('/') ? address : `${address}/`)),
  slotMinutes: whole(5, 480, 'minutes').default(30),
  noticeMinutes: whole(0, 43_200, 'minutes').default(60),
  horizonDays: whole(1, 365, 'days').default(60),
});

const speechModels = [
  'default',
  'numbers_and_commands',
  'phone_call',
  'experimental_conversations',
  'experimental_utterances',
  'googlev2_long',
  'googlev2_short',
  'googlev2_telephony',
] as const;
const speechModel = z.union(
  [z.enum(speechModels), z.templateLiteral(['deepgram_', z.string().regex(/^[a-z0-9.-]+$/)])],
  `expected one of ${speechModels.join(', ')}, or deepgram_ and a model of Deepgram's`,
);
const speech = z
  .array(
    z.strictObject({
      language,
      voice: text("a voice of Twilio's", 100).optional(),
      recogniser: z.enum(['twilio', 'deepgram'], 'expected twilio or deepgram').optional(),
      model: speechModel.optional(),
      silenceSeconds: whole(1, 10, 'seconds').optional(),
    }),
  )
  .max(10, 'expected at most 10 languages');

const SIP = /^(sips?):([\w.+-]+)@([a-zA-Z0-9.-]+(?::\d+)?(?:;[\w=-]+)*)$/;

function sipAddress(text: string): SipAddress {
  const [, scheme, user = '', host = ''] = SIP.exec(text) ?? [];
  return `${scheme === 'sips' ? 'sips' : 'sip'}:${user}@${host}`;
}

const extensions = z
  .array(
    z.strictObject({
      extension: z.string().regex(/^\d{1,10}$/, 'expected a quoted extension, such as "2001"'),
      sip: z.string().regex(SIP, 'expected an address such as sip:2001@pbx.example.org').transform(sipAddress),
      topic: text('a topic of the assistant', 31),
      ringSeconds: whole(5, 120, 'seconds').default(20),
    }),
  )
  .max(50, 'expected at most 50 extensions');

/** The section `assistant`. Money is in US dollars in the file, in millionths of one in the parsed client. */
export const assistant = z.strictObject({
  model: model.default('claude-haiku-5-5'),
  fallbackModel: model.optional(),
  effort: z.enum(['low', 'medium', 'high'], 'expected low, medium or high').default('low'),
  maxTokens: whole(50, 4_000, 'tokens').default(400),
  persona: text('who the assistant is and how it speaks', 4_000),
  knowledge: text('what the assistant knows', 20_000).optional(),
  languages,
  identify: z.enum(['atStart', 'whenNeeded', 'never'], 'expected atStart, whenNeeded or never').default('whenNeeded'),
  pinDigits: digits(4, 6),
  accountDigits: digits(4, 10),
  topics: z
    .array(
      z.strictObject({
        topic: z
          .string()
          .regex(/^[a-z][a-z0-9_]{0,30}$/, 'expected lower-case letters, digits and "_", such as new_patients'),
        queue: sentence('the name of a queue').max(64, 'expected at most 64 characters'),
        about: text('when a caller belongs here', 300),
      }),
    )
    .max(20, 'expected at most 20 topics')
    .default([]),
  toolsOff: z.array(z.enum(builtInTools, `expected one of ${builtInTools.join(', ')}`)).optional(),
  httpTools: z.array(httpTool).max(20, 'expected at most 20 tools').optional(),
  directions: text('how to find the client', 1_000).optional(),
  hints: z.array(text('a word to expect', 100)).max(500, 'expected at most 500 hints').optional(),
  limits,
  prices: z.record(model, price),
  calendar: calendar.optional(),
  speech: speech.optional(),
  extensions: extensions.optional(),
  answerSeconds: whole(1, 7, 'seconds').optional(),
}) satisfies z.ZodType<AssistantSection>;
