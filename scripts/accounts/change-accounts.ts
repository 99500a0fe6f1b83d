import type { Twilio } from 'twilio';
import { isPhoneNumber } from '../../lib/phone';
import {
  directoryKeys,
  lockKey,
  readAccountNumberRecord,
  readAccountRecord,
  readNumberRecord,
  type AccountRecord,
  type Peppers,
} from '../../lib/pin';
import { badInput } from '../command-error';
import { ACCOUNTS_MAP } from './import-accounts';
import { syncItems, type SyncItems } from './sync-items';

/** The map in which Functions count wrong PINs. */
export const PIN_ATTEMPTS_MAP = 'pin-attempts';

/** Where the accounts are. */
export interface AccountsPlace {
  readonly api: Twilio;
  readonly serviceSid: string;
}

/** An account without its secrets: no hash, and of the account number its end alone. */
export interface ShownAccount {
  readonly accountId: string;
  readonly name?: string;
  /** "…23" */
  readonly accountNumber: string;
  readonly numbers: readonly string[];
  readonly hasPin: boolean;
  /** ISO 8601; only while it is locked, and only where the pepper is known. */
  readonly lockedUntil?: string;
}

/** All accounts, by id. Without peppers nobody can say which are locked. */
export async function listAccounts(
  { api, serviceSid }: AccountsPlace,
  peppers: Peppers | undefined,
  nowMs: number,
): Promise<ShownAccount[]> {
  const items = await syncItems(api, serviceSid, ACCOUNTS_MAP).all();
  const records = items.flatMap(({ key, data }) => {
    const record = readAccountRecord(data);
    return record && key === directoryKeys.account(record.accountId) ? [record] : [];
  });
  const locks = peppers && (await locksOf(syncItems(api, serviceSid, PIN_ATTEMPTS_MAP), nowMs));
  return records
    .map(record => shown(record, peppers && locks?.get(lockKey('account', record.accountId, peppers))))
    .sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
}

async function locksOf(items: SyncItems, nowMs: number): Promise<Map<string, number>> {
  const until = (await items.all()).map(({ key, data }): [string, number] => [key, numberIn(data, 'lockedUntilMs')]);
  return new Map(until.filter(([, untilMs]) => untilMs > nowMs));
}

function shown(
  { accountId, name, accountNumber, numbers, pinHash }: AccountRecord,
  lockedUntilMs: number | undefined,
): ShownAccount {
  return {
    accountId,
    ...(name !== undefined && { name }),
    accountNumber: `…${accountNumber.slice(-2)}`,
    numbers,
    hasPin: pinHash !== undefined,
    ...(lockedUntilMs !== undefined && { lockedUntil: new Date(lockedUntilMs).toISOString() }),
  };
}

/**
 * Removes an account, named by its id or its account number: what leads to it first, so that nothing ever leads to an account that isn't there.
 * Throws ACCOUNT_NOT_FOUND.
 */
export async function removeAccount({ api, serviceSid }: AccountsPlace, given: string): Promise<{ accountId: string }> {
  const items = syncItems(api, serviceSid, ACCOUNTS_MAP);
  const { accountId, accountNumber, numbers } = await accountOf(items, given);
  for (const number of numbers) {
    const key = directoryKeys.number(number);
    const others = readNumberRecord(await items.read(key)).accounts.filter(each => each.accountId !== accountId);
    if (others.length === 0) await items.remove(key);
    else await items.write(key, { accounts: others });
  }
  await items.remove(directoryKeys.accountNumber(accountNumber));
  await items.remove(directoryKeys.account(accountId));
  return { accountId };
}

/** What was unlocked, and how many wrong PINs are forgotten. */
export interface Unlocked {
  readonly unlocked: string;
  readonly failures: number;
}

/** Forgets the wrong PINs of an account (its id or account number), or of a number that callers call from. Throws ACCOUNT_NOT_FOUND. */
export async function unlock(place: AccountsPlace, peppers: Peppers, given: string): Promise<Unlocked> {
  const accounts = syncItems(place.api, place.serviceSid, ACCOUNTS_MAP);
  const unlocked = isPhoneNumber(given) ? given : (await accountOf(accounts, given)).accountId;
  const key = lockKey(isPhoneNumber(given) ? 'caller' : 'account', unlocked, peppers);
  const attempts = syncItems(place.api, place.serviceSid, PIN_ATTEMPTS_MAP);
  const failures = numberIn(await attempts.read(key), 'failures');
  await attempts.remove(key);
  return { unlocked, failures };
}

async function accountOf(items: SyncItems, given: string): Promise<AccountRecord> {
  const byNumber = readAccountNumberRecord(await items.read(directoryKeys.accountNumber(given)));
  const found = readAccountRecord(await items.read(directoryKeys.account(byNumber?.account.accountId ?? given)));
  if (found) return found;
  throw badInput('ACCOUNT_NOT_FOUND', 'There is no account of that id or number. `npx linekit accounts list` has all.');
}

function numberIn(data: unknown, name: 'failures' | 'lockedUntilMs'): number {
  const value = typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>)[name] : 0;
  return typeof value === 'number' ? value : 0;
}
