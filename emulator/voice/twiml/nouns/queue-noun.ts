import type { Session } from '../../session';
import { oneOf, readAttributes, text } from '../attributes';
import { textOf, type Element } from '../element';
import { notEmulated } from '../twiml-error';
import type { DocumentSource } from '../document';

const table = {
  url: text({ default: undefined }),
  method: oneOf(['POST', 'GET'], { default: 'POST' }),
  reservationSid: text({ default: undefined }),
  postWorkActivitySid: text({ default: undefined }),
};

/** Which queue a Queue noun means, and what whoever waits there hears before they are joined. */
export function queueOf(noun: Element, session: Session): { queueName: string; whisper: DocumentSource | undefined } {
  const { values, warnings } = readAttributes(noun, table);
  warnings.forEach(warning => session.warn(warning));
  if (values.reservationSid !== undefined) throw notEmulated('<Dial><Queue reservationSid>');
  const { url, method } = values;
  return {
    queueName: textOf(noun),
    whisper: url === undefined ? undefined : { kind: 'twiml', method, parameters: {}, ...session.resolve(url) },
  };
}
