import type { Collection, StoredRecord } from '../contract';

/** A collection of what is worked out from elsewhere: it can be read; changes to a record are only shown, not kept. */
export function computedCollection<R extends StoredRecord>(read: () => readonly R[]): Collection<R> {
  const get = (sid: string): R | undefined => read().find(record => record.sid === sid);
  return {
    insert: record => record,
    get,
    update(sid, change) {
      const record = get(sid);
      if (!record) throw new Error(`there is no ${sid}`);
      return { ...record, ...change };
    },
    delete: () => true,
    all: read,
    filter: keep => read().filter(keep),
    find: match => read().find(match),
  };
}
