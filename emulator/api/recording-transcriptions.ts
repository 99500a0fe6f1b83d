import type { Route, World } from '../contract';
import { resource } from '../rest/resource';
import type { TranscriptionRecord } from '../voice/message-transcription';
import type { Recordings } from '../voice/recordings';

const ACCOUNT = '/2010-04-01/Accounts/{AccountSid}';

/** Transcriptions of messages, those of the account and those of one recording: `<Record transcribe>` makes them, here they are read and deleted. */
export function recordingTranscriptionRoutes({
  world,
  recordings,
}: {
  readonly world: World;
  readonly recordings: Recordings;
}): Route[] {
  const shared = {
    world,
    document: 'api_v2010',
    sidPrefix: 'TR',
    records: world.store.collection<TranscriptionRecord>('api.transcriptions'),
    operations: ['fetch', 'list', 'delete'],
    newestFirst: true,
    present: ({ account_sid: account, sid }: TranscriptionRecord) => ({
      uri: `${ACCOUNT.replace('{AccountSid}', account)}/Transcriptions/${sid}.json`,
    }),
  } as const;
  const ofRecording = `${ACCOUNT}/Recordings/{RecordingSid}/Transcriptions.json`;
  return [
    ...resource<TranscriptionRecord>({ ...shared, path: `${ACCOUNT}/Transcriptions.json` }),
    ...resource<TranscriptionRecord>({
      ...shared,
      path: ofRecording,
      parents: { RecordingSid: sid => recordings.records.get(sid) },
    }),
  ];
}
