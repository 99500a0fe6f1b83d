import { defineVerb } from '../verb';

/** https://www.twilio.com/docs/voice/twiml/leave: takes the call out of its queue. Outside a queue it does nothing but end the document. */
export const leave = defineVerb({
  name: 'Leave',
  attributes: {},
  nested: [],
  run: async () => ({ then: 'leave' }),
});
