import type { Clock } from '../clock';
import { AppError } from '../errors';
import type { RecordingOrigins } from '../voicemail';
import { request, type TwilioAccess } from './client';

/** What was asked of an application can be read so long after a call has ended. Source: Twilio docs, "Call Event resource". */
const READABLE_AFTER_MS = 15 * 60_000;
/** No call that the assistant's limits allow has more. */
const MOST_REQUESTS = 1_000;

/** Calls that may have turns in their recordings. */
export interface TalkLines {
  /** Called numbers. */
  readonly numbers: readonly string[];
  /** Path of the address that Twilio asks with the recording of a turn. */
  readonly action: string;
}

/**
 * Tells recordings apart by what Twilio itself asked with them (the call's events): nothing in a recording says which `<Record>` made it, and a
 * Function that died has left no word of its own.
 */
export function twilioRecordingOrigins(
  { rest }: TwilioAccess,
  { numbers, action }: TalkLines,
  clock: Clock,
): RecordingOrigins {
  return {
    of: ({ recordingSid, callSid }) =>
      request(async () => {
        const { to, endTime } = await rest.calls(callSid).fetch();
        if (!numbers.includes(to)) return 'message';
        // A call that goes on has no such time.
        if (!(endTime instanceof Date) || clock.now().getTime() - endTime.getTime() < READABLE_AFTER_MS)
          return 'unknown';
        const events = await rest.calls(callSid).events.list({ pageSize: MOST_REQUESTS, limit: MOST_REQUESTS });
        if (events.length === 0)
          throw new AppError('VENDOR_UNAVAILABLE', 'Twilio does not say what it asked in the call of a recording.');
        const isTurn = events.some(({ request: asked }) => isRequestWith(asked, { action, recordingSid }));
        return isTurn ? 'turn' : 'message';
      }),
  };
}

function isRequestWith(asked: unknown, { action, recordingSid }: { action: string; recordingSid: string }): boolean {
  if (typeof asked !== 'object' || asked === null || !('url' in asked) || !('parameters' in asked)) return false;
  const { url, parameters } = asked;
  if (typeof url !== 'string' || typeof parameters !== 'object' || parameters === null) return false;
  // Names come as "recording_sid".
  return (
    URL.canParse(url) &&
    new URL(url).pathname === action &&
    'recording_sid' in parameters &&
    parameters.recording_sid === recordingSid
  );
}
