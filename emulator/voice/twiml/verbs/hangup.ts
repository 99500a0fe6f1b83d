import { defineVerb } from '../verb';

/** https://www.twilio.com/docs/voice/twiml/hangup */
export const hangup = defineVerb({
  name: 'Hangup',
  attributes: {},
  nested: ['Parameter'],
  run: async () => ({ then: 'hang-up' }),
});
