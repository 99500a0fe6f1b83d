import type { WorkerConference } from '../../contract';
import { flagOf, listOf, textOf } from './fields';
import type { Order } from './dial';
import { isUrl } from './dial';

/** Of each field that says yes or no, the conference's own name. */
const FLAGS = {
  muted: 'muted',
  beep: 'beep',
  start_conference_on_enter: 'startConferenceOnEnter',
  end_conference_on_exit: 'endConferenceOnExit',
  end_conference_on_customer_exit: 'endConferenceOnCustomerExit',
  beep_on_customer_entrance: 'beepOnCustomerEntrance',
} as const;

/** What the instruction says of the conference, which is called like the task. */
export function conferenceOf({ fields, task }: Order): WorkerConference {
  const flags = Object.fromEntries(
    Object.entries(FLAGS).flatMap(([field, name]) => {
      const value = flagOf(fields, field);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const waitUrl = textOf(fields, 'wait_url');
  const url = textOf(fields, 'conference_status_callback');
  const recordingUrl = textOf(fields, 'conference_recording_status_callback');
  const maximum = Number(textOf(fields, 'max_participants') ?? NaN);
  return {
    friendlyName: textOf(fields, 'room_name') ?? task.sid,
    ...flags,
    ...(waitUrl !== undefined && { waitUrl, waitMethod: methodOf(textOf(fields, 'wait_method')) }),
    ...(Number.isInteger(maximum) && { maxParticipants: maximum }),
    record: ['true', 'record-from-start'].includes(textOf(fields, 'conference_record') ?? ''),
    ...(isUrl(recordingUrl) && { recordingStatusCallback: recordingUrl }),
    ...(isUrl(url) && {
      statusCallback: {
        url,
        method: methodOf(textOf(fields, 'conference_status_callback_method')),
        events: listOf(fields, 'conference_status_callback_event'),
      },
    }),
  };
}

function methodOf(text: string | undefined): 'GET' | 'POST' {
  return text === 'GET' ? 'GET' : 'POST';
}
