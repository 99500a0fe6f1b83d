import { refusalOf, wasDone } from '../twilio-api';
import { leave, type Step, type Widget } from './widget';

/** Switches the recording of the running call on or off [twilio.com/docs/studio/widget-library/call-recording]. */
export const recordCall: Widget = {
  type: 'record-call',
  properties: {
    record_call: { type: 'boolean', required: true },
    trim: { type: 'string' },
    recording_status_callback: { type: 'string' },
    recording_status_callback_method: { type: 'string' },
    recording_status_callback_events: { type: 'string' },
    recording_channels: { type: 'string' },
    offset: { type: 'object' },
  },
  events: ['success', 'failed'],
  behaviour: {
    enter(step) {
      const recordings = `/Calls/${step.callSid}/Recordings`;
      if (step.state.properties.record_call === true)
        return { do: 'post', path: `${recordings}.json`, form: options(step) };
      return { do: 'post', path: `${recordings}/Twilio.CURRENT.json`, form: { Status: 'stopped' } };
    },
    told(_step, answer) {
      if (wasDone(answer)) return leave('success', pascalCase(answer.body));
      return { ...leave('failed'), problem: refusalOf(answer) };
    },
  },
};

/** The parameters of `POST …/Calls/{CallSid}/Recordings`. */
function options(step: Step): Record<string, string> {
  const named = {
    Trim: step.text('trim'),
    RecordingChannels: step.text('recording_channels'),
    RecordingStatusCallback: step.text('recording_status_callback'),
    RecordingStatusCallbackMethod: step.text('recording_status_callback_method'),
    RecordingStatusCallbackEvent: step.text('recording_status_callback_events'),
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== ''));
}

/** The Recording resource with its properties as the widget's variables have them: `date_created` is `DateCreated`. */
function pascalCase(recording: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(recording).map(([key, value]) => [
      key.replace(/(?:^|_)([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
