import type { PropertyRules } from '../definition/schema';
import type { Widget } from './widget';

const properties: PropertyRules = {
  from: { type: 'string', required: true },
  to: { type: 'string', required: true },
  timeout: { type: 'integer' },
  record: { type: 'boolean' },
  recording_channels: { type: 'string' },
  recording_status_callback: { type: 'string' },
  detect_answering_machine: { type: 'boolean' },
  machine_detection: { type: 'string' },
  machine_detection_timeout: { type: 'string' },
  machine_detection_speech_threshold: { type: 'string' },
  machine_detection_speech_end_threshold: { type: 'string' },
  machine_detection_silence_timeout: { type: 'string' },
  send_digits: { type: 'string' },
  trim: { type: 'string' },
  sip_auth_username: { type: 'string' },
  sip_auth_password: { type: 'string' },
  offset: { type: 'object' },
};

/** Calls somebody, the first form. */
export const makeOutgoingCallV1: Widget = {
  type: 'make-outgoing-call-v1',
  properties,
  events: ['answered', 'busy', 'noAnswer', 'failed', 'answeredByMachine', 'hangup'],
};

/** Calls somebody [twilio.com/docs/studio/widget-library/make-outgoing-call]. */
export const makeOutgoingCallV2: Widget = {
  type: 'make-outgoing-call-v2',
  properties,
  events: ['answered', 'busy', 'noAnswer', 'failed'],
};
