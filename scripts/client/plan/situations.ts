import type { Client } from '../../../lib/config';

/** When a call comes in, as far as it makes a difference to the caller. */
export const situations = ['open', 'closed', 'holiday', 'functions-down', 'studio-down'] as const;
export type Situation = (typeof situations)[number];

/** The situations in which our own functions answer. */
export type Answered = Extract<Situation, 'open' | 'closed' | 'holiday'>;

/** As people say it: the beginning of a sentence. */
export const situationWords: Readonly<Record<Situation, string>> = {
  open: 'In opening hours',
  closed: 'Out of hours',
  holiday: 'On a holiday',
  'functions-down': 'When our functions do not answer',
  'studio-down': 'When Twilio Studio does not answer',
};

/**
 * What the function /lines/now answers: the keys that flows read as `parsed.*`. A holiday's own greeting is listed with the holiday.
 * tests/contracts/plan.test.ts holds it against the function's own rules.
 */
export function answerOf(situation: Answered, { greetings }: Client): Readonly<Record<string, string>> {
  const { open, closed, holiday, message, unanswered } = greetings;
  const away = situation === 'holiday' ? holiday : closed;
  return {
    state: situation,
    greeting: situation === 'open' ? open : away,
    messageGreeting: situation === 'open' ? message : away,
    unanswered,
  };
}
