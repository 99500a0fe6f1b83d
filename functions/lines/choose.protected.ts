import { defineWeb, optional, sid, text } from '../../lib/function';
import { chooseFromMenu, chosenKeys } from '../../lib/lines';

/** Studio asks where a key of the menu leads: to agents of a topic, a callback, a message, or nowhere. */
export const handler = defineWeb({
  fields: { To: optional(text), CallSid: optional(sid('CA')), Digits: text },
  answers: chosenKeys,
  run: ({ Digits }, { client }) => ({ body: chooseFromMenu(client, Digits) }),
});
