import { voicemailDesk } from '../../../../lib/assembly';
import { checkFlexToken } from '../../../../lib/flex';
import { defineFlex, sid } from '../../../../lib/function';
import { fetchVoicemail } from '../../../../lib/voicemail';

/** Twilio's stock callback-and-voicemail plugin asks here for a recording; `/voicemail/play` streams the same. */
export const handler = defineFlex({
  check: checkFlexToken,
  fields: { recordingSid: sid('RE') },
  run: async (input, request) => ({ body: await fetchVoicemail(input, voicemailDesk(request)) }),
});
