import { defineVoice } from '../../lib/function';

/** Thanks the caller after the message. The delivery has its own signal, so nothing depends on this one. */
export const handler = defineVoice({
  fields: {},
  run: (_input, { client }) => [{ say: client.greetings.goodbye }, { hangUp: true }],
  otherwise: client => [...(client ? [{ say: client.greetings.goodbye }] : []), { hangUp: true }],
});
