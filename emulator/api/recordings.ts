import type { Collection, Route, World } from '../contract';
import { resource, type Context } from '../rest/resource';
import { notFound, TwilioError } from '../rest/twilio-error';
import { startRecording, type CallRecording } from '../voice/call-recording';
import type { CallRecord } from '../voice/call-record';
import type { Conferences } from '../voice/conference/conferences';
import type { LiveCalls } from '../voice/live-calls';
import type { RecordingRecord, Recordings } from '../voice/recordings';
import { recordingOf } from './call-requests';
import { inPeriod } from './period';

export interface RecordingParts {
  readonly world: World;
  readonly recordings: Recordings;
  readonly callRecords: Collection<CallRecord>;
  readonly calls: LiveCalls;
  readonly conferences: Conferences;
}

/** The newest recording that runs, instead of a sid. */
const CURRENT = 'Twilio.CURRENT';
const ACCOUNT = '/2010-04-01/Accounts/{AccountSid}';

/** Recordings of an account, those of one call and those of one conference; the latter two are begun, paused and stopped here. */
export function recordingRoutes(parts: RecordingParts): Route[] {
  return [...ofAccount(parts), ...ofCall(parts), ...ofConference(parts)];
}

function shared({ world, recordings }: RecordingParts) {
  return {
    world,
    document: 'api_v2010',
    sidPrefix: 'RE',
    records: recordings.records,
    newestFirst: true,
    remove(record: RecordingRecord): void {
      if (['in-progress', 'paused'].includes(record.status))
        throw new TwilioError(409, 20009, `Recording ${record.sid} is in progress`);
      recordings.forget(record.sid);
    },
  } as const;
}

function ofAccount(parts: RecordingParts): Route[] {
  return resource<RecordingRecord>({
    ...shared(parts),
    operations: ['fetch', 'list', 'delete'],
    path: `${ACCOUNT}/Recordings.json`,
    keep: (record, query) =>
      is(record.call_sid, query.get('CallSid')) &&
      is(record.conference_sid, query.get('ConferenceSid')) &&
      inPeriod(record.date_created, 'DateCreated', query),
  });
}

function ofCall(parts: RecordingParts): Route[] {
  const { calls, recordings, callRecords } = parts;
  const running = (scope: Context['scope']): CallRecording[] => [
    ...(calls.find(scope['call_sid'] ?? '')?.recordings ?? []),
  ];
  return resource<RecordingRecord>({
    ...shared(parts),
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    path: `${ACCOUNT}/Calls/{CallSid}/Recordings.json`,
    parents: { CallSid: sid => callRecords.get(sid) },
    find: (key, { scope }) => current(key, running(scope), recordings),
    create(_, { scope, parameters }) {
      const options = recordingOf(parameters, 'StartCallRecordingAPI');
      const call = calls.find(scope['call_sid'] ?? '');
      if (!call?.isAnswered || call.isOver) throw notEligible();
      const { sid } = startRecording(call, options);
      return recorded(recordings, sid);
    },
    update: (record, _, context) => steer(record, running(context.scope), context),
    keep: (record, query) => inPeriod(record.date_created, 'DateCreated', query),
    present: record => ({ uri: record.uri.replace('/Recordings/', `/Calls/${record.call_sid ?? ''}/Recordings/`) }),
  });
}

function ofConference(parts: RecordingParts): Route[] {
  const { conferences, recordings } = parts;
  const running = ({ scope, accountSid }: Context): CallRecording[] => [
    ...(conferences.find(accountSid, scope['conference_sid'] ?? '')?.recordings.values() ?? []),
  ];
  return resource<RecordingRecord>({
    ...shared(parts),
    operations: ['fetch', 'list', 'update', 'delete'],
    path: `${ACCOUNT}/Conferences/{ConferenceSid}/Recordings.json`,
    parents: { ConferenceSid: sid => conferences.records.get(sid) },
    find: (key, context) => current(key, running(context), recordings),
    update: (record, _, context) => steer(record, running(context), context),
    keep: (record, query) => inPeriod(record.date_created, 'DateCreated', query),
    present: record => ({
      uri: record.uri.replace('/Recordings/', `/Conferences/${record.conference_sid ?? ''}/Recordings/`),
    }),
  });
}

/** The record that was just made. */
function recorded({ records }: Recordings, sid: string): RecordingRecord {
  const record = records.get(sid);
  if (!record) throw notFound(sid);
  return record;
}

function current(key: string, running: readonly CallRecording[], { records }: Recordings): RecordingRecord | undefined {
  if (key !== CURRENT) return records.get(key);
  const newest = running.at(-1);
  if (!newest) throw notEligible();
  return records.get(newest.sid);
}

/** Pauses, resumes or stops one that runs. Throws TwilioError 21220 when it is over. */
function steer(
  { sid, status: was }: RecordingRecord,
  running: readonly CallRecording[],
  { parameters }: Context,
): Partial<RecordingRecord> {
  const recording = running.find(one => one.sid === sid);
  if (!recording) throw notEligible();
  const { Status: status, PauseBehavior: behavior } = parameters;
  if (behavior !== undefined && behavior !== 'skip' && behavior !== 'silence')
    throw new TwilioError(400, 20001, `Invalid value for parameter PauseBehavior: "${String(behavior)}"`);
  if (status === 'paused' && was !== 'paused') recording.pause(behavior ?? 'silence');
  if (status === 'in-progress' && was === 'paused') recording.resume();
  if (status === 'stopped') recording.stop();
  return {};
}

function notEligible(): TwilioError {
  return new TwilioError(400, 21220, 'Requested resource is not eligible for recording');
}

function is(value: string | null, wanted: string | null): boolean {
  return wanted === null || value === wanted;
}
