import { callbackDesk } from '../../lib/assembly';
import { defineWeb, optional, sid, text } from '../../lib/function';
import { afterQueue, afterQueueKeys } from '../../lib/lines';

/** Studio asks what a caller hears who left the queue without an agent: words that fit, and whether a callback may be had. */
export const handler = defineWeb({
  fields: { To: optional(text), CallSid: sid('CA'), QueueResult: optional(text) },
  answers: afterQueueKeys,
  run: async ({ CallSid }, line) => {
    const noted = await callbackDesk(line).ports.notes.read(CallSid);
    return { body: afterQueue(line.client, line.clock.now(), noted?.notes.chosen === 'voicemail') };
  },
});
