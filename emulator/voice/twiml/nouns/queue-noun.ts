import type { Session } from '../../session';
import { matching, oneOf, text, url as webhook } from '../attributes';
import { textOf, type Element } from '../element';
import type { DocumentSource } from '../document';
import { attributesOf } from '../verb';

export interface QueueNoun {
  readonly queueName: string;
  readonly reservation: { readonly reservationSid: string; readonly postWorkActivitySid?: string } | undefined;
  readonly whisper: DocumentSource | undefined;
}

/** https://www.twilio.com/docs/voice/twiml/queue */
export const queueTable = {
  url: webhook({ default: '', warning: 14211 }),
  method: oneOf(['POST', 'GET'], { default: 'POST', warning: 14210 }),
  // A wrong one makes the Dial fail (14215), so it is read as it is.
  reservationSid: text({ default: undefined }),
  postWorkActivitySid: matching(/^WA\w+$/, { default: undefined, warning: 14218 }),
};

/** Twilio's limit of a queue's name. */
export const MAX_QUEUE_NAME_CHARACTERS = 64;

/** Undefined, with a warning, when it is none (14212, 14213). Which queue a Queue noun means, or the reservation whose call it takes, and what whoever waits there hears before they are joined. */
export function queueOf(noun: Element, session: Session): QueueNoun | undefined {
  const { url, method, reservationSid, postWorkActivitySid } = attributesOf(noun, queueTable, session);
  const queueName = textOf(noun);
  if (queueName === '' && reservationSid === undefined) {
    session.warn({ code: 14212, message: 'Dial->Queue: queue name too short' });
    return undefined;
  }
  if (queueName.length > MAX_QUEUE_NAME_CHARACTERS) {
    session.warn({ code: 14213, message: 'Dial->Queue: queue name too long' });
    return undefined;
  }
  return {
    queueName,
    reservation:
      reservationSid === undefined
        ? undefined
        : { reservationSid, ...(postWorkActivitySid !== undefined && { postWorkActivitySid }) },
    whisper: url === '' ? undefined : { kind: 'twiml', method, parameters: {}, ...session.resolve(url) },
  };
}
