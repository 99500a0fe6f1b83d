import fc from 'fast-check';
import { fixedClock } from '../clock';
import type { PhoneNumber } from '../phone';
import { accountRule, lockMs } from './attempts';
import { checkPin } from './hash';
import { candidateByAccountNumber, candidateByNumber, hashPin, isWeakPin, spokenDigits, verifyPin } from '.';
import { fakePeppers, fakePinPorts, type FakeAccount } from './ports.fake';

const rosaNumber = '+12025550111' as PhoneNumber;
let rosa: FakeAccount;
beforeAll(async () => {
  const pinHash = await hashPin({ pin: '4829', accountId: 'acc-rosa' }, fakePeppers, { log2N: 10, r: 8, p: 1 });
  rosa = { accountId: 'acc-rosa', name: 'Rosa Diaz', accountNumber: '700123', numbers: [rosaNumber], pinHash };
});

function scene() {
  const clock = fixedClock('2026-11-23T18:00:00Z');
  const ports = fakePinPorts([rosa], clock);
  let tries = 0;
  const attempt = async (pin: string, change: { account?: string; caller?: PhoneNumber; tryId?: string } = {}) => {
    const candidate = await candidateByAccountNumber(ports, change.account ?? '700123');
    const tryId = change.tryId ?? `try-${(tries += 1)}`;
    return verifyPin(ports, { candidate, pin, caller: change.caller, tryId });
  };
  return { clock, ports, attempt };
}

test('the right PIN opens the account, and the hash says neither PIN nor account', async () => {
  const { attempt } = scene();
  await expect(attempt('4829')).resolves.toEqual({
    outcome: 'verified',
    account: { accountId: 'acc-rosa', name: 'Rosa Diaz' },
  });
  expect(rosa.pinHash).toMatch(/^scrypt\$p1\$10\$8\$1\$/);
  expect(rosa.pinHash).not.toMatch(/4829|rosa/);
});

test("a hash copied to another account, or a PIN of another's, opens nothing", async () => {
  await expect(checkPin('4829', { accountId: 'acc-mallory', pinHash: rosa.pinHash }, fakePeppers)).resolves.toBe(false);
  await expect(
    checkPin('4829', { accountId: 'acc-rosa', pinHash: rosa.pinHash }, { current: 'p1', secrets: { p1: 'other' } }),
  ).resolves.toBe(false);
});

test('three wrong PINs lock the account across calls; the right one is not even looked at; the lock grows', async () => {
  const { attempt, clock } = scene();
  for (const pin of ['1111', '2222', '3333']) await expect(attempt(pin)).resolves.toMatchObject({ outcome: 'wrong' });
  await expect(attempt('4829')).resolves.toMatchObject({ outcome: 'locked' });
  clock.advance(15 * 60_000);
  await expect(attempt('1111')).resolves.toMatchObject({ outcome: 'wrong' });
  await expect(attempt('2222')).resolves.toMatchObject({ outcome: 'wrong' });
  await expect(attempt('3333')).resolves.toMatchObject({ outcome: 'wrong' });
  clock.advance(59 * 60_000);
  await expect(attempt('4829')).resolves.toMatchObject({ outcome: 'locked' });
  clock.advance(60_000);
  await expect(attempt('4829')).resolves.toMatchObject({ outcome: 'verified' });
  await expect(attempt('1111')).resolves.toMatchObject({ outcome: 'wrong' });
});

test('an unknown account answers as a known one does, locks as it does, and its number stands nowhere', async () => {
  const { attempt, ports } = scene();
  for (const pin of ['1111', '2222', '3333'])
    await expect(attempt(pin, { account: '999999' })).resolves.toEqual({ outcome: 'wrong' });
  await expect(attempt('4829', { account: '999999' })).resolves.toMatchObject({ outcome: 'locked' });
  expect(JSON.stringify([...ports.attempts.entries])).not.toMatch(/999999|4829|1111/);
});

