import { callbackDesk } from '../../lib/assembly';
import { defineVoice, optional, sid, text, wholeNumber } from '../../lib/function';
import { answerConfirmed, dialogueRequest } from '../../lib/waiting/answers';
import { troubledBooking } from '../../lib/waiting/dialogue';

/** The number is right: books the callback, and says only what is true. */
export const handler = defineVoice({
  fields: {
    CallSid: sid('CA'),
    From: optional(text),
    To: optional(text),
    Digits: optional(text),
    flowSid: optional(sid('FW')),
    asks: optional(wholeNumber),
  },
  run: (input, line) => answerConfirmed(callbackDesk(line), dialogueRequest(input, line.accountSid), input.asks ?? 1),
  otherwise: troubledBooking,
});
