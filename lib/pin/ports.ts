import type { PhoneNumber } from '../phone';

/** Whom a PIN belongs to. */
export interface Account {
  /** The client's own id of the account. Not the number that callers say: it is kept in the conversation's state. */
  readonly accountId: string;
  /** As the assistant calls the person once the PIN was right. */
  readonly name?: string | undefined;
  /** Made by `hashPin`; without one the account can't be opened by phone. */
  readonly pinHash?: string | undefined;
}

/** Where accounts are looked up. A number alone never opens one: caller ID can be forged. */
export interface AccountDirectory {
  /** The accounts that this number may speak for; none is a normal answer. */
  byNumber(number: PhoneNumber): Promise<readonly Account[]>;
  /** By the number on the caller's card or letter: digits only. */
  byAccountNumber(accountNumber: string): Promise<Account | undefined>;
  byId(accountId: string): Promise<Account | undefined>;
}

/** How often PINs were wrong for one key since the last right one. */
export interface Attempts {
  readonly failures: number;
  /** Milliseconds since 1970; 0 when not locked. */
  readonly lockedUntilMs: number;
  /** The last try that was counted: the same webhook twice is one try. */
  readonly lastTry: string;
}

/** Tries across calls. Keys are keyed hashes: no account number and no phone number stands in them. */
export interface AttemptStore {
  read(key: string): Promise<{ readonly attempts: Attempts; readonly revision: string } | undefined>;
  /** Without a revision the entry is created. Throws CONFLICT when it exists, or has changed since it was read. */
  write(key: string, attempts: Attempts, revision: string | undefined): Promise<void>;
}

/** Secrets of the deployment, by id, so that they can be changed: new hashes use `current`, old ones name theirs. */
export interface Peppers {
  readonly current: string;
  readonly secrets: Readonly<Record<string, string>>;
}
