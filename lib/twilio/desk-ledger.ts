import { EMPTY_RECORD, type DeskLedger, type DeskRecord } from '../desk';
import { AppError, retry } from '../errors';
import { request, type TwilioAccess } from './client';
import { isCode, orMissing } from './missing';

/** The Sync map that holds an item for each conversation that an agent worked on. Made at first use if the wiring didn't. */
export const DESK_MAP = 'desk';

export interface DeskLedgerOptions {
  /** Asked for at first use, so that a missing variable stops only what needs it. */
  readonly serviceSid: () => string;
  /** How long an item stays after its last change, days. */
  readonly keepDays: number;
}

/** The desk's ledger in Twilio Sync. Each write says which revision it changes; whoever comes second reads again. */
export function syncDeskLedger({ rest }: TwilioAccess, { serviceSid, keepDays }: DeskLedgerOptions): DeskLedger {
  const maps = () => rest.sync.v1.services(serviceSid()).syncMaps;
  const items = () => maps()(DESK_MAP).syncMapItems;
  const itemTtl = keepDays * 86_400;
  const fetch = async (key: string): Promise<{ record: DeskRecord; revision: string } | undefined> => {
    const item = await orMissing(request(() => items()(key).fetch()));
    return item && { record: parseRecord(item.data), revision: item.revision };
  };
  const create = async (key: string, data: DeskRecord): Promise<void> => {
    const make = () => request(() => items().create({ key, data, itemTtl }));
    if (await orMissing(make())) return;
    await request(() => maps().create({ uniqueName: DESK_MAP })).catch(ignoreConflict);
    await make();
  };
  const change = async (key: string, next: (record: DeskRecord) => DeskRecord): Promise<DeskRecord> => {
    const known = await fetch(key);
    const before = known?.record ?? EMPTY_RECORD;
    const data = next(before);
    if (data === before) return before;
    if (known) await request(() => items()(key).update({ data, itemTtl, ifMatch: known.revision }));
    else await create(key, data);
    return data;
  };
  return {
    read: async key => (await fetch(key))?.record ?? EMPTY_RECORD,
    change: async (key, next) => {
      let refused: unknown;
      const guarded = (record: DeskRecord): DeskRecord => {
        try {
          return next(record);
        } catch (error) {
          refused = error;
          throw error;
        }
      };
      // What `next` refuses is an answer, not a race.
      const when = (error: AppError): boolean => error !== refused && error.code === 'CONFLICT';
      return retry(() => change(key, guarded), { attempts: 5, baseMs: 50, untilMs: Infinity, when });
    },
  };
}

function parseRecord(data: unknown): DeskRecord {
  if (typeof data === 'object' && data !== null && 'attempts' in data && 'heard' in data && 'deleted' in data)
    return data as DeskRecord;
  throw new AppError('INTERNAL', `The Sync map "${DESK_MAP}" holds an item that is not a desk's. Delete the item.`);
}

function ignoreConflict(error: unknown): void {
  if (!isCode(error, 'CONFLICT')) throw error;
}
