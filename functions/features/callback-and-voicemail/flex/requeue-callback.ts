import { requeueDesk } from '../../../../lib/assembly';
import { requeue } from '../../../../lib/callback';
import { checkFlexToken } from '../../../../lib/flex';
import { defineFlex, sid } from '../../../../lib/function';

/** Twilio's stock callback-and-voicemail plugin asks here to try a callback later; it doesn't say how the call went. */
export const handler = defineFlex({
  check: checkFlexToken,
  fields: { taskSid: sid('WT') },
  run: async (input, request) => ({ body: { success: true, ...(await requeue(input, requeueDesk(request))) } }),
});
