import { voicemailDesk } from '../../lib/assembly';
import { AppError } from '../../lib/errors';
import { checkFlexToken } from '../../lib/flex';
import { defineFlex, optional, sid } from '../../lib/function';
import { listen, playVoicemail } from '../../lib/voicemail';

/** Flex: streams a voicemail to an agent who has or had its task, part by part as a player asks (`Range`). */
export const handler = defineFlex({
  check: checkFlexToken,
  fields: { taskSid: optional(sid('WT')), recordingSid: optional(sid('RE')) },
  run: async ({ taskSid, recordingSid }, request) => {
    const wanted = recordingSid !== undefined ? { recordingSid } : taskSid !== undefined ? { taskSid } : undefined;
    if (!wanted) throw new AppError('BAD_INPUT', 'taskSid or recordingSid is missing.');
    const audio = await playVoicemail(wanted, voicemailDesk(request));
    return listen(audio, request.event.request?.headers?.['range']);
  },
});
