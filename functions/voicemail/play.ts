import { voicemailDesk } from '../../lib/assembly';
import { checkFlexToken } from '../../lib/flex';
import { defineFlex, optional, sid } from '../../lib/function';
import { listen, playVoicemail, wantedOf } from '../../lib/voicemail';

/** Flex: streams a voicemail to an agent who has or had its task, part by part as a player asks (`Range`). */
export const handler = defineFlex({
  check: checkFlexToken,
  fields: { taskSid: optional(sid('WT')), recordingSid: optional(sid('RE')) },
  run: async (input, request) => {
    const audio = await playVoicemail(wantedOf(input), voicemailDesk(request));
    return listen(audio, request.event.request?.headers?.['range']);
  },
});
