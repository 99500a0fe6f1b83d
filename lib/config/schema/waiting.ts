import { isSupportedCountry } from 'libphonenumber-js/min';
import { z } from 'zod';
import { missedOutcomes } from '../client';
import { span, whole } from './fields';

const yesOrNo = z.boolean('expected true or false');

/** What a caller who waits may do and hears. */
export const waiting = z.strictObject({
  callback: yesOrNo,
  voicemail: yesOrNo,
  announcePosition: yesOrNo,
  announceWait: yesOrNo,
  announceEverySeconds: whole(20, 600, 'seconds'),
  music: z.url({ protocol: /^https$/, error: 'expected an address that begins with https://' }).optional(),
});

/** What a caller may ask for out of hours. */
export const afterHours = z.strictObject({ callback: yesOrNo, voicemail: yesOrNo });

const MOST_HOURS = 336;
const retry = whole(1, MOST_HOURS * 60, 'minutes');

/** What is promised about callbacks. A try that would come after the callback is given up is a fault. */
export const callback = z
  .strictObject({
    country: z.string().refine(isSupportedCountry, 'expected a country of ISO 3166 in capitals, such as US'),
    foreign: yesOrNo,
    priority: whole(0, 2147483647, 'points'),
    maxAttempts: whole(1, 20, 'attempts'),
    retryMinutes: z.strictObject({ 'no-answer': retry, busy: retry, voicemail: retry, failed: retry }),
    quietHours: span
      .refine(text => text !== '00:00-24:00', 'expected a span that leaves time of the day to call back')
      .optional(),
    expireHours: whole(1, MOST_HOURS, 'hours'),
  })
  .superRefine(({ retryMinutes, expireHours }, context) => {
    for (const outcome of missedOutcomes.filter(each => retryMinutes[each] >= expireHours * 60)) {
      const message = `expected less than ${expireHours * 60} minutes, the ${expireHours} hours of expireHours`;
      context.addIssue({ code: 'custom', path: ['retryMinutes', outcome], message });
    }
  });

/** Tasks of a channel that an agent may have at once. */
export const capacity = z.record(
  z.string().regex(/^[a-z][a-z0-9_]*$/),
  whole(0, 50, 'tasks'),
  // A value of the wrong kind speaks for itself; this is about names and the whole.
  {
    error: issue =>
      issue.code === 'invalid_key'
        ? 'expected the unique name of a task channel, such as voice or callback'
        : undefined,
  },
);
