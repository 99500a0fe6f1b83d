import { assistantDesk } from '../../lib/assembly';
import { callPlaceOf, leaveTo, takeTurn } from '../../lib/assistant-call';
import { defineVoice, optional, sid, text } from '../../lib/function';

/** A caller comes to the assistant from the flow: greets, and listens. */
export const handler = defineVoice({
  fields: { CallSid: sid('CA'), From: optional(text), To: optional(text), flowSid: optional(sid('FW')) },
  run: (input, line) => takeTurn(assistantDesk(line, input), { id: 'start', kind: 'start' }),
  otherwise: (_client, event) => [leaveTo(callPlaceOf(event), 'failed')],
});
