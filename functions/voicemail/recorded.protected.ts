import { voicemailDelivery } from '../../lib/assembly';
import { date, defineWeb, optional, sid, text, wholeNumber } from '../../lib/function';
import { deliverVoicemail } from '../../lib/voicemail';

/** Twilio says that a recording is finished: one task and one mail come of it, however often it says so. */
export const handler = defineWeb({
  fields: {
    RecordingSid: sid('RE'),
    CallSid: sid('CA'),
    RecordingStatus: text,
    RecordingDuration: optional(wholeNumber),
    RecordingStartTime: optional(date),
    executionSid: optional(sid('FN')),
  },
  run: async (input, line) => {
    if (input.RecordingStatus !== 'completed') {
      line.log.info('no voicemail: nothing was recorded', { recordingStatus: input.RecordingStatus });
      return { body: { outcome: 'dismissed' } };
    }
    const { outcome } = await deliverVoicemail(
      {
        recordingSid: input.RecordingSid,
        callSid: input.CallSid,
        durationSeconds: input.RecordingDuration ?? 0,
        recordedAt: input.RecordingStartTime ?? line.clock.now(),
        executionSid: input.executionSid,
        foundBy: 'webhook',
      },
      voicemailDelivery(line),
    );
    return { body: { outcome } };
  },
});
