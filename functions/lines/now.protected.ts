import { defineWeb, optional, sid, text } from '../../lib/function';
import { whatApplies, whatAppliesKeys } from '../../lib/lines';

/** Studio asks what applies to a call that comes in now to that number: open, closed or holiday, and the words for it. */
export const handler = defineWeb({
  fields: { To: optional(text), CallSid: optional(sid('CA')) },
  answers: whatAppliesKeys,
  run: (_input, { client, clock }) => ({ body: whatApplies(client, clock.now()) }),
});
