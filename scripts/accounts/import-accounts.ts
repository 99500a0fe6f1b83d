import type { Twilio } from 'twilio';
import {
  directoryKeys,
  hashPin,
  readAccountNumberRecord,
  readAccountRecord,
  readNumberRecord,
  type AccountRecord,
  type Peppers,
} from '../../lib/pin';
import { CommandError } from '../command-error';
import type { GivenAccount } from './read-accounts';
import { syncItems, type SyncItems } from './sync-items';

/** The map that Functions look accounts up in. */
export const ACCOUNTS_MAP = 'accounts';

export interface ImportReport {
  readonly added: number;
  readonly changed: number;
  /** Ids of accounts that nobody can prove to be by phone. */
  readonly withoutPin: readonly string[];
}

/**
 * Writes accounts into Sync, each with its indexes. Run again it changes what changed; accounts that are not given stay. A PIN becomes a hash here
 * and goes nowhere else. Throws ACCOUNT_NUMBER_TAKEN for an account number that another account has.
 */
export async function importAccounts(
  { api, serviceSid, peppers }: { api: Twilio; serviceSid: string; peppers: Peppers },
  accounts: readonly GivenAccount[],
  onEach: (done: number) => void,
): Promise<ImportReport> {
  const items = syncItems(api, serviceSid, ACCOUNTS_MAP);
  const report = { added: 0, changed: 0, withoutPin: [] as string[] };
  for (const [index, given] of accounts.entries()) {
    const before = readAccountRecord(await items.read(directoryKeys.account(given.accountId)));
    const pinHash = given.pin === undefined ? before?.pinHash : await hashPin({ ...given, pin: given.pin }, peppers);
    await write(items, withHash(given, pinHash), before);
    if (pinHash === undefined) report.withoutPin.push(given.accountId);
    if (before) report.changed += 1;
    else report.added += 1;
    onEach(index + 1);
  }
  return report;
}

function withHash(
  { accountId, accountNumber, name, numbers }: GivenAccount,
  pinHash: string | undefined,
): AccountRecord {
  return {
    ...{ accountId, accountNumber, numbers },
    ...(name !== undefined && { name }),
    ...(pinHash !== undefined && { pinHash }),
  };
}

/** The account first, its indexes after it: nothing ever leads to an account that isn't there. */
async function write(items: SyncItems, record: AccountRecord, before: AccountRecord | undefined): Promise<void> {
  const shown = { accountId: record.accountId, ...(record.name !== undefined && { name: record.name }) };
  const byNumber = directoryKeys.accountNumber(record.accountNumber);
  const holder = readAccountNumberRecord(await items.read(byNumber))?.account.accountId;
  if (holder !== undefined && holder !== record.accountId)
    throw new CommandError('ACCOUNT_NUMBER_TAKEN', `The account number of ${record.accountId} is that of ${holder}.`);
  await items.write(directoryKeys.account(record.accountId), record);
  await items.write(byNumber, { account: shown });
  if (before && before.accountNumber !== record.accountNumber)
    await items.remove(directoryKeys.accountNumber(before.accountNumber));
  for (const number of new Set([...record.numbers, ...(before?.numbers ?? [])])) {
    const key = directoryKeys.number(number);
    const others = readNumberRecord(await items.read(key)).accounts.filter(each => each.accountId !== record.accountId);
    const accounts = record.numbers.includes(number) ? [...others, shown] : others;
    if (accounts.length === 0) await items.remove(key);
    else await items.write(key, { accounts });
  }
}
