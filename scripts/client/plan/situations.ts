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
