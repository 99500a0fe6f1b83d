import type { Clock } from '../clock';
import { AppError, isAppError, type ErrorCode } from '../errors';
import { isFinished, LOOK_BACK_DAYS, type Claim, type Ledger, type LedgerEntry } from '../voicemail';
import { request, type TwilioAccess } from './client';

export interface SyncLedgerOptions {
  /** Asked for at first use, so that a missing variable stops only what needs it. */
  readonly serviceSid: () => string;
  readonly retentionDays: number;
  readonly clock: Clock;
}

/** The Sync map that holds an item for each voicemail, keyed by the recording's SID. Made at first use if the wiring didn't. */
export const LEDGER_MAP = 'voicemails';

/** The delivery ledger in Twilio Sync. An item's revision is the lease's proof: whoever writes with an old one gets 412. */
export function syncLedger({ rest }: TwilioAccess, options: SyncLedgerOptions): Ledger {
  const maps = () => {
    const serviceSid = options.serviceSid();
    return rest.sync.v1.services(serviceSid).syncMaps;
  };
  const items = () => maps()(LEDGER_MAP).syncMapItems;
  const itemTtl = (options.retentionDays + LOOK_BACK_DAYS) * 86_400;
  const create = (key: string, data: LedgerEntry) => request(() => items().create({ key, data, itemTtl }));
  const createOrMakeMap = async (key: string, data: LedgerEntry) => {
    try {
      return await create(key, data);
    } catch (error) {
      if (!isCode(error, 'NOT_FOUND')) throw error;
      await request(() => maps().create({ uniqueName: LEDGER_MAP })).catch(ignoring('CONFLICT'));
      return create(key, data);
    }
  };

  return {
    claim: async (recordingSid, open) => {
      try {
        const made = await createOrMakeMap(recordingSid, open(undefined));
        return { kind: 'claimed', before: undefined, revision: made.revision };
      } catch (error) {
        if (!isCode(error, 'CONFLICT')) throw error;
      }
      const item = await request(() => items()(recordingSid).fetch());
      const before = parseEntry(item.data);
      if (isFinished(before)) return { kind: 'finished' };
      if (before.leaseUntilMs > options.clock.now().getTime()) return { kind: 'busy' };
      try {
        const taken = await request(() => items()(recordingSid).update({ data: open(before), ifMatch: item.revision }));
        return { kind: 'claimed', before, revision: taken.revision } satisfies Claim;
      } catch (error) {
        if (isCode(error, 'CONFLICT')) return { kind: 'busy' };
        throw error;
      }
    },
    save: async (recordingSid, entry, revision) => {
      await request(() => items()(recordingSid).update({ data: entry, ifMatch: revision }));
    },
    read: async recordingSid => {
      try {
        return parseEntry((await request(() => items()(recordingSid).fetch())).data);
      } catch (error) {
        if (isCode(error, 'NOT_FOUND')) return undefined;
        throw error;
      }
    },
  };
}

function parseEntry(data: unknown): LedgerEntry {
  if (typeof data === 'object' && data !== null && 'steps' in data && 'leaseUntilMs' in data)
    return data as LedgerEntry;
  throw new AppError(
    'INTERNAL',
    `The Sync map "${LEDGER_MAP}" holds an item that is not a voicemail's. Delete the item, then sweep.`,
  );
}

function isCode(error: unknown, code: ErrorCode): boolean {
  return isAppError(error) && error.code === code;
}

function ignoring(code: ErrorCode): (error: unknown) => void {
  return error => {
    if (!isCode(error, code)) throw error;
  };
}