test('unknown accounts take the work of known ones', async () => {
  const pinHash = await hashPin({ pin: '4829', accountId: 'acc-rosa' }, fakePeppers);
  const spentMs = async (known: boolean): Promise<number> => {
    const startNs = process.hrtime.bigint();
    await checkPin('0000', { accountId: 'acc-rosa', ...(known && { pinHash }) }, fakePeppers);
    return Number(process.hrtime.bigint() - startNs) / 1e6;
  };
  const [known, unknown] = [await spentMs(true), await spentMs(false)];
  // An early return would take a hundredth of it; how busy the machine is changes less.
  expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(8);
});

test('the same webhook twice counts once; guesses made at once count all', async () => {
  const { attempt, ports } = scene();
  await attempt('1111', { tryId: 'CA1-t4' });
  await attempt('1111', { tryId: 'CA1-t4' });
  expect([...ports.attempts.entries.values()].map(entry => entry.attempts.failures)).toEqual([1]);
  const outcomes = await Promise.allSettled(['2222', '3333', '4444', '4829'].map(pin => attempt(pin)));
  const verified = outcomes.filter(each => each.status === 'fulfilled' && each.value.outcome === 'verified');
  expect([...ports.attempts.entries.values()].map(entry => entry.attempts.failures)[0]).toBe(3);
  expect(verified).toEqual([]);
});

test('a number that tries many accounts is locked out of all', async () => {
  const { attempt, ports } = scene();
  const caller = '+12025550199' as PhoneNumber;
  await attempt('1111', { account: '800000', caller });
  const [key = '', entry] = [...ports.attempts.entries].find(([name]) => name.startsWith('caller-')) ?? [];
  expect(entry?.attempts.failures).toBe(1);
  ports.attempts.entries.set(key, { attempts: { failures: 8, lockedUntilMs: 0, lastTry: '' }, revision: 7 });
  await attempt('1111', { account: '800001', caller });
  await expect(attempt('4829', { caller })).resolves.toMatchObject({ outcome: 'locked' });
  await expect(attempt('4829')).resolves.toMatchObject({ outcome: 'verified' });
});

test('the right PIN of an account of their own does not clear what a number tried with others', async () => {
  const { attempt, ports } = scene();
  const caller = '+12025550199' as PhoneNumber;
  await attempt('1111', { account: '800000', caller });
  const [key = '', entry] = [...ports.attempts.entries].find(([name]) => name.startsWith('caller-')) ?? [];
  expect(entry?.attempts.failures).toBe(1);
  ports.attempts.entries.set(key, { attempts: { failures: 8, lockedUntilMs: 0, lastTry: '' }, revision: 7 });
  await expect(attempt('4829', { caller })).resolves.toMatchObject({ outcome: 'verified' });
  await attempt('1111', { account: '800001', caller });
  await expect(attempt('4829', { caller })).resolves.toMatchObject({ outcome: 'locked' });
  // What is not looked at is not counted against the account.
  const failures = [...ports.attempts.entries].map(([key, { attempts }]) => [key.split('-')[0], attempts.failures]);
  expect(failures.filter(([kind]) => kind === 'caller')).toEqual([['caller', 9]]);
  expect(failures.filter(([kind, count]) => kind === 'account' && count === 0)).toHaveLength(1);
});

test('the same right try twice takes nothing more back', async () => {
  const { attempt, ports } = scene();
  const caller = '+12025550199' as PhoneNumber;
  for (const account of ['800000', '800001', '800002']) await attempt('1111', { account, caller });
  for (const _ of [1, 2]) await attempt('4829', { caller, tryId: 'CA1-t4' });
  const [, counted] = [...ports.attempts.entries].find(([key]) => key.startsWith('caller-')) ?? [];
  expect(counted?.attempts).toEqual({ failures: 3, lockedUntilMs: 0, lastTry: '' });
});

