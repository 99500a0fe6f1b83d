import { oneOf, text, url as webhook } from '../attributes';
import type { Session } from '../../session';
import { refusalOf, wasDone } from '../../../studio/twilio-api';
import { textOf, type Element } from '../element';
import { defineVerb, NEXT } from '../verb';

/** https://www.twilio.com/docs/voice/twiml/sms: a message, as a record that REST shows and that tells of its progress; nobody gets it. */
export const sms = defineVerb({
  name: 'Sms',
  attributes: {
    to: text({ default: undefined }),
    from: text({ default: undefined }),
    action: webhook({ default: undefined }),
    method: oneOf(['POST', 'GET'], { default: 'POST', warning: 14104 }),
    statusCallback: webhook({ default: undefined, warning: 14105 }),
  },
  nested: [],
  async run({ attributes, element, session }) {
    const parameters = await send(element, attributes, session);
    const { action: url, method } = attributes;
    return url === undefined ? NEXT : { then: 'fetch', kind: 'action', url, method, parameters };
  },
});

/** What the API of messages says of To, From and Body, and what a document is warned of for the same. */
const WARNINGS: ReadonlyMap<number, number> = new Map([
  [21211, 14101],
  [21212, 14102],
  [21603, 14102],
  [21606, 14102],
  [21602, 14103],
]);

/** What the action is told: SmsStatus is `sent`, or `invalid` for what the API of messages refuses. */
async function send(
  element: Element,
  { to, from, statusCallback }: { readonly [N in 'to' | 'from' | 'statusCallback']: string | undefined },
  session: Session,
): Promise<Record<string, string>> {
  const { record, accountSid, services } = session.call;
  const form = {
    To: to ?? record.from,
    From: from ?? record.to,
    Body: textOf(element),
    ...(statusCallback !== undefined && { StatusCallback: session.resolve(statusCallback).url }),
  };
  const answer = await session.scope.wait(services.api().post({ accountSid, path: '/Messages.json', form }));
  if (wasDone(answer)) return { SmsSid: String(answer.body['sid']), SmsStatus: 'sent' };
  const { code = 12200, message } = refusalOf(answer);
  session.warn({ code: WARNINGS.get(code) ?? code, message: `Sms: ${message}` });
  return { SmsStatus: 'invalid' };
}
