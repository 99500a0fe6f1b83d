import {
  directoryKeys,
  readAccountNumberRecord,
  readAccountRecord,
  readNumberRecord,
  type AccountDirectory,
} from '../pin';
import type { TwilioAccess } from './client';
import { syncMap } from './sync-map';

/** The Sync map of accounts that callers can prove to be; `npx linekit accounts import` fills it. */
export const ACCOUNTS_MAP = 'accounts';

/** Accounts in Twilio Sync, one request a look-up. Hashes of PINs come with `byId` alone. */
export function syncAccounts(access: TwilioAccess, serviceSid: () => string): AccountDirectory {
  const map = syncMap(access, { serviceSid, map: ACCOUNTS_MAP });
  return {
    byId: async accountId => readAccountRecord((await map.read(directoryKeys.account(accountId)))?.data),
    byAccountNumber: async accountNumber =>
      readAccountNumberRecord((await map.read(directoryKeys.accountNumber(accountNumber)))?.data)?.account,
    byNumber: async number => readNumberRecord((await map.read(directoryKeys.number(number)))?.data).accounts,
  };
}
