import { whole } from '../attributes';
import { defineVerb, NEXT } from '../verb';

/** https://www.twilio.com/docs/voice/twiml/pause */
export const pause = defineVerb({
  name: 'Pause',
  attributes: { length: whole({ default: 1, min: 1, warning: 13910 }) },
  nested: [],
  async run({ attributes, session }) {
    await session.scope.sleep(attributes.length * 1000);
    return NEXT;
  },
});
