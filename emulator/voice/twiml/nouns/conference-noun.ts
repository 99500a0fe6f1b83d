import { CONFERENCE_EVENTS, type JoinOptions } from '../../conference/join-options';
import type { Participant } from '../../conference/participant';
import type { Session } from '../../session';
import { accepted, flag, inert, oneOf, someOf, text, url, whole, type ValuesOf, type Warning } from '../attributes';
import { textOf, type Element } from '../element';
import { recordingAttributes, recordingCallbackOf } from '../recording-attributes';
import { attributesOf } from '../verb';

/** Twilio's most, https://www.twilio.com/docs/voice/twiml/conference#attributes-maxParticipants. */
const MAX_PARTICIPANTS = 250;

/** https://www.twilio.com/docs/voice/twiml/conference */
export const conferenceTable = {
  muted: flag({ default: false, warning: 13230 }),
  endConferenceOnExit: flag({ default: false, warning: 13231 }),
  startConferenceOnEnter: flag({ default: true, warning: 13232 }),
  waitUrl: url({ default: undefined, warning: 13233 }),
  waitMethod: oneOf(['POST', 'GET'], { default: 'POST', warning: 13234 }),
  beep: oneOf(['true', 'false', 'onEnter', 'onExit'], { default: 'true', warning: 13235 }),
  maxParticipants: whole({ default: MAX_PARTICIPANTS, min: 1, max: MAX_PARTICIPANTS, warning: 16002 }),
  record: oneOf(['do-not-record', 'record-from-start'], { default: 'do-not-record', warning: 16002 }),
  trim: oneOf(['trim-silence', 'do-not-trim'], { default: 'trim-silence', warning: 13239 }),
  coach: text({ default: undefined }),
  participantLabel: text({ default: undefined }),
  region: oneOf(['us1', 'us2', 'ie1', 'sg1', 'br1', 'au1', 'jp1', 'de1'], { default: undefined, warning: 16002 }),
  statusCallback: url({ default: '', warning: 16002 }),
  statusCallbackMethod: oneOf(['POST', 'GET'], { default: 'POST', warning: 16002 }),
  statusCallbackEvent: someOf(CONFERENCE_EVENTS, { default: ['start', 'end'], warning: 16002 }),
  ...recordingAttributes,
  jitterBufferSize: inert(oneOf(['large', 'medium', 'small', 'off'], { default: 'large', warning: 16002 })),
  ...accepted('eventCallbackUrl'),
};

/** Twilio's limit of a conference's name. */
const MAX_NAME_CHARACTERS = 128;

interface Wanted {
  readonly friendlyName: string;
  readonly join: JoinOptions;
}

/** Which conference a Conference noun means, and how to take part in it. Undefined, with a warning, when Twilio lets nobody in by it. */
export function conferenceOf(noun: Element, session: Session): Wanted | undefined {
  const values = attributesOf(noun, conferenceTable, session);
  const friendlyName = textOf(noun);
  const { call } = session;
  const going = call.services.conferences.find(call.accountSid, friendlyName);
  const refusal = refusalOf(friendlyName, values, [...(going?.participants.values() ?? [])]);
  if (refusal) {
    session.warn(refusal);
    return undefined;
  }
  return { friendlyName, join: joinOf(values, session) };
}

/** Warnings 13237, 13240, 16024, 16025. */
function refusalOf(
  friendlyName: string,
  { coach, participantLabel: label }: ValuesOf<typeof conferenceTable>,
  present: readonly Participant[],
): Warning | undefined {
  if (friendlyName === '' || friendlyName.length > MAX_NAME_CHARACTERS)
    return { code: 13237, message: 'Dial->Conference: Invalid Conference Name' };
  if (coach !== undefined && !present.some(({ call }) => call.sid === coach))
    return { code: 13240, message: `Dial->Conference: Invalid Whisper SID: ${coach} is not in ${friendlyName}` };
  if (label !== undefined && !isLabel(label))
    return { code: 16024, message: 'Dial->Conference: Participant label invalid' };
  if (label !== undefined && present.some(({ options }) => options.label === label))
    return { code: 16025, message: `Dial->Conference: Participant label ${label} is in use by another participant` };
  return undefined;
}

function joinOf(values: ValuesOf<typeof conferenceTable>, session: Session): JoinOptions {
  const absolute = (url: string): string => session.resolve(url).url;
  const { waitUrl, statusCallback } = values;
  return {
    ...values,
    label: values.participantLabel,
    waitUrl: waitUrl === undefined || waitUrl === '' ? waitUrl : absolute(waitUrl),
    isRecorded: values.record === 'record-from-start',
    trim: values.trim === 'trim-silence',
    statusCallback:
      statusCallback === ''
        ? undefined
        : { url: absolute(statusCallback), method: values.statusCallbackMethod, events: values.statusCallbackEvent },
    recordingCallback: recordingCallbackOf(values, session),
  };
}

/** At most 128 characters, no call's sid, no slash (errors 16023, 16024). */
export function isLabel(label: string): boolean {
  return label.length <= 128 && !label.includes('/') && !/^CA[0-9a-f]{32}$/i.test(label);
}
