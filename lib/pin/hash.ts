import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { AppError } from '../errors';
import type { Peppers } from './ports';

/** log2 N, r, p of scrypt: 32 MB and about 90 ms on one core, a fifth of OWASP's largest profile but within a caller's patience. */
const COST: HashCost = { log2N: 15, r: 8, p: 1 };
export interface HashCost {
  readonly log2N: number;
  readonly r: 8;
  readonly p: 1;
}
const HASH_BYTES = 32;
const SALT_BYTES = 16;

interface StoredHash {
  readonly pepperId: string;
  readonly log2N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/**
 * A PIN as it may be stored: "scrypt$pepper$log2N$r$p$salt$hash". Bound to the account, so that a hash copied to another
 * account opens nothing. Throws CONFIG_MISSING when the current pepper has no secret.
 */
export async function hashPin(
  { pin, accountId }: { readonly pin: string; readonly accountId: string },
  peppers: Peppers,
  cost: HashCost = COST,
): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const stored = { pepperId: peppers.current, ...cost, salt, hash: Buffer.alloc(0) };
  const hash = await derive(seasoned(pin, accountId, secretOf(peppers, peppers.current)), stored);
  return ['scrypt', peppers.current, cost.log2N, cost.r, cost.p, salt.toString('base64'), hash.toString('base64')].join(
    '$',
  );
}

/**
 * Whether the PIN is the account's. Without a (readable) hash the same work is done and the answer is false, so that time does not tell
 * which accounts exist.
 */
export async function checkPin(
  pin: string,
  account: { readonly accountId: string; readonly pinHash?: string | undefined },
  peppers: Peppers,
): Promise<boolean> {
  const stored = parse(account.pinHash, peppers);
  const used = stored ?? {
    pepperId: peppers.current,
    ...COST,
    salt: Buffer.alloc(SALT_BYTES),
    hash: Buffer.alloc(HASH_BYTES),
  };
  const hash = await derive(seasoned(pin, account.accountId, secretOf(peppers, used.pepperId)), used);
  return timingSafeEqual(hash, used.hash) && stored !== undefined;
}

/** PINs that a third of people choose: one digit repeated, a run up or down, a pair repeated, and years. For the one who enrols callers. */
export function isWeakPin(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10);
  const sameStep = steps.every(step => step === steps[0]) && [0, 1, 9].includes(steps[0] ?? 0);
  return sameStep || /^(..)\1+$/.test(pin) || /^(19|20)\d\d$/.test(pin);
}

/** A keyed hash that names an account or a caller in stores and states without saying who it is. */
export function lockKey(kind: 'account' | 'caller', value: string, peppers: Peppers): string {
  const mac = createHmac('sha256', secretOf(peppers, peppers.current)).update(`lock:${kind}:${value}`);
  return `${kind}-${mac.digest('hex').slice(0, 32)}`;
}

function seasoned(pin: string, accountId: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`pin:${accountId}:${pin}`).digest();
}

function derive(secret: Buffer, { salt, log2N, r, p }: StoredHash): Promise<Buffer> {
  const options = { N: 2 ** log2N, r, p, maxmem: 256 * 2 ** log2N * r };
  return new Promise((resolve, reject) =>
    scrypt(secret, salt, HASH_BYTES, options, (error, key) => (error ? reject(error) : resolve(key))),
  );
}

function secretOf(peppers: Peppers, id: string): string {
  const secret = peppers.secrets[id];
  if (!secret) throw new AppError('CONFIG_MISSING', `The pepper "${id}" for PINs has no secret.`);
  return secret;
}

/** Undefined for a hash that is not ours; its account then can't be opened, and nobody can tell by the time it takes. */
function parse(text: string | undefined, peppers: Peppers): StoredHash | undefined {
  const [scheme, pepperId = '', log2N, r, p, salt = '', hash = ''] = (text ?? '').split('$');
  const stored = {
    pepperId,
    log2N: Number(log2N),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
  const readable =
    scheme === 'scrypt' &&
    peppers.secrets[pepperId] !== undefined &&
    stored.log2N >= 10 &&
    stored.log2N <= 17 &&
    stored.r === 8 &&
    stored.p === 1 &&
    stored.hash.length === HASH_BYTES;
  return readable ? stored : undefined;
}
