import { callbackDesk } from '../../lib/assembly';
import { defineVoice, optional, sid, text } from '../../lib/function';
import { answerWhichNumber, dialogueRequest } from '../../lib/waiting/answers';
import { troubled } from '../../lib/waiting/dialogue';

/** Which number a callback goes to: the one from which the caller calls (1), or another (2). Entered from the wait document or a flow. */
export const handler = defineVoice({
  fields: {
    CallSid: sid('CA'),
    From: optional(text),
    To: optional(text),
    Digits: optional(text),
    flowSid: optional(sid('FW')),
  },
  run: (input, line) => answerWhichNumber(callbackDesk(line), dialogueRequest(input, line.accountSid)),
  otherwise: troubled,
});
