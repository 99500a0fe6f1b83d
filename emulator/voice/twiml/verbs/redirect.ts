import { oneOf } from '../attributes';
import { textOf } from '../element';
import { defineVerb } from '../verb';

/** https://www.twilio.com/docs/voice/twiml/redirect */
export const redirect = defineVerb({
  name: 'Redirect',
  attributes: { method: oneOf(['POST', 'GET'], { default: 'POST', warning: 13710 }) },
  nested: [],
  run: async ({ attributes, element }) => ({
    then: 'fetch',
    kind: 'twiml',
    url: textOf(element),
    method: attributes.method,
    parameters: {},
  }),
});
