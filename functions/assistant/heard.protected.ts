import { assistantDesk } from '../../lib/assembly';
import { callPlaceOf, heardInput, leaveTo, takeTurn } from '../../lib/assistant-call';
import { defineVoice, optional, share, sid, text, wholeNumber } from '../../lib/function';

/** The caller said or pressed something, or was silent. Words and digits come in the body alone, and are written down nowhere here. */
export const handler = defineVoice({
  fields: {
    CallSid: sid('CA'),
    From: optional(text),
    To: optional(text),
    flowSid: optional(sid('FW')),
    turn: wholeNumber,
    SpeechResult: optional(text),
    Confidence: optional(share),
    Digits: optional(text),
  },
  run: (input, line) => {
    const { turn, SpeechResult: speech, Confidence: confidence, Digits: digits } = input;
    return takeTurn(assistantDesk(line, input), heardInput({ turn, speech, confidence, digits }));
  },
  otherwise: (_client, event) => [leaveTo(callPlaceOf(event), 'failed')],
});
