import type { Twilio } from 'twilio';
import { statusOf } from '../deploy/account';

/** Items of a Sync map: read, and written whatever was there. A map that is not there has none. */
export interface SyncItems {
  read(key: string): Promise<unknown>;
  all(): Promise<readonly { readonly key: string; readonly data: unknown }[]>;
  /** Makes the map, too, where there is none. */
  write(key: string, data: object): Promise<void>;
  /** False when there was no such item. */
  remove(key: string): Promise<boolean>;
}

/** The items of a map by its name. */
export function syncItems(api: Twilio, serviceSid: string, map: string): SyncItems {
  const maps = api.sync.v1.services(serviceSid).syncMaps;
  const items = () => maps(map).syncMapItems;
  return {
    read: async key => (await unless(404, () => items()(key).fetch()))?.data as unknown,
    all: async () => (await unless(404, () => items().list({ pageSize: 100 }))) ?? [],
    remove: async key => (await unless(404, () => items()(key).remove())) ?? false,
    write: async (key, data) => {
      if (await unless(404, () => items()(key).update({ data }))) return;
      const create = () => items().create({ key, data });
      if (await unless(404, create)) return;
      await unless(409, () => maps.create({ uniqueName: map }));
      await create();
    },
  };
}

async function unless<T>(status: number, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (statusOf(error) === status) return undefined;
    throw error;
  }
}
