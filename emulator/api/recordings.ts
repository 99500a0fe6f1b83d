import type { Collection, Route, World } from '../contract';
import { resource } from '../rest/resource';
import { TwilioError } from '../rest/twilio-error';
import type { CallRecord } from '../voice/call-record';
import type { RecordingRecord, Recordings } from '../voice/recordings';
import { inPeriod } from './period';

export interface RecordingParts {
  readonly world: World;
  readonly recordings: Recordings;
  readonly callRecords: Collection<CallRecord>;
}

/** Recordings of an account, and those of one call. */
export function recordingRoutes({ world, recordings, callRecords }: RecordingParts): Route[] {
  const shared = {
    world,
    document: 'api_v2010',
    sidPrefix: 'RE',
    records: recordings.records,
    operations: ['fetch', 'list', 'delete'],
    newestFirst: true,
    remove(record: RecordingRecord) {
      if (record.status === 'in-progress') throw new TwilioError(409, 20009, `Recording ${record.sid} is in progress`);
      recordings.forget(record.sid);
    },
  } as const;
  return [
    ...resource<RecordingRecord>({
      ...shared,
      path: '/2010-04-01/Accounts/{AccountSid}/Recordings.json',
      keep: (record, query) =>
        is(record.call_sid, query.get('CallSid')) &&
        is(record.conference_sid, query.get('ConferenceSid')) &&
        inPeriod(record.date_created, 'DateCreated', query),
    }),
    ...resource<RecordingRecord & { track: string }>({
      ...shared,
      // The same records; of a call's recordings the API also tells the track.
      records: recordings.records as Collection<RecordingRecord & { track: string }>,
      path: '/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Recordings.json',
      parents: { CallSid: sid => callRecords.get(sid) },
      keep: (record, query) => inPeriod(record.date_created, 'DateCreated', query),
      present: record => ({
        track: 'inbound',
        uri: record.uri.replace('/Recordings/', `/Calls/${record.call_sid}/Recordings/`),
      }),
    }),
  ];
}

function is(value: string | null, wanted: string | null): boolean {
  return wanted === null || value === wanted;
}
