import { voicemailDelivery } from '../../lib/assembly';
import { defineWeb, optional, text, wholeNumber } from '../../lib/function';
import { sweepVoicemail } from '../../lib/voicemail';

/** Delivers what no webhook brought to its end, one page a request; `npx linekit sweep` asks until there is no cursor. */
export const handler = defineWeb({
  fields: { sinceHours: optional(wholeNumber), cursor: optional(text) },
  run: async ({ sinceHours = 48, cursor }, line) => ({
    body: await sweepVoicemail({ sinceHours, cursor }, voicemailDelivery(line)),
  }),
});
