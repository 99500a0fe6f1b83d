import { voicemailDesk } from '../../lib/assembly';
import { checkFlexToken } from '../../lib/flex';
import { defineFlex, optional, sid } from '../../lib/function';
import { deleteVoicemail, wantedOf } from '../../lib/voicemail';

/** Flex: deletes a voicemail's recording and transcript for good, for whoever has or had its task, supervisors and admins. */
export const handler = defineFlex({
  check: checkFlexToken,
  fields: { taskSid: optional(sid('WT')), recordingSid: optional(sid('RE')) },
  run: async (input, request) => ({
    body: { success: true, ...(await deleteVoicemail(wantedOf(input), voicemailDesk(request))) },
  }),
});
