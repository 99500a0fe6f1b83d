import type { CallNotes, CallNotesStore, NotesVersion } from '../callback';
import { AppError } from '../errors';
import { request, type TwilioAccess } from './client';
import { orMissing } from './missing';

/** No call is longer: Twilio ends it after a day at most. */
const TTL_SECONDS = 86_400;

/** Notes of calls in Twilio Sync: a document "call-<CallSid>" for each, gone after a day. */
export function syncCallNotes({ rest }: TwilioAccess, serviceSid: () => string): CallNotesStore {
  const documents = () => rest.sync.v1.services(serviceSid()).documents;
  const nameOf = (callSid: string): string => `call-${callSid}`;
  return {
    read: async callSid => {
      const document = await orMissing(request(() => documents()(nameOf(callSid)).fetch()));
      return document && versionOf(document);
    },
    write: async (callSid, data, ifMatch) =>
      versionOf(
        await request(() =>
          ifMatch === undefined
            ? documents().create({ uniqueName: nameOf(callSid), data, ttl: TTL_SECONDS })
            : documents()(nameOf(callSid)).update({ data, ttl: TTL_SECONDS, ifMatch }),
        ),
      ),
  };
}

function versionOf({ data, revision }: { data: unknown; revision: string }): NotesVersion {
  if (typeof data === 'object' && data !== null && 'place' in data && 'tries' in data)
    return { notes: data as CallNotes, revision };
  throw new AppError('INTERNAL', 'The notes of a call have another form than linekit writes.');
}
