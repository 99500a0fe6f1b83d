import type { CallerStep, ModelTurn } from '../../emulator';

/** Who calls: an account as `linekit accounts import` takes it. 555-01XX is kept free for fiction. */
export const ROSA = { id: 'acc-rosa', account: '700123', name: 'Rosa Diaz', number: '+12025550147', pin: '4829' };

/** The time that is booked, and those offered with it: ISO 8601 in UTC, and as people say them. */
export interface Offered {
  /** "2026-11-24": the day, on the client's clock. */
  readonly date: string;
  /** "Tuesday" */
  readonly weekday: string;
  readonly times: readonly { readonly iso: string; readonly said: string }[];
}

const says = (words: string, confidence?: number): CallerStep => ({
  ...{ do: 'say', words },
  ...(confidence !== undefined && { confidence }),
});
const hears = (text: string): CallerStep => ({ do: 'listen', until: { text } });

/**
 * What the caller does: whatever the line says by itself is waited for. `live`: with a real model nobody knows what it says after the booking, so
 * the caller speaks when the line has stopped.
 */
export function callerSteps(offered: Offered, live: boolean): CallerStep[] {
  const second = offered.times[1]?.said ?? '';
  return [
    ...[hears('How can I help you?'), says('Good morning, I would like to book a check-up, please', 0.94)],
    ...[hears('say it digit by digit.'), { do: 'press', digits: `${ROSA.pin}#` } as const],
    // Looks for the diary and says nothing until the line asks; then a lorry passes by.
    ...[hears('say that again?'), says('halv pass nigh', 0.18), hears('say that again?')],
    ...[says(`${second}, please`, 0.91), hears('say yes or no.'), says('Yes, please', 0.96)],
    live ? { do: 'listen', until: 'prompt-end' } : hears('Anything else?'),
    says('Yes, the blood test. Could I talk to a person about my results?', 0.93),
    ...[hears('stay on the line.'), { do: 'wait' } as const],
  ];
}

/** What the double of the model answers. */
export function modelTurns({ date, weekday, times }: Offered): ModelTurn[] {
  const [first, second, third] = times;
  const choice = `On ${weekday} you could come at ${first?.said}, at ${second?.said}, or at ${third?.said}. Which one suits you?`;
  const model = { firstTokenMs: 40, betweenMs: 2 };
  return [
    { ...model, when: 'book a check-up', calls: [{ name: 'identifyCaller' }] },
    {
      ...model,
      when: `is identified as ${ROSA.name}`,
      calls: [{ name: 'findFreeSlots', input: { from: date, to: date, what: 'check-up' } }],
    },
    { ...model, when: '"minutes":', say: choice },
    {
      ...model,
      when: `${second?.said}, please`,
      calls: [{ name: 'bookAppointment', input: { start: second?.iso ?? '', what: 'a check-up' } }],
    },
    { ...model, when: '"booked":', say: `Your check-up is booked for ${weekday} at ${second?.said}. Anything else?` },
    {
      ...model,
      when: 'talk to a person',
      calls: [{ name: 'transferToPerson', input: { topic: 'anything', reason: 'results of a blood test' } }],
    },
    {
      ...model,
      when: 'A person takes over',
      say: `{"summary": "${ROSA.name} booked a check-up for ${weekday} at ${second?.said}. She would now like to talk about the results of her blood test.", "sentiment": "positive"}`,
    },
  ];
}
