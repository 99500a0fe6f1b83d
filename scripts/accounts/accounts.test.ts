import twilio from 'twilio';
import type { Method } from '../../emulator/contract';
import { createDispatcher } from '../../emulator/gateway/dispatcher';
import { createSync } from '../../emulator/sync/sync';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld } from '../../emulator/testing/world';
import { fixedClock } from '../../lib/clock';
import { sampleClient } from '../../lib/config/client.fake';
import type { PhoneNumber } from '../../lib/phone';
import { candidateByAccountNumber, candidateByNumber, verifyPin } from '../../lib/pin';
import { fakePeppers } from '../../lib/pin/ports.fake';
import { syncAccounts, syncPinAttempts } from '../../lib/twilio';
import { listAccounts, removeAccount, unlock } from './change-accounts';
import { importAccounts } from './import-accounts';
import { readAccounts } from './read-accounts';

const HEAD = 'account,name,numbers,pin,id\n';
const read = (rows: string, allowWeak = false) =>
  readAccounts(HEAD + rows, sampleClient({ assistant: undefined }), allowWeak);

async function scene() {
  const world = testWorld();
  const dispatch = createDispatcher([createSync(world).product], world);
  const httpClient = {
    request: async (options: { method: string; uri: string; data?: object }) => {
      const reply = await dispatch(options.method.toUpperCase() as Method, options.uri, {
        account: { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN },
        ...(options.data && { form: new URLSearchParams(Object.entries(options.data)) }),
      });
      return { statusCode: reply.status, body: reply.body, headers: {} };
    },
  };
  // Of its HTTP client twilio-node calls this one method.
  const api = twilio(TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, { httpClient: httpClient as never });
  const { sid: serviceSid } = await api.sync.v1.services.create({});
  const access = { rest: api, accountSid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
  const ports = {
    ...{ accounts: syncAccounts(access, () => serviceSid), attempts: syncPinAttempts(access, () => serviceSid) },
    ...{ peppers: fakePeppers, clock: fixedClock('2026-11-23T16:00:00Z') },
  };
  const bring = (rows: string) =>
    importAccounts({ api, serviceSid, peppers: fakePeppers }, read(rows).accounts, () => undefined);
  return { world, ports, bring, place: { api, serviceSid } };
}

const number = (text: string) => text as PhoneNumber;

test('who was imported is known by number or account number, and by the PIN alone', async () => {
  const { world, ports, bring } = await scene();
  const report = await bring('4711,"Rosa, the first",+12025550111 +12025550112,8305,rosa\n4712,Ben,,,ben\n');
  expect(report).toEqual({ added: 2, changed: 0, withoutPin: ['ben'] });
  const candidate = await candidateByNumber(ports, number('+12025550112'));
  expect(await candidateByAccountNumber(ports, '4711')).toEqual(candidate);
  const attempt = { candidate: candidate ?? { lockKey: '' }, caller: undefined };
  expect(await verifyPin(ports, { ...attempt, pin: '8306', tryId: 'a' })).toEqual({ outcome: 'wrong' });
  expect(await verifyPin(ports, { ...attempt, pin: '8305', tryId: 'b' })).toEqual({
    ...{ outcome: 'verified', account: { accountId: 'rosa', name: 'Rosa, the first' } },
  });
  expect(JSON.stringify(world.store.snapshot())).not.toMatch(/\b8305\b/);
});

test('a second import changes what changed: numbers go, the PIN stays', async () => {
  const { ports, bring } = await scene();
  await bring('4711,Rosa,+12025550111 +12025550112,8305,rosa\n4712,Ben,+12025550112,7294,ben\n');
  expect(await candidateByNumber(ports, number('+12025550112'))).toBeUndefined();
  const { pinHash } = (await ports.accounts.byId('rosa')) ?? {};
  expect(await bring('4713,Rosa,+12025550112,,rosa\n')).toEqual({ added: 0, changed: 1, withoutPin: [] });
  expect(await ports.accounts.byId('rosa')).toMatchObject({ pinHash, accountNumber: '4713' });
  expect(await ports.accounts.byNumber(number('+12025550111'))).toEqual([]);
  expect(await ports.accounts.byNumber(number('+12025550112'))).toHaveLength(2);
  expect(await ports.accounts.byAccountNumber('4711')).toBeUndefined();
  await expect(bring('4712,Rosa,,,rosa\n')).rejects.toMatchObject({ code: 'ACCOUNT_NUMBER_TAKEN' });
});

test('accounts are listed without their secrets, with those that are locked; unlocked; removed with all that leads to them', async () => {
  const { ports, bring, place } = await scene();
  expect(await listAccounts(place, fakePeppers, 0)).toEqual([]);
  await bring('4711,Rosa,+12025550111 +12025550112,8305,rosa\n4712,Ben,+12025550112,,ben\n');
  const candidate = await candidateByAccountNumber(ports, '4711');
  const guess = (tryId: string, pin = '9999') =>
    verifyPin(ports, { candidate, pin, tryId, caller: number('+12025550199') });
  for (const each of ['a', 'b', 'c']) await guess(each);
  const nowMs = ports.clock.now().getTime();
  const numbers = ['+12025550111', '+12025550112'];
  const rosa = { accountId: 'rosa', name: 'Rosa', accountNumber: '…11', numbers, hasPin: true };
  expect(await listAccounts(place, fakePeppers, nowMs)).toEqual([
    { accountId: 'ben', name: 'Ben', accountNumber: '…12', numbers: ['+12025550112'], hasPin: false },
    { ...rosa, lockedUntil: '2026-11-23T16:15:00.000Z' },
  ]);
  expect((await listAccounts(place, undefined, nowMs))[1]).toEqual(rosa);
  expect(await unlock(place, fakePeppers, '4711')).toEqual({ unlocked: 'rosa', failures: 3 });
  expect(await unlock(place, fakePeppers, '+12025550199')).toEqual({ unlocked: '+12025550199', failures: 3 });
  expect(await unlock(place, fakePeppers, 'rosa')).toEqual({ unlocked: 'rosa', failures: 0 });
  expect(await guess('d', '8305')).toMatchObject({ outcome: 'verified' });
  expect(await removeAccount(place, '4711')).toEqual({ accountId: 'rosa' });
  expect(await ports.accounts.byId('rosa')).toBeUndefined();
  expect(await ports.accounts.byAccountNumber('4711')).toBeUndefined();
  expect(await ports.accounts.byNumber(number('+12025550111'))).toEqual([]);
  expect(await ports.accounts.byNumber(number('+12025550112'))).toMatchObject([{ accountId: 'ben' }]);
  for (const gone of [removeAccount(place, 'rosa'), unlock(place, fakePeppers, '4711')])
    await expect(gone).rejects.toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
});

test('an account number that the line would not take is refused', () => {
  const { faults } = readAccounts(`${HEAD}471,Rosa,,8305,\n`, sampleClient(), false);
  expect(faults.join()).toMatch(/digits as account/);
});

test.each([
  ['47a,Rosa,,8305,\n', 'line 2: expected 3 to 20 digits as account'],
  ['4711,Rosa,2025550111,8305,\n', 'line 2: expected numbers in E.164 form, such as +12025550142'],
  ['4711,Rosa,,83,\n', 'line 2: expected 4 to 12 digits as pin'],
  ['4711,Rosa,,1234,\n', 'line 2: the PIN is one that many choose (--allow-weak-pins takes it)'],
  ['4711,"Rosa\nB",,8305,\n4711,Ben,,7294,\n', 'line 4: the account is there twice'],
  ['4711,Ro"sa,,8305,\n', 'line 2: a quote is out of place'],
  ['', 'there is no account in it'],
])('%j is refused', (rows, fault) => {
  const { faults } = read(rows);
  expect(faults).toContain(fault);
  expect(faults.join()).not.toMatch(/8305|1234|7294/);
});

test('an account without an id gets one in which its number does not stand', () => {
  const [account] = read('4711,Rosa,,8305,\n').accounts;
  expect(account?.accountId).toMatch(/^acc-[0-9a-f]{16}$/);
  expect(read('4711;Rosa', true).faults.length).toBeGreaterThan(0);
});
