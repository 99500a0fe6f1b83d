import { z } from 'zod';
import type { MenuChoice } from '../client';
import { sentence, whole } from './fields';

const queueName = sentence('the name of a queue').max(64, 'expected at most 64 characters');
const priority = whole(0, 2147483647, 'points');
const topicName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,30}$/, 'expected lower-case letters, digits and "_", such as new_patients');

/** It stands between quotes in a TaskRouter expression: `routing.skills HAS 'spanish'`. */
const skill = z
  .string()
  .regex(
    /^[^\s'"\\][^'"\\\r\n]{0,63}$/,
    'expected a skill as Flex writes it, at most 64 characters without quotes and "\\"',
  );

/** Queues beside "Everyone". */
export const queues = z.array(
  z.strictObject({
    queue: queueName,
    skills: z
      .array(skill)
      .min(1, 'expected at least one skill: the queue of all agents is there, as Everyone')
      .max(10, 'expected at most 10 skills'),
  }),
);

/** What callers want, and who is asked. */
export const topics = z.array(
  z.strictObject({
    topic: topicName,
    queue: queueName,
    priority: priority.optional(),
    escalation: z
      .array(
        z.strictObject({ afterSeconds: whole(1, 86_400, 'seconds'), queue: queueName, priority: priority.optional() }),
      )
      .max(10, 'expected at most 10 steps')
      .optional(),
  }),
);

const choice = z
  .strictObject({
    key: z.string().regex(/^\d$/, 'expected one digit in quotes, such as "1"'),
    topic: topicName.optional(),
    to: z.enum(['callback', 'voicemail'], 'expected callback or voicemail').optional(),
  })
  .transform(({ key, topic, to }, context): MenuChoice => {
    if (topic !== undefined && to === undefined) return { key, topic };
    if (to !== undefined && topic === undefined) return { key, to };
    context.addIssue({ code: 'custom', message: 'expected either topic or to: where the key leads' });
    return z.NEVER;
  });

/** Keys and where they lead, each once. */
export const menu = z.strictObject({
  choices: z
    .array(choice)
    .min(1, 'expected at least one choice')
    .superRefine((choices, context) => {
      const seen = new Set<string>();
      choices.forEach(({ key }, index) => {
        if (seen.has(key))
          context.addIssue({ code: 'custom', path: [index, 'key'], message: 'expected each key once' });
        seen.add(key);
      });
    }),
});
