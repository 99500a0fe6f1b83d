import type { Clock } from '../clock';
import type { PhoneNumber } from '../phone';
import { accountRule, callerRule, forgive, reserveTry, type Try } from './attempts';
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
}

export type PinOutcome =
  | { readonly outcome: 'verified'; readonly account: { readonly accountId: string; readonly name?: string } }
  | { readonly outcome: 'wrong' }
  /** Not even looked at. */
  | { readonly outcome: 'locked'; readonly untilMs: number };

/**
 * Checks a PIN against its account. The try is counted before the check; wrong tries add up across calls and lock the account, and the
 * caller's number, for growing times. Throws what the ports throw; then nobody is verified.
 */
export async function verifyPin(ports: PinPorts, attempt: PinTry): Promise<PinOutcome> {
  const tries = triesOf(ports, attempt);
  for (const each of tries) {
    const reserved = await reserveTry(ports.attempts, ports.clock, each);
    if ('lockedUntilMs' in reserved) return { outcome: 'locked', untilMs: reserved.lockedUntilMs };
  }
  const { accountId } = attempt.candidate;
  const account = accountId === undefined ? undefined : await ports.accounts.byId(accountId);
  const right = await checkPin(attempt.pin, account ?? { accountId: attempt.candidate.lockKey }, ports.peppers);
  if (!right || !account) return { outcome: 'wrong' };
  await Promise.all(tries.map(each => forgive(ports.attempts, each)));
  return {
    outcome: 'verified',
    account: { accountId: account.accountId, ...(account.name !== undefined && { name: account.name }) },
  };
}

/** The account first: a locked account adds nothing to the count of the number that tries it. */
function triesOf({ peppers }: PinPorts, { candidate: { lockKey: key }, caller, tryId: id }: PinTry): Try[] {
  const account: Try = { key, id, rule: accountRule };
  if (caller === undefined) return [account];
  return [account, { key: lockKey('caller', caller, peppers), id, rule: callerRule }];
}
