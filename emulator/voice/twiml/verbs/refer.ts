import type { Session } from '../../session';
import { oneOf, url as webhook, type Warning } from '../attributes';
import { textOf } from '../element';
import { defineVerb, NEXT } from '../verb';

/** https://www.twilio.com/docs/voice/twiml/refer: the far end, a SIP phone, takes the call to another address; here it always does. */
export const refer = defineVerb({
  name: 'Refer',
  attributes: { action: webhook({ default: undefined }), method: oneOf(['POST', 'GET'], { default: 'POST' }) },
  nested: ['Sip', 'ReferSip'],
  async run({ attributes: { action: url, method }, element, session }) {
    const target = textOf(element);
    const refusal = refusalOf(target, session);
    if (refusal) session.warn(refusal);
    else session.note('call', `is referred to ${target}`);
    const parameters = refusal
      ? { ReferCallStatus: 'failed' }
      : { ReferCallStatus: 'completed', ReferSipResponseCode: '202' };
    return url === undefined ? NEXT : { then: 'fetch', kind: 'action', url, method, parameters };
  },
});

function refusalOf(target: string, { call: { record } }: Session): Warning | undefined {
  const farEnd = record.direction === 'inbound' ? record.from : record.to;
  if (!/^sips?:/i.test(farEnd)) return { code: 13801, message: 'Refer not allowed on non-SIP call legs' };
  if (!/^(sips?|tel):\S+$/i.test(target)) return { code: 13243, message: `Refer: Invalid SIP URI "${target}"` };
  return undefined;
}
