import { isAppError, vendorError } from '../errors';
import { isSid } from '../sid';
import type { RecordingFacts, RecordingStore } from '../voicemail';
import { request, type TwilioAccess } from './client';
import { readCursor, writeCursor } from './paging';

/** Recordings a page: each may cost a handful of requests, within the 10 s of a Function. */
const PAGE_SIZE = 20;

/** Where a recording lies; the address is made of SIDs only, never taken from a request. */
export function recordingUrl(accountSid: string, recordingSid: string): string {
  return `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Recordings/${recordingSid}`;
}

/** The account's recordings made by `<Record>` (source RecordVerb): messages, and turns of a talk that are not deleted yet (`twilioRecordingOrigins`). */
export function twilioRecordingStore(access: TwilioAccess): RecordingStore {
  return {
    media: recordingSid => fetchMedia(access, `${recordingUrl(access.accountSid, recordingSid)}.mp3`),
    list: ({ since, until, cursor }) =>
      request(async () => {
        const page = await access.rest.recordings.page({
          pageSize: PAGE_SIZE,
          dateCreatedAfter: since,
          ...(until && { dateCreatedBefore: until }),
          ...readCursor(cursor),
        });
        const finished = page.instances.filter(
          ({ source, status }) => source === 'RecordVerb' && status === 'completed',
        );
        return { recordings: finished.flatMap(toFacts), cursor: writeCursor(page.nextPageUrl) };
      }),
    delete: async recordingSid => {
      try {
        await request(() => access.rest.recordings(recordingSid).remove());
      } catch (error) {
        if (!isAppError(error) || error.code !== 'NOT_FOUND') throw error;
      }
    },
  };
}

function toFacts(recording: {
  sid: string;
  callSid: string;
  duration: string;
  startTime: Date;
  dateCreated: Date;
}): RecordingFacts[] {
  const { sid, callSid, duration, startTime, dateCreated } = recording;
  if (!isSid('RE', sid) || !isSid('CA', callSid)) return [];
  return [{ recordingSid: sid, callSid, durationSeconds: Number(duration), recordedAt: startTime ?? dateCreated }];
}

/** twilio-node reads bodies as text, which breaks audio; so the media goes by fetch. mp3 is 32 kbit/s, a quarter of the wav. */
async function fetchMedia({ accountSid, authToken }: TwilioAccess, url: string): Promise<Buffer> {
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  let response: Response;
  try {
    response = await fetch(url, { headers: { authorization } });
    if (response.ok) return Buffer.from(await response.arrayBuffer());
  } catch (cause) {
    throw vendorError({ vendor: 'Twilio', message: cause instanceof Error ? cause.message : String(cause), cause });
  }
  throw vendorError({
    vendor: 'Twilio',
    status: response.status,
    message: 'the recording could not be fetched',
    cause: undefined,
  });
}
