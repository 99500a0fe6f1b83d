import { AppError } from '../../errors';
import { objectOf, type JsonObject } from '../json-schema';
import type { Tool, ToolContext, ToolResult } from '../tool';
import { fill } from '../words';
import type { Appointment, Calendar } from './ports';
import { accountOf, optionalText, spokenTime, textOf } from './read-input';

const TIMEOUT_MS = 6_000;
const DAY_MS = 86_400_000;
const MOST_SLOTS = 8;
const time = { type: 'string', format: 'date-time', description: 'ISO 8601 with offset, as it was listed.' } as const;
const date = { type: 'string', format: 'date' } as const;
const id = { type: 'string', maxLength: 120, description: 'As it was listed.' } as const;
const what = { type: 'string', minLength: 1, maxLength: 80, description: 'What the appointment is for.' } as const;

/** Free slots for everybody; appointments of the caller's own for the caller. */
export function calendarTools(calendar: Calendar): Tool[] {
  return [findFreeSlots(calendar), listAppointments(calendar), book(calendar), move(calendar), cancel(calendar)];
}

const identified = { permission: 'identified', effect: 'irreversible', timeoutMs: TIMEOUT_MS } as const;

function findFreeSlots(calendar: Calendar): Tool {
  return {
    name: 'findFreeSlots',
    description: 'Free times between two days, both included.',
    input: objectOf({ from: date, to: date, what }, ['what']),
    permission: 'public',
    effect: 'none',
    timeoutMs: TIMEOUT_MS,
    run: async (input, context) => {
      const [from, to] = [textOf(input, 'from'), textOf(input, 'to')];
      const slots = await calendar.freeSlots({ from, to, what: optionalText(input, 'what') });
      const first = slots.filter(slot => Date.parse(slot.start) > context.now.getTime()).slice(0, MOST_SLOTS);
      return { content: first.map(({ start, minutes }) => ({ start, minutes, said: spokenTime(start, context) })) };
    },
  };
}

function listAppointments(calendar: Calendar): Tool {
  return {
    name: 'listAppointments',
    description: "The caller's appointments.",
    input: objectOf({}),
    permission: 'identified',
    effect: 'none',
    timeoutMs: TIMEOUT_MS,
    run: async (_input, context) => ({
      content: (await calendar.list(accountOf(context).accountId))
        .slice(0, MOST_SLOTS)
        .map(each => ({ id: each.id, what: each.what, start: each.start, said: spokenTime(each.start, context) })),
    }),
  };
}

function book(calendar: Calendar): Tool {
  return {
    ...identified,
    name: 'bookAppointment',
    description: 'Books a free time. The line reads it back and asks the caller.',
    input: objectOf({ start: time, what }),
    readBack: async (input, context) => {
      await mustBeFree(calendar, textOf(input, 'start'));
      return fill(context.words.say.bookAppointment, {
        what: textOf(input, 'what'),
        when: spokenTime(textOf(input, 'start'), context),
      });
    },
    run: async (input, context) => {
      const { accountId } = accountOf(context);
      const wish = { start: textOf(input, 'start'), what: textOf(input, 'what'), key: context.idempotencyKey };
      return told('booked', await calendar.book({ accountId, ...wish }), context);
    },
    look: (_input, context) => found(calendar, 'booked', context),
  };
}

function move(calendar: Calendar): Tool {
  return {
    ...identified,
    name: 'moveAppointment',
    description: "Moves one of the caller's appointments to a free time. The line reads it back and asks the caller.",
    input: objectOf({ id, start: time }),
    readBack: async (input, context) => {
      const [appointment] = await Promise.all([
        own(calendar, input, context),
        mustBeFree(calendar, textOf(input, 'start')),
      ]);
      const when = { from: spokenTime(appointment.start, context), when: spokenTime(textOf(input, 'start'), context) };
      return fill(context.words.say.moveAppointment, { what: appointment.what, ...when });
    },
    run: async (input, context) => {
      const { accountId } = accountOf(context);
      const wish = { id: textOf(input, 'id'), start: textOf(input, 'start'), key: context.idempotencyKey };
      return told('moved', await calendar.move({ accountId, ...wish }), context);
    },
    look: async (input, context) => {
      if (!(await calendar.find(context.idempotencyKey))) return undefined;
      // The new time is taken; whether the old one is free is not known: once more, so that the move is whole.
      const { accountId } = accountOf(context);
      const wish = { id: textOf(input, 'id'), start: textOf(input, 'start'), key: context.idempotencyKey };
      return told('moved', await calendar.move({ accountId, ...wish }), context);
    },
  };
}

function cancel(calendar: Calendar): Tool {
  return {
    ...identified,
    name: 'cancelAppointment',
    description: "Cancels one of the caller's appointments. The line reads it back and asks the caller.",
    input: objectOf({ id }),
    readBack: async (input, context) => {
      const { what: name, start } = await own(calendar, input, context);
      return fill(context.words.say.cancelAppointment, { what: name, when: spokenTime(start, context) });
    },
    run: async (input, context) => {
      const { accountId } = accountOf(context);
      await calendar.cancel({ accountId, id: textOf(input, 'id'), key: context.idempotencyKey });
      return { content: 'Cancelled.', done: 'appointment cancelled' };
    },
    look: async (input, context) => {
      const all = await calendar.list(accountOf(context).accountId);
      return all.some(each => each.id === input.id)
        ? undefined
        : { content: 'Cancelled.', done: 'appointment cancelled' };
    },
  };
}

async function own(calendar: Calendar, input: JsonObject, context: ToolContext): Promise<Appointment> {
  const found = (await calendar.list(accountOf(context).accountId)).find(each => each.id === input.id);
  if (!found) throw new AppError('NOT_FOUND', 'no such appointment of this caller');
  return found;
}

/** Asked before the caller is: nobody says yes to a time that is gone, or that the model made up. */
async function mustBeFree(calendar: Calendar, start: string): Promise<void> {
  const at = Date.parse(start);
  const [from, to] = [at - DAY_MS, at + DAY_MS].map(ms => new Date(ms).toISOString().slice(0, 10));
  const slots = await calendar.freeSlots({ from: from ?? '', to: to ?? '', what: undefined });
  if (!slots.some(slot => Date.parse(slot.start) === at)) throw new AppError('CONFLICT', 'not a free time');
}

async function found(calendar: Calendar, verb: string, context: ToolContext): Promise<ToolResult | undefined> {
  const appointment = await calendar.find(context.idempotencyKey);
  return appointment && told(verb, appointment, context);
}

function told(verb: string, { id: name, what: subject, start }: Appointment, context: ToolContext): ToolResult {
  const when = spokenTime(start, context);
  return { content: { [verb]: subject, id: name, start, said: when }, done: `${verb}: ${subject}, ${start}` };
}
