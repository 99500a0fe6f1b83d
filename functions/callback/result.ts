import { agentDesk } from '../../lib/assembly';
import { callResults, recordResult } from '../../lib/callback';
import { AppError } from '../../lib/errors';
import { checkFlexToken } from '../../lib/flex';
import { defineFlex, oneOf, optional, sid, wholeNumber } from '../../lib/function';

/** Flex: how the agent's outbound call of a callback went. The callback is `taskSid`, or `parentTask` as the outbound task has it. */
export const handler = defineFlex({
  check: checkFlexToken,
  fields: {
    taskSid: optional(sid('WT')),
    parentTask: optional(sid('WR')),
    result: oneOf(callResults),
    callSid: optional(sid('CA')),
    seconds: optional(wholeNumber),
  },
  run: async ({ taskSid, parentTask, ...call }, request) => {
    const callback = taskSid ?? parentTask;
    if (callback === undefined)
      throw new AppError('BAD_INPUT', 'taskSid, or parentTask of the outbound task, is missing.');
    return { body: { success: true, ...(await recordResult({ callback, ...call }, agentDesk(request))) } };
  },
});
