import type { Session } from '../../session';
import { oneOf, readAttributes, text } from '../attributes';
import { textOf, type Element } from '../element';
import type { DocumentSource } from '../document';

export interface QueueNoun {
  readonly queueName: string;
  readonly reservation: { readonly reservationSid: string; readonly postWorkActivitySid?: string } | undefined;
  readonly whisper: DocumentSource | undefined;
}

const table = {
  url: text({ default: undefined }),
  method: oneOf(['POST', 'GET'], { default: 'POST' }),
  reservationSid: text({ default: undefined }),
  postWorkActivitySid: text({ default: undefined }),
};

/** Which queue a Queue noun means, or the reservation whose call it takes, and what whoever waits there hears before they are joined. */
export function queueOf(noun: Element, session: Session): QueueNoun {
  const { values, warnings } = readAttributes(noun, table);
  warnings.forEach(warning => session.warn(warning));
  const { url, method, reservationSid, postWorkActivitySid } = values;
  return {
    queueName: textOf(noun),
    reservation:
      reservationSid === undefined
        ? undefined
        : { reservationSid, ...(postWorkActivitySid !== undefined && { postWorkActivitySid }) },
    whisper: url === undefined ? undefined : { kind: 'twiml', method, parameters: {}, ...session.resolve(url) },
  };
}
