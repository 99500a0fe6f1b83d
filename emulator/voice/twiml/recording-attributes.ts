import type { RecordingCallback } from '../recordings';
import type { Session } from '../session';
import { accepted, oneOf, someOf, url, type ValuesOf } from './attributes';

/** Where a recording tells of itself: the same attributes of Record, Dial, Conference and Recording. */
export const recordingAttributes = {
  recordingStatusCallback: url({ default: '', warning: 13256 }),
  recordingStatusCallbackMethod: oneOf(['POST', 'GET'], { default: 'POST' }),
  recordingStatusCallbackEvent: someOf(['in-progress', 'completed', 'absent'], {
    default: ['completed'],
    warning: 13621,
  }),
  ...accepted('recordingConfigurationId'),
};

/** Undefined when nobody wants to know. */
export function recordingCallbackOf(
  values: ValuesOf<typeof recordingAttributes>,
  session: Session,
): RecordingCallback | undefined {
  if (values.recordingStatusCallback === '') return undefined;
  return {
    url: session.resolve(values.recordingStatusCallback).url,
    method: values.recordingStatusCallbackMethod,
    events: values.recordingStatusCallbackEvent,
  };
}
