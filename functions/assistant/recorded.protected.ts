import { assistantDesk, turnRecordings } from '../../lib/assembly';
import { callPlaceOf, heardInput, leaveTo, takeTurn, understandTurn } from '../../lib/assistant-call';
import { defineVoice, optional, sid, text, wholeNumber } from '../../lib/function';

/** A turn was recorded for Deepgram; without a recording the caller was silent. A key that ended it counts, and the recording doesn't. */
export const handler = defineVoice({
  fields: {
    CallSid: sid('CA'),
    From: optional(text),
    To: optional(text),
    flowSid: optional(sid('FW')),
    turn: wholeNumber,
    /** Of the question. */
    language: optional(text),
    RecordingSid: optional(sid('RE')),
    Digits: optional(text),
  },
  run: async (input, line) => {
    const { turn, RecordingSid: recordingSid, Digits: digits, language = line.client.language } = input;
    const desk = assistantDesk(line, input);
    const understood = recordingSid && (await understandTurn(turnRecordings(line), recordingSid, language));
    const keys = digits === 'hangup' ? undefined : digits;
    return takeTurn(desk, heardInput({ turn, digits: keys, ...understood }));
  },
  otherwise: (_client, event) => [leaveTo(callPlaceOf(event), 'failed')],
});
