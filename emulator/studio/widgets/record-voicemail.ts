import { element, twiml } from '../twiml';
import { backToFlow } from './call-audio';
import { leave, type Step, type Widget } from './widget';

/** Records a message. A call that hangs up in it leaves by `hangup`, with the recording [twilio.com/docs/studio/widget-library/record-voicemail]. */
export const recordVoicemail: Widget = {
  type: 'record-voicemail',
  properties: {
    timeout: { type: 'integer' },
    finish_on_key: { type: 'string' },
    max_length: { type: 'integer', minimum: 1, maximum: 14_400 },
    play_beep: { type: 'string' },
    trim: { type: 'string' },
    transcribe: { type: 'boolean' },
    transcription_callback_url: { type: 'string' },
    recording_status_callback_url: { type: 'string' },
    offset: { type: 'object' },
  },
  events: ['recordingComplete', 'noAudio', 'hangup'],
  behaviour: {
    toldOfHangup: true,
    enter: step => ({
      do: 'play',
      twiml: twiml(element('Record', recordAttributes(step)), backToFlow(step, 'noAudio')),
    }),
    resume(_step, { flowEvent, parameters }) {
      if (flowEvent === 'noAudio') return leave('noAudio', parameters);
      if (flowEvent !== 'recordingComplete') return undefined;
      const hungUp = parameters.Digits === 'hangup' || parameters.CallStatus === 'completed';
      return leave(hungUp ? 'hangup' : 'recordingComplete', parameters);
    },
  },
};

function recordAttributes(step: Step) {
  const { transcribe } = step.state.properties;
  return {
    action: step.url('recordingComplete'),
    method: 'POST',
    timeout: step.text('timeout') || undefined,
    // In Studio no key ends a recording unless one is named; in TwiML every key does.
    finishOnKey: step.text('finish_on_key'),
    maxLength: step.text('max_length') || undefined,
    playBeep: step.text('play_beep') || undefined,
    trim: trim(step.text('trim')),
    transcribe: transcribe === true ? 'true' : undefined,
    transcribeCallback: step.text('transcription_callback_url') || undefined,
    recordingStatusCallback: step.text('recording_status_callback_url') || undefined,
  };
}

function trim(text: string): string | undefined {
  if (text === 'true') return 'trim-silence';
  return text === 'false' ? 'do-not-trim' : text || undefined;
}
