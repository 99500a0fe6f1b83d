import { callbackDesk } from '../../lib/assembly';
import { defineVoice, optional, sid, text } from '../../lib/function';
import { answerEntered, dialogueRequest } from '../../lib/waiting/answers';
import { troubled } from '../../lib/waiting/dialogue';

/** A number was entered: it is read back to be confirmed, or refused with the reason and asked for again. */
export const handler = defineVoice({
  fields: {
    CallSid: sid('CA'),
    From: optional(text),
    To: optional(text),
    Digits: optional(text),
    flowSid: optional(sid('FW')),
  },
  run: (input, line) => answerEntered(callbackDesk(line), dialogueRequest(input, line.accountSid)),
  otherwise: troubled,
});
