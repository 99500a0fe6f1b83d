import type { Account, Accounts } from './contract';

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

/** Throws when a SID or token has the wrong form, or an account or key comes twice. */
export function createAccounts(seeds: readonly AccountSeed[]): Accounts {
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
  const all = [...bySid.values()];
  return {
    all: () => all,
    find: sid => bySid.get(sid),
    authenticate(user, password) {
      const account = bySid.get(user);
      if (account) return account.authToken === password ? account : undefined;
      const owner = byKey.get(user);
      return owner?.apiKeys.get(user) === password ? owner : undefined;
    },
  };
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
