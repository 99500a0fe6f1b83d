import type { Clock } from '../clock';
import { AppError } from '../errors';
import type { Account, Attempts, AttemptStore, Peppers } from './ports';
import type { PinPorts } from './verify';

export const fakePeppers: Peppers = { current: 'p1', secrets: { p1: 'a pepper for tests' } };

/** Tries in memory with the store's rules: create once, compare and set. */
export function fakeAttempts(): AttemptStore & { entries: Map<string, { attempts: Attempts; revision: number }> } {
  const entries = new Map<string, { attempts: Attempts; revision: number }>();
  return {
    entries,
    read: async key => {
      const entry = entries.get(key);
      return entry && { attempts: entry.attempts, revision: String(entry.revision) };
    },
    write: async (key, attempts, revision) => {
      const entry = entries.get(key);
      if (revision !== (entry && String(entry.revision))) throw new AppError('CONFLICT', 'the entry has changed');
      entries.set(key, { attempts, revision: (entry?.revision ?? 0) + 1 });
    },
  };
}

export interface FakeAccount extends Account {
  readonly accountNumber: string;
  readonly numbers: readonly string[];
}

/** A directory of these accounts and an empty store of tries. */
export function fakePinPorts(
  accounts: readonly FakeAccount[],
  clock: Clock,
): PinPorts & { attempts: ReturnType<typeof fakeAttempts> } {
  return {
    clock,
    peppers: fakePeppers,
    attempts: fakeAttempts(),
    accounts: {
      byNumber: async number => accounts.filter(account => account.numbers.includes(number)),
      byAccountNumber: async number => accounts.find(account => account.accountNumber === number),
      byId: async id => accounts.find(account => account.accountId === id),
    },
  };
}