test('unknown accounts ask the directory what known ones ask, and nothing is begun when time is up', async () => {
  const { ports } = scene();
  const asked: string[] = [];
  const watched = {
    ...ports,
    accounts: { ...ports.accounts, byId: async (id: string) => (asked.push('id'), ports.accounts.byId(id)) },
  };
  const attempt = { pin: '1111', caller: undefined };
  for (const account of ['700123', '999999'])
    await verifyPin(watched, {
      ...attempt,
      candidate: await candidateByAccountNumber(watched, account),
      tryId: account,
    });
  expect(asked).toEqual(['id', 'id']);
  const time = new AbortController();
  time.abort();
  const late = {
    ...attempt,
    candidate: { accountId: 'acc-rosa', lockKey: 'k' },
    tryId: 'late',
    signal: time.signal,
  };
  await expect(verifyPin(watched, late)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  expect(asked).toHaveLength(2);
  expect(ports.attempts.entries.has('k')).toBe(false);
});

test('a number names an account only when it is one: never the PIN alone, never the number alone', async () => {
  const { ports } = scene();
  const shared = fakePinPorts(
    [rosa, { ...rosa, accountId: 'acc-luis', accountNumber: '700124' }],
    fixedClock('2026-11-23'),
  );
  await expect(candidateByNumber(ports, rosaNumber)).resolves.toMatchObject({ accountId: 'acc-rosa' });
  await expect(candidateByNumber(ports, '+12025550100' as PhoneNumber)).resolves.toBeUndefined();
  await expect(candidateByNumber(ports, undefined)).resolves.toBeUndefined();
  await expect(candidateByNumber(shared, rosaNumber)).resolves.toBeUndefined();
});

test('locks grow from a quarter of an hour to a day', () => {
  const hours = Array.from({ length: 18 }, (_, index) => lockMs(accountRule, index + 1) / 3_600_000);
  expect(hours).toEqual([0, 0, 0.25, 0, 0, 1, 0, 0, 4, 0, 0, 16, 0, 0, 24, 0, 0, 24]);
});

test.each([
  ['1234', 'en-US', '1234'],
  ['12-34.', 'en-US', '1234'],
  ['four eight two nine', 'en-US', '4829'],
  ['My PIN is four, eight, too, nine', 'en-GB', '4829'],
  ["it's oh oh double five", 'en-US', '0055'],
  ['triple seven one', 'en-US', '7771'],
  ['forty eight twenty nine', 'en-US', '4829'],
  ['twelve thirty-four', 'en-US', '1234'],
  ['thirty twelve', 'en-US', '3012'],
  ['double forty', 'en-US', undefined],
  ['for you', 'en-US', undefined],
  ['I forgot', 'en-US', undefined],
  ['my pin', 'en-US', undefined],
  ['cuatro ocho dos nueve', 'es-MX', '4829'],
  ['mi clave es cuarenta y ocho, veintinueve', 'es-ES', '4829'],
  ['doble cero, dieciséis', 'es-US', '0016'],
  ['diez y seis, veinte y nueve', 'es-MX', '1629'],
  ['diez, seis, uno', 'es-MX', '1061'],
  ['four eight, hmm, that is, two nine', 'en-US', '4829'],
  ['a ver, cuatro ocho, eh, dos nueve', 'es-MX', '4829'],
  ['cuatro ocho dos nueve', 'en-US', undefined],
  ['meine PIN ist vier acht, ähm, neunundzwanzig', 'de-DE', '4829'],
  ['zwölf fünfunddreißig', 'de-DE', '1235'],
  ['mon code, c’est quatre huit deux neuf', 'fr-FR', '4829'],
  ['quatre-vingt-dix', 'fr-FR', undefined],
  ['quattro otto due nove', 'it-IT', '4829'],
  ['quatro oito dois, meia', 'pt-BR', '4826'],
  ['vier acht', 'nl-NL', undefined],
  ['48 29', 'nl-NL', '4829'],
])('"%s" in %s is %s', (text, language, digits) => {
  expect(spokenDigits(text, language)).toBe(digits);
});

test('digits said one by one come back as they were, in both languages', () => {
  const names = {
    en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
    es: ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'],
  };
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 12 }),
      fc.constantFrom('en' as const, 'es' as const),
      (digits, language) =>
        spokenDigits(digits.map(digit => names[language][digit]).join(' '), language) === digits.join(''),
    ),
  );
});

test.each(['1234', '4321', '0000', '1212', '1987', '9012'])('%s is a weak PIN', pin => {
  expect(isWeakPin(pin)).toBe(true);
});
test.each(['4829', '7301', '90125'])('%s is not', pin => expect(isWeakPin(pin)).toBe(false));
