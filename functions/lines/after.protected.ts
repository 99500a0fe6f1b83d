import { defineWeb, optional, sid, text } from '../../lib/function';
import { afterQueue, afterQueueKeys } from '../../lib/lines';

/** Studio asks what a caller hears who left the queue without an agent. */
export const handler = defineWeb({
  fields: { To: optional(text), CallSid: sid('CA'), QueueResult: optional(text) },
  answers: afterQueueKeys,
  run: (_input, { client, clock }) => ({ body: afterQueue(client, clock.now(), false) }),
});
