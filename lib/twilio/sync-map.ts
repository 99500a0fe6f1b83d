import { request, type TwilioAccess } from './client';
import { isCode, orMissing } from './missing';

/** One map of Sync, made at first use if the wiring didn't. */
export interface SyncMap {
  read(key: string): Promise<{ readonly data: unknown; readonly revision: string } | undefined>;
  /** Compare and set; answers the new revision. Without a revision the item is created. Throws CONFLICT when it exists or has changed. */
  write(key: string, data: object, revision: string | undefined): Promise<string>;
}

export interface SyncMapOptions {
  /** Asked for at first use, so that a missing variable stops only what needs it. */
  readonly serviceSid: () => string;
  readonly map: string;
  /** Renewed by each write; without it items stay. */
  readonly ttlSeconds?: number | undefined;
}

/** Items by key, each one request. */
export function syncMap({ rest }: TwilioAccess, { serviceSid, map, ttlSeconds }: SyncMapOptions): SyncMap {
  const maps = () => rest.sync.v1.services(serviceSid()).syncMaps;
  const items = () => maps()(map).syncMapItems;
  const ttl = ttlSeconds === undefined ? {} : { itemTtl: ttlSeconds };
  const create = (key: string, data: object) => request(() => items().create({ key, data, ...ttl }));
  return {
    read: async key => {
      const item = await orMissing(request(() => items()(key).fetch()));
      return item && { data: item.data as unknown, revision: item.revision };
    },
    write: async (key, data, revision) => {
      if (revision !== undefined)
        return (await request(() => items()(key).update({ data, ifMatch: revision, ...ttl }))).revision;
      const made = await orMissing(create(key, data));
      if (made) return made.revision;
      await request(() => maps().create({ uniqueName: map })).catch((error: unknown) => {
        if (!isCode(error, 'CONFLICT')) throw error;
      });
      return (await create(key, data)).revision;
    },
  };
}
