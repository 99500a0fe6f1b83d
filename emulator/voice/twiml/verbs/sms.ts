import { oneOf, text } from '../attributes';
import { textOf } from '../element';
import { defineVerb, NEXT } from '../verb';

/** https://www.twilio.com/docs/voice/twiml/sms: a record of a message; nothing is sent, and nobody gets it. */
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
    const { record, world } = session.call;
    const sid = world.ids.sid('SM');
    const [to, from] = [attributes.to ?? record.from, attributes.from ?? record.to];
    const body = textOf(element);
    session.note('log', `an SMS to ${to} is kept, not sent: ${body}`, { detail: { sid, to, from, body } });
    const { action: url, method } = attributes;
    if (url === undefined) return NEXT;
    return { then: 'fetch', kind: 'action', url, method, parameters: { SmsSid: sid, SmsStatus: 'sent' } };
  },
});

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
