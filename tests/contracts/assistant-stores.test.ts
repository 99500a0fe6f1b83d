import twilio from 'twilio';
import type { Method } from '../../emulator/contract';
import { createDispatcher } from '../../emulator/gateway/dispatcher';
import { createSync } from '../../emulator/sync/sync';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld } from '../../emulator/testing/world';
import { newConversation } from '../../lib/assistant';
import type { PhoneNumber } from '../../lib/phone';
import { syncAccounts, syncConversations, syncPinAttempts, syncSpend, syncTodos } from '../../lib/twilio';
import { syncMap } from '../../lib/twilio/sync-map';

/** The stores with twilio-node, on the local Sync. */
async function scene() {
  const world = testWorld();
  const dispatch = createDispatcher([createSync(world).product], world);
  const asked: string[] = [];
  const httpClient = {
    request: async (options: { method: string; uri: string; headers?: object; data?: object }) => {
      asked.push(`${options.method.toUpperCase()} ${options.uri}`);
      const reply = await dispatch(options.method.toUpperCase() as Method, options.uri, {
        headers: Object.fromEntries(
          Object.entries(options.headers ?? {}).map(([name, value]) => [name, String(value)]),
        ),
        account: { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN },
        ...(options.data && { form: new URLSearchParams(Object.entries(options.data)) }),
      });
      return { statusCode: reply.status, body: reply.body, headers: {} };
    },
  };
  // Of its HTTP client twilio-node calls this one method.
  const rest = twilio(TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, { httpClient: httpClient as never });
  const { sid } = await rest.sync.v1.services.create({});
  asked.splice(0);
  const access = { rest, accountSid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
  return { world, access, asked, serviceSid: () => sid };
}

const conflict = { code: 'CONFLICT' };

test('a conversation is read once and written once, by whoever read it last, and is gone after a day', async () => {
  const { world, access, asked, serviceSid } = await scene();
  const store = syncConversations(access, serviceSid);
  const state = newConversation('en-US', world.clock.now());
  expect(await store.read('CA1')).toBeUndefined();
  const revision = await store.write('CA1', state, undefined);
  await expect(store.write('CA1', state, undefined)).rejects.toMatchObject(conflict);
  asked.splice(0);
  const found = await store.read('CA1');
  await store.write('CA1', { ...state, turn: 1 }, found?.revision);
  expect(asked).toHaveLength(2);
  await expect(store.write('CA1', state, revision)).rejects.toMatchObject(conflict);
  expect(await store.read('CA1')).toMatchObject({ state: { turn: 1 } });
  await world.controls.advance(86_400_001);
  expect(await store.read('CA1')).toBeUndefined();
});

test('a conversation above what Sync takes is not sent', async () => {
  const { access, asked, serviceSid } = await scene();
  const state = { ...newConversation('en-US', 0), older: ['x'.repeat(17_000)] };
  await expect(syncConversations(access, serviceSid).write('CA1', state, undefined)).rejects.toMatchObject({
    code: 'INTERNAL',
  });
  expect(asked).toEqual([]);
});

test('tries of PINs count once each, and of two that write at once one is refused', async () => {
  const { access, serviceSid } = await scene();
  const store = syncPinAttempts(access, serviceSid);
  const attempts = { failures: 1, lockedUntilMs: 0, lastTry: 'a' };
  expect(await store.read('account-1')).toBeUndefined();
  await store.write('account-1', attempts, undefined);
  const known = await store.read('account-1');
  expect(known?.attempts).toEqual(attempts);
  await store.write('account-1', { ...attempts, failures: 2 }, known?.revision);
  await expect(store.write('account-1', attempts, known?.revision)).rejects.toMatchObject(conflict);
});

test('what is spent at once all counts', async () => {
  const { access, serviceSid } = await scene();
  const spend = syncSpend(access, serviceSid);
  expect(await spend.add('2026-11-23', 0)).toBe(0);
  await Promise.all([spend.add('2026-11-23', 100), spend.add('2026-11-23', 20), spend.add('2026-11-23', 3)]);
  expect(await spend.add('2026-11-23', 0)).toBe(123);
  expect(await spend.add('2026-11-24', 5)).toBe(5);
});

test('a to-do is added once for its key, completed once, and is nobody else’s', async () => {
  const { access, serviceSid } = await scene();
  const todos = syncTodos(access, serviceSid);
  const wish = { text: 'Call the pharmacy', remindAt: '2026-11-24T09:00:00-08:00', key: 'CA1:t1:c0' };
  const [first, again] = await Promise.all([todos.add('acc-rosa', wish), todos.add('acc-rosa', wish)]);
  expect(first).toEqual(again);
  expect(await todos.list('acc-rosa')).toEqual([{ id: first.id, text: wish.text, remindAt: wish.remindAt }]);
  expect(await todos.list('acc-ben')).toEqual([]);
  await expect(todos.complete('acc-ben', first.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await todos.complete('acc-rosa', first.id);
  await todos.complete('acc-rosa', first.id);
  expect(await todos.list('acc-rosa')).toEqual([]);
});

test('lists keep within what Sync takes', async () => {
  const { access, serviceSid } = await scene();
  const todos = syncTodos(access, serviceSid);
  const add = (n: number) => todos.add('acc', { text: `${n} `.repeat(50), remindAt: undefined, key: `k${n}` });
  for (let n = 0; n < 50; n += 1) await add(n);
  await expect(add(50)).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

test('accounts are found by id, account number and phone number, each in one request', async () => {
  const { access, asked, serviceSid } = await scene();
  const map = syncMap(access, { serviceSid, map: 'accounts' });
  const account = { accountId: 'rosa', name: 'Rosa' };
  await map.write('id-rosa', { ...account, pinHash: 'scrypt$…', accountNumber: '4711', numbers: [] }, undefined);
  await map.write('account-4711', { account }, undefined);
  await map.write('number-12025550111', { accounts: [account] }, undefined);
  const directory = syncAccounts(access, serviceSid);
  asked.splice(0);
  expect(await directory.byId('rosa')).toMatchObject({ ...account, pinHash: 'scrypt$…' });
  expect(await directory.byAccountNumber('4711')).toEqual(account);
  expect(await directory.byNumber('+12025550111' as PhoneNumber)).toEqual([account]);
  expect(asked).toHaveLength(3);
  expect(await directory.byId('ben')).toBeUndefined();
  expect(await directory.byAccountNumber('1')).toBeUndefined();
  expect(await directory.byNumber('+12025550199' as PhoneNumber)).toEqual([]);
});
