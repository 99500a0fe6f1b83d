import { defineVoice, optional, sid } from '../../lib/function';

/** Thanks the caller after the message, or says that there was none. The delivery has its own signal, so nothing depends on this one. */
export const handler = defineVoice({
  fields: { RecordingSid: optional(sid('RE')) },
  run: ({ RecordingSid }, { client, log }) => {
    if (!RecordingSid) log.info('no voicemail: nothing was recorded');
    return [{ say: RecordingSid ? client.greetings.goodbye : client.greetings.nothingHeard }, { hangUp: true }];
  },
  otherwise: client => [...(client ? [{ say: client.greetings.goodbye }] : []), { hangUp: true }],
});
