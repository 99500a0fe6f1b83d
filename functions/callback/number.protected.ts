import { defineVoice, optional, sid } from '../../lib/function';
import { placeOf, wayBack } from '../../lib/waiting';

/** Which number a callback goes to: the one from which the caller calls, or another. */
export const handler = defineVoice({
  fields: { CallSid: sid('CA'), flowSid: optional(sid('FW')) },
  run: (input, { accountSid }) => [wayBack({ accountSid, flowSid: input.flowSid }, 'message')],
  otherwise: (_client, event) => [wayBack(placeOf(event), 'message')],
});
