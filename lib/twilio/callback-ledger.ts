import type { CallbackEntry, CallbackLedger } from '../callback';
import { AppError } from '../errors';
import { request, type TwilioAccess } from './client';
import { isCode, orMissing } from './missing';
import { readCursor, writeCursor } from './paging';

/** The Sync map that holds an item for each callback that was promised. Made at first use if the wiring didn't. */
const CALLBACK_MAP = 'callbacks';

/** Longer than any callback task lives: two weeks, and as long for those that were tried again on the last day. Renewed by each write. */
const ITEM_TTL_SECONDS = 28 * 86_400;

/** As many as Sync gives a page. */
const PAGE_SIZE = 100;

/** The promises in Twilio Sync. An item's revision is the lease's proof: whoever writes with an old one gets 412. */
export function syncCallbackLedger({ rest }: TwilioAccess, serviceSid: () => string): CallbackLedger {
  const maps = () => rest.sync.v1.services(serviceSid()).syncMaps;
  const items = () => maps()(CALLBACK_MAP).syncMapItems;
  const create = (key: string, data: CallbackEntry) =>
    request(() => items().create({ key, data, itemTtl: ITEM_TTL_SECONDS }));
  const createOrMakeMap = async (key: string, data: CallbackEntry) => {
    const made = await orMissing(create(key, data));
    if (made) return made;
    await request(() => maps().create({ uniqueName: CALLBACK_MAP })).catch((error: unknown) => {
      if (!isCode(error, 'CONFLICT')) throw error;
    });
    return create(key, data);
  };
  const read = async (key: string) => {
    const item = await orMissing(request(() => items()(key).fetch()));
    return item && { entry: parseEntry(item.data), revision: item.revision };
  };
  const save = async (key: string, data: CallbackEntry, ifMatch: string): Promise<string> =>
    (await request(() => items()(key).update({ data, ifMatch, itemTtl: ITEM_TTL_SECONDS }))).revision;
  return {
    read,
    save,
    claim: async (key, next) => {
      const first = next(undefined);
      try {
        if (first)
          return { kind: 'claimed', before: undefined, revision: (await createOrMakeMap(key, first)).revision };
      } catch (error) {
        if (!isCode(error, 'CONFLICT')) throw error;
      }
      const known = await read(key);
      if (!known) throw new AppError('CONFLICT', 'An entry of the callbacks went away while it was read.');
      const entry = next(known.entry);
      if (!entry) return { kind: 'kept', ...known };
      return { kind: 'claimed', before: known.entry, revision: await save(key, entry, known.revision) };
    },
    list: async cursor => {
      const page = await orMissing(request(() => items().page({ pageSize: PAGE_SIZE, ...readCursor(cursor) })));
      if (!page) return { entries: [], cursor: null };
      const entries = page.instances.map(({ key, data }) => ({ key, entry: parseEntry(data) }));
      return { entries, cursor: writeCursor(page.nextPageUrl) };
    },
  };
}

function parseEntry(data: unknown): CallbackEntry {
  if (typeof data === 'object' && data !== null && 'request' in data && 'state' in data && 'leaseUntilMs' in data)
    return data as CallbackEntry;
  throw new AppError(
    'INTERNAL',
    `The Sync map "${CALLBACK_MAP}" holds an item that is not a callback's. Delete the item, then sweep.`,
  );
}
