import type { Clock } from '../clock';
import { AppError } from '../errors';
import type { PhoneNumber } from '../phone';
import { accountRule, callerRule, forgive, reserveTry, takeBack, type Try } from './attempts';
import { checkPin, lockKey } from './hash';
import type { Account, AccountDirectory, AttemptStore, Peppers } from './ports';

export interface PinPorts {
  readonly accounts: AccountDirectory;
  readonly attempts: AttemptStore;
  readonly peppers: Peppers;
  readonly clock: Clock;
}

/**
 * Whose PIN is asked for. The same shape for an account that does not exist, so that nothing downstream can tell. Safe to keep:
 * holds no digit that the caller gave.
 */
export interface Candidate {
  readonly accountId?: string | undefined;
  readonly lockKey: string;
}

/** The one account that this number speaks for; undefined when there is none or more than one: then ask for the account number. */
export async function candidateByNumber(
  ports: PinPorts,
  number: PhoneNumber | undefined,
): Promise<Candidate | undefined> {
  const [account, ...others] = number === undefined ? [] : await ports.accounts.byNumber(number);
  return account && others.length === 0 ? candidate(ports, account) : undefined;
}

/** A candidate for every account number, known or not: whether it exists shows only in that no PIN opens it. */
export async function candidateByAccountNumber(ports: PinPorts, accountNumber: string): Promise<Candidate> {
  const account = await ports.accounts.byAccountNumber(accountNumber);
  return account
    ? candidate(ports, account)
    : { lockKey: lockKey('account', `unknown:${accountNumber}`, ports.peppers) };
}

function candidate({ peppers }: PinPorts, { accountId }: Account): Candidate {
  return { accountId, lockKey: lockKey('account', accountId, peppers) };
}

export interface PinTry {
  readonly candidate: Candidate;
  /** Digits only; used here and kept nowhere. */
  readonly pin: string;
  /** The caller's number, when it is known: it is locked out when it tries many accounts. */
  readonly caller: PhoneNumber | undefined;
  /** The same for the same webhook: counted once. */
  readonly tryId: string;
  /** When it fires, nothing more is begun. */
  readonly signal?: AbortSignal;
}

export type PinOutcome =
  | { readonly outcome: 'verified'; readonly account: { readonly accountId: string; readonly name?: string } }
  | { readonly outcome: 'wrong' }
  /** Not even looked at. */
  | { readonly outcome: 'locked'; readonly untilMs: number };

/**
 * Checks a PIN against its account. The try is counted before the check; wrong tries add up across calls and lock the account, and the
 * caller's number, for growing times. Throws DEADLINE_EXCEEDED when the signal fires, and what the ports throw; then nobody is verified, and
 * the try counts.
 */
export async function verifyPin(ports: PinPorts, attempt: PinTry): Promise<PinOutcome> {
  const { ofAccount, ofCaller } = triesOf(ports, attempt);
  const untilMs = await lockedUntil(ports, attempt, { ofAccount, ofCaller });
  if (untilMs !== undefined) return { outcome: 'locked', untilMs };
  stopWhenLate(attempt);
  const { accountId, lockKey: nobody } = attempt.candidate;
  // Looked for also when there is none: the time it takes tells nothing.
  const found = await ports.accounts.byId(accountId ?? nobody);
  const account = accountId === undefined ? undefined : found;
  stopWhenLate(attempt);
  const right = await checkPin(attempt.pin, account ?? { accountId: nobody }, ports.peppers);
  if (!right || !account) return { outcome: 'wrong' };
  stopWhenLate(attempt);
  // Who knows one account's PIN has not shown that the number tried no others.
  await Promise.all([forgive(ports.attempts, ofAccount), ofCaller && takeBack(ports.attempts, ofCaller)]);
  return {
    outcome: 'verified',
    account: { accountId: account.accountId, ...(account.name !== undefined && { name: account.name }) },
  };
}

interface Tries {
  readonly ofAccount: Try;
  readonly ofCaller: Try | undefined;
}

function triesOf({ peppers }: PinPorts, { candidate: { lockKey: key }, caller, tryId: id }: PinTry): Tries {
  return {
    ofAccount: { key, id, rule: accountRule },
    ofCaller: caller && { key: lockKey('caller', caller, peppers), id, rule: callerRule },
  };
}

/** Counts the try. The account first: a locked account adds nothing to the count of the number that tries it, nor a locked number to that of an account. */
async function lockedUntil(
  { attempts, clock }: PinPorts,
  attempt: PinTry,
  { ofAccount, ofCaller }: Tries,
): Promise<number | undefined> {
  stopWhenLate(attempt);
  const account = await reserveTry(attempts, clock, ofAccount);
  if ('lockedUntilMs' in account) return account.lockedUntilMs;
  stopWhenLate(attempt);
  const caller = ofCaller && (await reserveTry(attempts, clock, ofCaller));
  if (!caller || !('lockedUntilMs' in caller)) return undefined;
  await takeBack(attempts, ofAccount);
  return caller.lockedUntilMs;
}

function stopWhenLate({ signal }: PinTry): void {
  if (signal?.aborted) throw new AppError('DEADLINE_EXCEEDED', 'There was no time left to check a PIN.');
}
