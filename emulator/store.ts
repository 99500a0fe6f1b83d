import type { Collection, Store, StoredRecord, StoreSnapshot } from './contract';

/** Keeps resources in memory. Records are replaced, never changed in place: one that was handed out stays as it was. */
export function createStore(): Store {
  const collections = new Map<string, MemoryCollection<StoredRecord>>();
  const listeners = new Set<() => void>();

  function collection<R extends StoredRecord>(name: string): Collection<R> {
    const existing = collections.get(name) ?? new MemoryCollection<StoredRecord>(name);
    collections.set(name, existing);
    // A name stands for one record type, which only its product knows; the map that holds them all cannot.
    return existing as unknown as Collection<R>;
  }

  return {
    collection,
    snapshot: () => structuredClone(Object.fromEntries([...collections].map(([name, { records }]) => [name, records]))),
    restore(snapshot: StoreSnapshot) {
      for (const name of Object.keys(snapshot)) collection(name);
      for (const [name, memory] of collections) memory.replaceAll(structuredClone(snapshot[name] ?? []));
      for (const listener of listeners) listener();
    },
    onRestore(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

class MemoryCollection<R extends StoredRecord> implements Collection<R> {
  private readonly bySid = new Map<string, R>();
  /** The records as an array, until the next change. */
  private listed: readonly R[] | undefined;

  constructor(private readonly name: string) {}

  get records(): readonly R[] {
    this.listed ??= [...this.bySid.values()];
    return this.listed;
  }

  insert(record: R): R {
    if (this.bySid.has(record.sid)) throw new Error(`${this.name} has ${record.sid} already`);
    return this.put(record);
  }

  get(sid: string): R | undefined {
    return this.bySid.get(sid);
  }

  update(sid: string, change: Partial<R>): R {
    const record = this.bySid.get(sid);
    if (!record) throw new Error(`${this.name} has no ${sid}`);
    return this.put({ ...record, ...change });
  }

  delete(sid: string): boolean {
    this.listed = undefined;
    return this.bySid.delete(sid);
  }

  all(): readonly R[] {
    return this.records;
  }

  filter(keep: (record: R) => boolean): R[] {
    return this.records.filter(keep);
  }

  find(match: (record: R) => boolean): R | undefined {
    return this.records.find(match);
  }

  replaceAll(records: readonly R[]): void {
    this.bySid.clear();
    this.listed = undefined;
    for (const record of records) this.put(record);
  }

  private put(record: R): R {
    this.listed = undefined;
    this.bySid.set(record.sid, record);
    return record;
  }
}
