import { CONFERENCE_EVENTS, type JoinOptions } from '../../conference/join-options';
import type { Session } from '../../session';
import { accepted, flag, oneOf, readAttributes, someOf, text, whole } from '../attributes';
import { textOf, type Element } from '../element';
import { TwimlError } from '../twiml-error';

/** Twilio's most, https://www.twilio.com/docs/voice/twiml/conference#attributes-maxParticipants. */
const MAX_PARTICIPANTS = 250;

const table = {
  muted: flag({ default: false, warning: 13230 }),
  endConferenceOnExit: flag({ default: false, warning: 13231 }),
  startConferenceOnEnter: flag({ default: true, warning: 13232 }),
  waitUrl: text({ default: undefined, warning: 13233 }),
  waitMethod: oneOf(['POST', 'GET'], { default: 'POST', warning: 13234 }),
  beep: oneOf(['true', 'false', 'onEnter', 'onExit'], { default: 'true', warning: 13235 }),
  maxParticipants: whole({ default: MAX_PARTICIPANTS, min: 1, max: MAX_PARTICIPANTS, warning: 16002 }),
  record: oneOf(['do-not-record', 'record-from-start'], { default: 'do-not-record', warning: 16002 }),
  trim: oneOf(['trim-silence', 'do-not-trim'], { default: 'trim-silence', warning: 16002 }),
  coach: text({ default: undefined }),
  participantLabel: text({ default: undefined }),
  region: text({ default: undefined }),
  statusCallback: text({ default: undefined }),
  statusCallbackMethod: oneOf(['POST', 'GET'], { default: 'POST', warning: 16002 }),
  statusCallbackEvent: someOf(CONFERENCE_EVENTS, { default: ['start', 'end'], warning: 16002 }),
  recordingStatusCallback: text({ default: undefined }),
  recordingStatusCallbackMethod: oneOf(['POST', 'GET'], { default: 'POST', warning: 16002 }),
  recordingStatusCallbackEvent: someOf(['in-progress', 'completed', 'absent'], {
    default: ['completed'],
    warning: 16002,
  }),
  ...accepted('eventCallbackUrl', 'jitterBufferSize'),
};

/** Which conference a Conference noun means, and how to take part in it. Throws TwimlError 13237, 13240, 16024, 16025. */
export function conferenceOf(noun: Element, session: Session): { friendlyName: string; join: JoinOptions } {
  const { values, warnings } = readAttributes(noun, table);
  warnings.forEach(warning => session.warn(warning));
  const friendlyName = textOf(noun);
  if (friendlyName === '') throw new TwimlError(13237, 'Dial->Conference: Invalid conference name');
  const { call } = session;
  const going = call.services.conferences.find(call.accountSid, friendlyName);
  const { coach, participantLabel: label } = values;
  if (coach !== undefined && !going?.participants.has(coach))
    throw new TwimlError(13240, `Dial->Conference: Invalid Whisper SID: ${coach} is not in ${friendlyName}`);
  if (label !== undefined && !isLabel(label))
    throw new TwimlError(16024, 'Dial->Conference: Participant label invalid');
  if (label !== undefined && [...(going?.participants.values() ?? [])].some(({ options }) => options.label === label))
    throw new TwimlError(16025, `Dial->Conference: Participant label ${label} is in use by another participant`);
  const absolute = (url: string): string => session.resolve(url).url;
  return {
    friendlyName,
    join: {
      ...values,
      label,
      waitUrl: values.waitUrl === undefined || values.waitUrl === '' ? values.waitUrl : absolute(values.waitUrl),
      isRecorded: values.record === 'record-from-start',
      trim: values.trim === 'trim-silence',
      statusCallback:
        values.statusCallback === undefined
          ? undefined
          : {
              url: absolute(values.statusCallback),
              method: values.statusCallbackMethod,
              events: values.statusCallbackEvent,
            },
      recordingCallback:
        values.recordingStatusCallback === undefined
          ? undefined
          : {
              url: absolute(values.recordingStatusCallback),
              method: values.recordingStatusCallbackMethod,
              events: values.recordingStatusCallbackEvent,
            },
    },
  };
}

/** At most 128 characters, no call's sid, no slash (errors 16023, 16024). */
export function isLabel(label: string): boolean {
  return label.length <= 128 && !label.includes('/') && !/^CA[0-9a-f]{32}$/i.test(label);
}
