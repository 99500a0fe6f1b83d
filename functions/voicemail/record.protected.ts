import { defineVoice } from '../../lib/function';
import type { VoiceStep } from '../../lib/voice-steps';

const CALLBACKS = { action: '/voicemail/received', recordingStatusCallback: '/voicemail/recorded' };

const record = (policy: { maxSeconds: number; silenceSeconds: number }): VoiceStep => ({
  record: { ...CALLBACKS, maxSeconds: policy.maxSeconds, silenceSeconds: policy.silenceSeconds },
});

/** Takes a message without Studio: the number's fallback URL, for when its flow can't be reached or fails. */
export const handler = defineVoice({
  fields: {},
  run: (_input, { client }) => [
    { say: client.greetings.apology },
    record(client.voicemail),
    { say: client.greetings.nothingHeard },
  ],
  otherwise: client => [
    {
      say:
        client?.greetings.apology ??
        'We are sorry, something went wrong. Please leave your name and number after the tone.',
    },
    record(client?.voicemail ?? { maxSeconds: 120, silenceSeconds: 5 }),
  ],
});
