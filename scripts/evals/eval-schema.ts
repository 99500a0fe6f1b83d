import { z } from 'zod';
import { modelTurn } from '../../emulator/anthropic/script';

const text = z.string().min(1).max(2_000);
const ms = z.int().min(0).max(600_000);
const moment = z.iso.datetime({
  offset: true,
  error: 'expected a time with its offset, such as 2026-11-23T10:04:00-08:00',
});
const phone = z.string().regex(/^\+[1-9]\d{6,14}$/, 'expected a number such as +12025550111');
const pattern = z.string().refine(isPattern, 'expected a regular expression');

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'iu').source !== '';
  } catch {
    return false;
  }
}

const hears = { hears: pattern.optional() };
/** One thing a caller does. `hears`: what the line must have said before it, as a regular expression. */
const callerStep = z.union(
  [
    z.strictObject({
      ...hears,
      say: text,
      confidence: z.number().min(0).max(1).optional(),
      sttMs: ms.optional(),
      /** They began to speak when the line had said only this. */
      interruptsAfter: text.optional(),
      /** The web hook comes twice at once. */
      twice: z.literal(true).optional(),
      /** They hang up while this tool works. */
      hangsUpDuring: z.string().optional(),
    }),
    z.strictObject({ ...hears, press: z.string().regex(/^[\d*#]{1,32}$/, 'expected keys: digits, * and #') }),
    z.strictObject({ ...hears, silence: z.literal(true) }),
    z.strictObject({ ...hears, hangUp: z.literal(true) }),
    z.strictObject({
      ...hears,
      comesBack: z.strictObject({
        from: z.enum(['handOver', 'callback', 'voicemail']),
        why: z.enum(['noAnswer', 'busy', 'failed']),
      }),
    }),
  ],
  'expected one of: say, press, silence: true, hangUp: true, comesBack',
);
export type CallerStep = z.output<typeof callerStep>;

/** A caller whom a model plays. */
const simulated = z.strictObject({
  persona: text,
  goal: text,
  /** What they know and say when asked: account number, PIN, dates. */
  knows: z.record(z.string(), z.string()).default({}),
  model: z.string().default('claude-haiku-5-5'),
  mostTurns: z.int().min(1).max(60).default(20),
});
export type Simulated = z.output<typeof simulated>;

const account = z.strictObject({
  accountId: text,
  name: text.optional(),
  accountNumber: z.string().regex(/^\d{3,20}$/, 'expected digits in quotation marks'),
  phones: z.array(phone).default([]),
  pin: z
    .string()
    .regex(/^\d{3,12}$/, 'expected digits in quotation marks')
    .optional(),
});

const failure = z.strictObject({
  /** "calendar.book", "todos.add", "http.fetch". */
  call: z.string().regex(/^(calendar|todos|openWork|callbacks|http|pin)\.[a-zA-Z]+$/, 'expected system.call'),
  times: z.int().min(1).max(100).default(1),
  /** What happens: refused at once, taken by somebody else, done but the answer is lost, or no answer at all. */
  how: z.enum(['unavailable', 'taken', 'lost', 'hangs']).default('unavailable'),
});
export type Failure = z.output<typeof failure>;

const world = z.strictObject({
  /** The caller's number; null when it is withheld. */
  caller: phone.nullable().default('+12025550111'),
  accounts: z.array(account).default([]),
  /** Free times of the calendar; no calendar without the key. */
  slots: z.array(moment).optional(),
  appointments: z.array(z.strictObject({ accountId: text, start: moment, what: text })).default([]),
  todos: z.array(z.strictObject({ accountId: text, text, remindAt: moment.optional() })).optional(),
  open: z
    .array(
      z.strictObject({
        id: text,
        accountId: text,
        kind: z.enum(['callback', 'voicemail', 'task']),
        about: text,
        createdAt: moment,
      }),
    )
    .optional(),
  /** What servers of declared tools answer, by a part of their URL. */
  http: z
    .array(z.strictObject({ url: text, status: z.int().default(200), body: z.string().default('{}') }))
    .default([]),
  /** How long systems take. */
  tookMs: ms.default(120),
  /** What the day's other calls have spent before this one. */
  spentTodayUsd: z.number().min(0).default(0),
  /** Callbacks can be booked; the dialogue of callbacks takes over otherwise. */
  callbacks: z.boolean().default(true),
  failures: z.array(failure).default([]),
});
export type EvalWorld = z.output<typeof world>;

const then = z.enum(['listen', 'keys', 'wait', 'handOver', 'callback', 'voicemail', 'done']);
const wanted = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const ranCheck = z.strictObject({
  tool: text,
  /** Parts of the input; text between slashes is a regular expression. */
  with: z.record(z.string(), wanted).default({}),
  times: z.int().min(1).default(1),
});

const checks = z.strictObject({
  /** How the assistant's part ends. */
  then,
  topic: z.string().optional(),
  queue: z.string().optional(),
  /** Tools that did their work, as often as said. */
  ran: z.array(ranCheck).default([]),
  neverRan: z.array(z.string()).default([]),
  /** Whom the line took the caller for: an account's id, or false. */
  verified: z.union([z.string(), z.literal(false)]).optional(),
  /** Attributes of the hand-over by their path; text between slashes is a regular expression. */
  handOver: z.record(z.string(), wanted).default({}),
  /** Each must have been heard, or never. */
  said: z.array(pattern).default([]),
  neverSaid: z.array(pattern).default([]),
  /** Nowhere: not kept, logged, told to the model, or said. */
  nowhere: z.array(pattern).default([]),
  /** The language at the end. */
  language: z.string().optional(),
  /** Of every turn that asked the model: to its first token, and from the caller's last word to the line's first. */
  firstTokenMs: ms.default(1_500),
  turnMs: ms.default(4_000),
  costUsd: z.number().positive().default(0.05),
  mostTurns: z.int().min(1).default(30),
  /** What is left in the systems afterwards. */
  appointments: z.array(z.record(z.string(), wanted)).optional(),
  todos: z.array(z.record(z.string(), wanted)).optional(),
  callbacks: z.array(z.record(z.string(), wanted)).optional(),
});
export type Checks = z.output<typeof checks>;

/** What `evals/<name>.yaml` says. */
export const evalSchema = z
  .strictObject({
    /** One sentence: who calls, and what must come of it. */
    about: text,
    client: z.string().default('sample'),
    /** Parts of the client's section `assistant` that are otherwise in this eval. */
    change: z.record(z.string(), z.unknown()).default({}),
    at: moment.default('2026-11-23T10:04:00-08:00'),
    world: world.prefault({}),
    caller: z.array(callerStep).min(1).optional(),
    simulated: simulated.optional(),
    model: z.array(modelTurn).optional(),
    /** A file in evals/recordings: what model and simulated caller said in a live run. */
    recording: z.string().optional(),
    checks,
  })
  .superRefine((value, context) => {
    if (!value.caller && !value.simulated)
      context.addIssue({ code: 'custom', path: ['caller'], message: 'is missing: a script in caller, or simulated' });
    if (!value.recording && !(value.caller && value.model))
      context.addIssue({
        code: 'custom',
        path: ['model'],
        message: 'is missing: expected a script in caller and model, or a recording, for runs without a real model',
      });
  });
export type EvalFile = z.output<typeof evalSchema>;
