import { voicemailDesk } from '../../lib/assembly';
import { AppError } from '../../lib/errors';
import { checkFlexToken } from '../../lib/flex';
import { defineFlex, optional, sid } from '../../lib/function';
import { deleteVoicemail } from '../../lib/voicemail';

/** Flex: deletes a voicemail's recording and transcript for good, for whoever has or had its task, supervisors and admins. */
export const handler = defineFlex({
  check: checkFlexToken,
  fields: { taskSid: optional(sid('WT')), recordingSid: optional(sid('RE')) },
  run: async ({ taskSid, recordingSid }, request) => {
    const wanted = recordingSid !== undefined ? { recordingSid } : taskSid !== undefined ? { taskSid } : undefined;
    if (!wanted) throw new AppError('BAD_INPUT', 'taskSid or recordingSid is missing.');
    return { body: { success: true, ...(await deleteVoicemail(wanted, voicemailDesk(request))) } };
  },
});
