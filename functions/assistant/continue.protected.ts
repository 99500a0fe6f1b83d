import { assistantDesk } from '../../lib/assembly';
import { callPlaceOf, leaveTo, takeTurn } from '../../lib/assistant-call';
import { defineVoice, optional, sid, text, wholeNumber } from '../../lib/function';

/** The caller has heard that it takes a moment: the turn goes on where it stopped. */
export const handler = defineVoice({
  fields: {
    CallSid: sid('CA'),
    From: optional(text),
    To: optional(text),
    flowSid: optional(sid('FW')),
    turn: wholeNumber,
  },
  run: (input, line) => takeTurn(assistantDesk(line, input), { id: `t${input.turn}`, kind: 'continue' }),
  otherwise: (_client, event) => [leaveTo(callPlaceOf(event), 'failed')],
});
