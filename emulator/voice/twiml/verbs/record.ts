import type { Session } from '../../session';
import { MAX_TRANSCRIBED_SECONDS, transcribeMessage } from '../../message-transcription';
import { recordMessage, type Message } from '../../record-message';
import { flag, keys, oneOf, url, whole, type ValuesOf } from '../attributes';
import { recordingAttributes, recordingCallbackOf } from '../recording-attributes';
import { defineVerb, NEXT, type Outcome } from '../verb';

const attributes = {
  action: url({ default: '' }),
  method: oneOf(['POST', 'GET'], { default: 'POST', warning: 13610 }),
  timeout: whole({ default: 5, min: 1, warning: 13611 }),
  finishOnKey: keys({ default: '1234567890*#', warning: 13613 }),
  /** 14,400 s is Twilio's longest recording; the default is an hour. */
  maxLength: whole({ default: 3600, min: 1, max: 14_400, warning: 13612 }),
  playBeep: flag({ default: true, warning: 13616 }),
  trim: oneOf(['trim-silence', 'do-not-trim'], { default: 'trim-silence', warning: 13699 }),
  ...recordingAttributes,
  transcribe: flag({ default: false, warning: 13614 }),
  transcribeCallback: url({ default: '', warning: 13257 }),
};
type Values = ValuesOf<typeof attributes>;

/** https://www.twilio.com/docs/voice/twiml/record */
export const record = defineVerb({
  name: 'Record',
  attributes,
  nested: [],
  async run({ attributes: values, element, session }) {
    const isTranscribed = values.transcribe || values.transcribeCallback !== '';
    // The default, an hour, is no one's wish: Twilio's own example of a transcribed message has no maxLength.
    if (isTranscribed && 'maxLength' in element.attributes && values.maxLength > MAX_TRANSCRIBED_SECONDS)
      session.warn({ code: 13615, message: `Record: maxLength too high for transcription: ${values.maxLength}` });
    const message = await recordMessage(session, {
      playBeep: values.playBeep,
      maxLengthMs: values.maxLength * 1000,
      silenceMs: values.timeout * 1000,
      finishOnKey: values.finishOnKey,
      trim: values.trim === 'trim-silence',
      callback: recordingCallbackOf(values, session),
    });
    if (isTranscribed) transcribeMessage(message, values.transcribeCallback, session);
    return afterMessage(message, values, session);
  },
});

/** Nothing recorded: the next verb, and no request. A caller who hung up: the action is still requested, its answer has nobody to hear it. */
async function afterMessage({ end, recording, isEmpty }: Message, values: Values, session: Session): Promise<Outcome> {
  const parameters = {
    RecordingUrl: recording.media_url,
    RecordingSid: recording.sid,
    RecordingDuration: recording.duration,
    ...(end.by === 'key' && { Digits: end.digit }),
    ...(end.by === 'interruption' && { Digits: 'hangup' }),
  };
  const request = { kind: 'action', method: values.method, parameters } as const;
  if (end.by !== 'interruption') return isEmpty ? NEXT : { then: 'fetch', url: values.action, ...request };
  if (!isEmpty && end.interruption.reason.kind === 'hang-up')
    await session.call.send({ ...request, ...session.resolve(values.action) });
  throw end.interruption;
}
