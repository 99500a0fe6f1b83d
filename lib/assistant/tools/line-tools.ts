import { weekdays, type Client } from '../../config';
import { localTime, openingAt } from '../../lines';
import { objectOf } from '../json-schema';
import type { AssistantSettings } from '../settings';
import type { Tool } from '../tool';
import { waysOutAt } from '../ways-out';
import type { Callbacks } from './ports';
import { textOf } from './read-input';

const QUICK_MS = 1_000;
const SOON_DAYS = 21;
const reason = { type: 'string', maxLength: 200, description: 'What the caller wants, in a few words.' } as const;

/** Opening hours, holidays that come soon, and the way to the client. */
export function openingHours(client: Client, settings: AssistantSettings): Tool {
  return {
    name: 'openingHours',
    description: 'Opening hours, holidays of the next weeks, whether it is open now, and how to get there.',
    input: objectOf({}),
    permission: 'public',
    effect: 'none',
    timeoutMs: QUICK_MS,
    run: async (_input, { now }) => ({
      content: {
        now: `${localTime(now, client.timeZone).weekday} ${localTime(now, client.timeZone).date}`,
        open: openingAt(client, now).state === 'open',
        hours: Object.fromEntries(weekdays.map(day => [day, client.hours[day].join(', ') || 'closed'])),
        holidays: soon(client, now),
        ...(settings.directions !== undefined && { directions: settings.directions }),
      },
    }),
  };
}

function soon(client: Client, now: Date): string[] {
  const days = Array.from({ length: SOON_DAYS }, (_, day) =>
    localTime(new Date(now.getTime() + day * 86_400_000), client.timeZone),
  );
  return client.holidays
    .filter(({ date }) => days.some(day => day.date === date || day.date.slice(5) === date))
    .map(({ date, name, hours }) => `${date} ${name}: ${hours?.join(', ') ?? 'closed'}`);
}

/** Sends the call to one of the client's topics; to nowhere else, whatever is asked. */
export function transferToPerson({ topics }: AssistantSettings): Tool {
  return {
    name: 'transferToPerson',
    description:
      'Connects the caller with a person. Use it when the caller asks for one, is upset, or needs what you cannot do.',
    input: objectOf({ topic: { type: 'string', enum: topics.map(each => each.topic) }, reason }),
    permission: 'public',
    effect: 'none',
    timeoutMs: QUICK_MS,
    run: async input => ({
      content: 'The caller is being connected.',
      ending: { to: 'handOver', topic: textOf(input, 'topic'), reason: textOf(input, 'reason') },
    }),
  };
}

/** Takes a message after the assistant's part, where and when the client takes any. */
export function leaveVoicemail(client: Client, settings: AssistantSettings): Tool {
  return {
    name: 'leaveVoicemail',
    description: 'Lets the caller record a message. The call ends after it.',
    input: objectOf({ reason }),
    permission: 'public',
    effect: 'none',
    timeoutMs: QUICK_MS,
    offered: now => waysOutAt(client, settings, now).includes('voicemail'),
    run: async input => ({
      content: 'The recording begins.',
      ending: { to: 'voicemail', reason: textOf(input, 'reason') },
    }),
  };
}

/** Books a callback to the number the caller calls from. To any other number the caller books it by keys, in the dialogue of callbacks. */
export function requestCallback(client: Client, settings: AssistantSettings, callbacks: Callbacks | undefined): Tool {
  return {
    name: 'requestCallback',
    description:
      'Has somebody call the caller back, on the number the caller calls from. For another number say otherNumber: the line asks for it.',
    input: objectOf(
      {
        reason,
        topic: { type: 'string', enum: settings.topics.map(each => each.topic) },
        otherNumber: { type: 'boolean' },
      },
      ['topic', 'otherNumber'],
    ),
    permission: 'public',
    effect: 'idempotent',
    timeoutMs: 4_000,
    offered: now => waysOutAt(client, settings, now).includes('callback'),
    run: async (input, { caller, idempotencyKey }) => {
      const wish = textOf(input, 'reason');
      if (!callbacks || caller === undefined || input.otherNumber === true)
        return {
          content: 'The line asks for the number.',
          done: `callback asked for: ${wish}`,
          ending: { to: 'callback', reason: wish },
        };
      const topic = 'topic' in input ? textOf(input, 'topic') : undefined;
      await callbacks.request({ number: caller, topic, reason: wish, key: idempotencyKey });
      return {
        content: 'Booked: somebody will call the caller back on this number.',
        done: `callback booked: ${wish}`,
      };
    },
  };
}

/** Ends the call. */
export function endCall(): Tool {
  return {
    name: 'endCall',
    description: 'Hangs up, once the caller has everything and says so. Say goodbye in the same answer.',
    input: objectOf({}),
    permission: 'public',
    effect: 'none',
    timeoutMs: QUICK_MS,
    run: async () => ({ content: 'The call ends.', ending: { to: 'done', reason: 'everything was said' } }),
  };
}
