import { AppError } from '../errors';
import type { SummaryEntry, SummaryLedger } from '../summary';
import { request, type TwilioAccess } from './client';
import { orMissing } from './missing';

/** As long as anybody may ask whether a week's mail was sent, and then some. */
const TTL_SECONDS = 30 * 86_400;

/** A document in Sync for each week. Its revision is the lease's proof: whoever writes with an old one gets 412. */
export function syncSummaryLedger({ rest }: TwilioAccess, serviceSid: () => string): SummaryLedger {
  const documents = () => rest.sync.v1.services(serviceSid()).documents;
  const nameOf = (week: string): string => `summary-${week}`;
  return {
    read: async week => {
      const document = await orMissing(request(() => documents()(nameOf(week)).fetch()));
      return document && { entry: parseEntry(document.data), revision: document.revision };
    },
    write: async (week, data, ifMatch) => {
      const uniqueName = nameOf(week);
      const written = await request(() =>
        ifMatch === undefined
          ? documents().create({ uniqueName, data, ttl: TTL_SECONDS })
          : documents()(uniqueName).update({ data, ttl: TTL_SECONDS, ifMatch }),
      );
      return written.revision;
    },
  };
}

function parseEntry(data: unknown): SummaryEntry {
  if (typeof data === 'object' && data !== null && 'tally' in data && 'countedToMs' in data)
    return data as SummaryEntry;
  throw new AppError(
    'INTERNAL',
    "A summary's document in Sync has another form than linekit writes. Delete it, then sweep.",
  );
}
