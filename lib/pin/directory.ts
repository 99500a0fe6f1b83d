import type { Account } from './ports';

/** A caller's account as it is kept: PINs as hashes only. */
export interface AccountRecord extends Account {
  /** Digits that the caller knows: on a card or letter. */
  readonly accountNumber: string;
  /** E.164; numbers that may speak for it. */
  readonly numbers: readonly string[];
}

/** The accounts of one phone number. */
export interface NumberRecord {
  readonly accounts: readonly Pick<Account, 'accountId' | 'name'>[];
}

/** Which account has an account number. */
export interface AccountNumberRecord {
  readonly account: Pick<Account, 'accountId' | 'name'>;
}

/** Under which keys a directory of accounts is kept, whatever keeps it: by id, by account number and by phone number. */
export const directoryKeys = {
  account: (accountId: string): string => `id-${accountId}`,
  accountNumber: (accountNumber: string): string => `account-${accountNumber}`,
  number: (number: string): string => `number-${number.replace(/\D/g, '')}`,
};

/** What an account id may look like: it stands in keys and addresses. */
export const accountIdPattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** An account as it was kept; undefined for anything else. */
export function readAccountRecord(data: unknown): AccountRecord | undefined {
  const isOne = isRecord(data) && typeof data['accountId'] === 'string' && Array.isArray(data['numbers']);
  return isOne ? (data as unknown as AccountRecord) : undefined;
}

/** The accounts of a number as they were kept; none for anything else. */
export function readNumberRecord(data: unknown): NumberRecord {
  return isRecord(data) && Array.isArray(data['accounts']) ? (data as unknown as NumberRecord) : { accounts: [] };
}

/** The account of an account number as it was kept; undefined for anything else. */
export function readAccountNumberRecord(data: unknown): AccountNumberRecord | undefined {
  return isRecord(data) && isRecord(data['account']) ? (data as unknown as AccountNumberRecord) : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
