import { agentDesk } from '../../lib/assembly';
import { complete } from '../../lib/callback';
import { dispositions } from '../../lib/desk';
import { checkFlexToken } from '../../lib/flex';
import { defineFlex, oneOf, optional, sid, text } from '../../lib/function';

/** Flex: the agent completes a callback or voicemail with a disposition, and a note if there is more to say. */
export const handler = defineFlex({
  check: checkFlexToken,
  fields: { taskSid: sid('WT'), disposition: oneOf(dispositions), note: optional(text) },
  run: async (input, request) => ({ body: { success: true, ...(await complete(input, agentDesk(request))) } }),
});
