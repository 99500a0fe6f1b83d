import { assistantDesk, turnRecordings } from '../../lib/assembly';
import {
  callPlaceOf,
  forgetTurn,
  heardInput,
  isOver,
  leaveTo,
  takeTurn,
  understandTurn,
} from '../../lib/assistant-call';
import { defineVoice, optional, sid, text, wholeNumber } from '../../lib/function';

/**
 * A turn was recorded for Deepgram; without a recording the caller was silent. A key that ended it counts, and the recording doesn't. On the last words
 * of somebody who hung up nobody acts.
 */
export const handler = defineVoice({
  fields: {
    CallSid: sid('CA'),
    From: optional(text),
    To: optional(text),
    flowSid: optional(sid('FW')),
    CallStatus: optional(text),
    turn: wholeNumber,
    /** Of the question. */
    language: optional(text),
    RecordingSid: optional(sid('RE')),
    Digits: optional(text),
  },
  run: async (input, line) => {
    const { turn, RecordingSid: recordingSid, Digits: digits, language = line.client.language } = input;
    const desk = assistantDesk(line, input);
    if (digits === 'hangup' || isOver(input.CallStatus)) {
      if (recordingSid) await forgetTurn(turnRecordings(line), recordingSid);
      return [leaveTo(desk.place, 'done')];
    }
    const understood = recordingSid && (await understandTurn(turnRecordings(line), recordingSid, language));
    return takeTurn(desk, heardInput({ turn, digits, ...understood }));
  },
  otherwise: (_client, event) => [leaveTo(callPlaceOf(event), 'failed')],
});
