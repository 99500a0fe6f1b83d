import { assistantDesk } from '../../lib/assembly';
import { endCall, isOver, toldNext } from '../../lib/assistant-call';
import { toAppError } from '../../lib/errors';
import { defineWeb, optional, sid, text } from '../../lib/function';

/** A call to the assistant's number is over (the number's status callback): what was left open is settled, and Studio is told in any case. */
export const handler = defineWeb({
  fields: {
    CallSid: sid('CA'),
    CallStatus: text,
    From: optional(text),
    To: optional(text),
    flowSid: optional(sid('FW')),
  },
  run: async (input, line) => {
    const { CallSid: callSid, CallStatus: status, flowSid } = input;
    try {
      if (isOver(status)) await endCall(() => assistantDesk(line, input), line.deadlineMs);
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      line.log.error('assistant: the end of a call could not be settled', { code, reason: message });
    }
    const next = toldNext({ accountSid: line.accountSid, flowSid }, { callSid, status });
    return next === undefined ? { status: 204, body: '' } : { status: 302, headers: { Location: next }, body: '' };
  },
});
