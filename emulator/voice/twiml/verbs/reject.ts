import { oneOf } from '../attributes';
import { defineVerb, NEXT } from '../verb';

/** https://www.twilio.com/docs/voice/twiml/reject: only as the first verb, before the call is answered. */
export const reject = defineVerb({
  name: 'Reject',
  attributes: { reason: oneOf(['rejected', 'busy'], { default: 'rejected', warning: 13810 }) },
  nested: ['Parameter'],
  answers: false,
  async run({ attributes, session }) {
    if (session.call.isAnswered) {
      session.warn({ code: 12200, message: '<Reject> after the call was answered is ignored' });
      return NEXT;
    }
    return { then: 'reject', status: attributes.reason === 'busy' ? 'busy' : 'no-answer' };
  },
});
