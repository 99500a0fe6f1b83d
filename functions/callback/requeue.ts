import { requeueDesk } from '../../lib/assembly';
import { requeue } from '../../lib/callback';
import { missedOutcomes } from '../../lib/config';
import { checkFlexToken } from '../../lib/flex';
import { defineFlex, oneOf, optional, sid } from '../../lib/function';

/** Flex: nobody was reached, the callback or voicemail is tried again later. */
export const handler = defineFlex({
  check: checkFlexToken,
  fields: { taskSid: sid('WT'), outcome: optional(oneOf(missedOutcomes)) },
  run: async (input, request) => ({ body: { success: true, ...(await requeue(input, requeueDesk(request))) } }),
});
