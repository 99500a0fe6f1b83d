import { assistantDesk } from '../../lib/assembly';
import { callPlaceOf, dialStatuses, isOver, leaveTo, returnedInput, takeTurn } from '../../lib/assistant-call';
import { defineVoice, oneOf, optional, sid, text, wholeNumber } from '../../lib/function';

/** A phone of the client's PBX was rung: the two have talked, the caller has hung up, or comes back to the assistant. */
export const handler = defineVoice({
  fields: {
    CallSid: sid('CA'),
    From: optional(text),
    To: optional(text),
    flowSid: optional(sid('FW')),
    CallStatus: optional(text),
    turn: wholeNumber,
    DialCallStatus: oneOf(dialStatuses),
  },
  run: (input, line) => {
    const desk = assistantDesk(line, input);
    const back = isOver(input.CallStatus) ? undefined : returnedInput(input.turn, input.DialCallStatus);
    line.log.info('assistant: put through', { turn: input.turn, status: input.DialCallStatus });
    return back ? takeTurn(desk, back) : [leaveTo(desk.place, 'done')];
  },
  otherwise: (_client, event) => [leaveTo(callPlaceOf(event), 'failed')],
});
