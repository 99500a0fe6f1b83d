import { oneOf, text } from '../attributes';
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
    action: text({ default: undefined }),
    method: oneOf(['POST', 'GET'], { default: 'POST' }),
    statusCallback: text({ default: undefined }),
  },
  nested: [],
  async run({ attributes, element, session }) {
    const parameters = await send(element, attributes, session);
    const { action: url, method } = attributes;
    return url === undefined ? NEXT : { then: 'fetch', kind: 'action', url, method, parameters };
  },
});

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
  session.warn({ code, message: `Sms: ${message}` });
  return { SmsStatus: 'invalid' };
}

/** https://www.twilio.com/docs/voice/twiml/refer: the far end takes the call to a SIP address; here it always does. */
export const refer = defineVerb({
  name: 'Refer',
  attributes: { action: text({ default: undefined }), method: oneOf(['POST', 'GET'], { default: 'POST' }) },
  nested: ['Sip', 'ReferSip'],
  async run({ attributes: { action: url, method }, element, session }) {
    const target = textOf(element);
    const isSip = /^(sips?|tel):\S+$/i.test(target);
    if (!isSip) session.warn({ code: 13243, message: `Refer: Invalid SIP URI "${target}"` });
    else session.note('call', `is referred to ${target}`);
    const status = isSip ? '202' : '400';
    const parameters = { ReferCallStatus: isSip ? 'completed' : 'failed', ReferSipResponseCode: status };
    return url === undefined ? NEXT : { then: 'fetch', kind: 'action', url, method, parameters };
  },
});
