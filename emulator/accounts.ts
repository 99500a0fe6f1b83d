import type { Account, Accounts, Collection, StoredRecord, Store } from './contract';

/** An account to begin with. */
export interface AccountSeed {
  /** AC + 32 hex digits. */
  readonly sid: string;
  /** 32 hex digits. */
  readonly authToken: string;
  readonly friendlyName?: string;
  /** API keys: SK sid → secret. */
  readonly apiKeys?: Readonly<Record<string, string>>;
}

/** What REST made of accounts: subaccounts, and the names and statuses that were changed. */
export interface AccountRecord extends StoredRecord {
  readonly auth_token: string;
  readonly friendly_name: string;
  readonly owner_account_sid: string;
  readonly status: 'active' | 'suspended' | 'closed';
  readonly date_created: string;
  readonly date_updated: string;
}

/** An API key that REST made. */
export interface KeyRecord extends StoredRecord {
  readonly account_sid: string;
  readonly friendly_name: string | null;
  readonly secret: string;
  readonly date_created: string;
  readonly date_updated: string;
}

/** Where subaccounts and keys that REST made are kept. */
export function accountRecords(store: Pick<Store, 'collection'>): {
  accounts: Collection<AccountRecord>;
  keys: Collection<KeyRecord>;
} {
  return {
    accounts: store.collection<AccountRecord>('api.accounts'),
    keys: store.collection<KeyRecord>('api.keys'),
  };
}

/** Throws when a SID or token has the wrong form, or an account or key comes twice. */
export function createAccounts(seeds: readonly AccountSeed[], store: Pick<Store, 'collection'>): Accounts {
  const bySid = new Map<string, Account>();
  const byKey = new Map<string, Account>();
  for (const seed of seeds) {
    const account = accountOf(seed);
    if (bySid.has(account.sid)) throw new Error(`account ${account.sid} is given twice`);
    bySid.set(account.sid, account);
    for (const keySid of account.apiKeys.keys()) {
      if (byKey.has(keySid)) throw new Error(`API key ${keySid} is given twice`);
      byKey.set(keySid, account);
    }
  }
  const { accounts, keys } = accountRecords(store);
  const find = (sid: string): Account | undefined => bySid.get(sid) ?? fromRecord(accounts.get(sid));
  return {
    all: () => [...bySid.values(), ...accounts.all().flatMap(record => (bySid.has(record.sid) ? [] : [made(record)]))],
    find,
    authenticate(user, password) {
      const status = accounts.get(user)?.status ?? 'active';
      const account = find(user);
      if (account) return account.authToken === password && status !== 'closed' ? account : undefined;
      const owner = byKey.get(user);
      if (owner) return owner.apiKeys.get(user) === password ? owner : undefined;
      const key = keys.get(user);
      return key?.secret === password ? find(key.account_sid) : undefined;
    },
  };
}

function fromRecord(record: AccountRecord | undefined): Account | undefined {
  return record && made(record);
}

function made(record: AccountRecord): Account {
  const { sid, auth_token: authToken, friendly_name: friendlyName, owner_account_sid: ownerSid } = record;
  return { sid, authToken, friendlyName, apiKeys: new Map(), ownerSid, isSuspended: record.status === 'suspended' };
}

function accountOf(seed: AccountSeed): Account {
  if (!/^AC[0-9a-f]{32}$/.test(seed.sid)) throw new Error(`account SID "${seed.sid}" is not AC + 32 hex digits`);
  if (!/^[0-9a-f]{32}$/.test(seed.authToken)) throw new Error(`the auth token of ${seed.sid} is not 32 hex digits`);
  const apiKeys = new Map(Object.entries(seed.apiKeys ?? {}));
  for (const keySid of apiKeys.keys()) {
    if (!/^SK[0-9a-f]{32}$/.test(keySid)) throw new Error(`API key SID "${keySid}" is not SK + 32 hex digits`);
  }
  return { sid: seed.sid, authToken: seed.authToken, friendlyName: seed.friendlyName ?? seed.sid, apiKeys };
}
