import { createDispatcher, type DispatchOptions } from '../gateway/dispatcher';
import type { Method } from '../contract';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld } from '../testing/world';
import { createVoice } from '../voice';
import { createIam } from './iam';

const other = { sid: `AC${'f'.repeat(32)}`, authToken: '1'.repeat(32), friendlyName: 'Another' };
const own = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN, friendlyName: 'Test account' };
const KEYS = 'https://iam.twilio.com/v1/Keys';
const OF_2010 = `https://api.twilio.com/2010-04-01/Accounts/${own.sid}`;

function open() {
  const world = testWorld({ accounts: [own, other] });
  const work = () => {
    throw new Error('there is no TaskRouter');
  };
  const dispatch = createDispatcher([createIam(world).product, createVoice(world, { work }).product], world);
  return async (method: Method, url: string, options: DispatchOptions = {}) => {
    const { status, body } = await dispatch(method, url, { account: own, ...options });
    return { status, body: body as Record<string, unknown> };
  };
}

const form = { AccountSid: own.sid, FriendlyName: 'deploy' };

test('a key is made, opens the account, is listed, renamed and deleted; it is the one of the API of 2010', async () => {
  const ask = open();
  const { status, body } = await ask('POST', KEYS, { form });
  expect(status).toBe(201);
  const { sid, secret } = body as { sid: string; secret: string };
  const key = { account: { sid, authToken: secret } };
  expect((await ask('GET', `${OF_2010}/Calls.json`, key)).status).toBe(200);
  const dates = { date_created: 'Mon, 02 Mar 2026 15:00:00 +0000', date_updated: 'Mon, 02 Mar 2026 15:00:00 +0000' };
  expect((await ask('GET', `${KEYS}/${sid}`)).body).toEqual({ sid, friendly_name: 'deploy', ...dates, policy: null });
  await ask('POST', KEYS, { form });
  const listed = (await ask('GET', `${KEYS}?AccountSid=${own.sid}&PageSize=1`)).body;
  expect(listed).toMatchObject({ keys: [{ sid, friendly_name: 'deploy' }], meta: { key: 'keys', page_size: 1 } });
  const { next_page_url: next } = listed['meta'] as { next_page_url: string };
  expect((await ask('GET', next)).body['keys']).toHaveLength(1);
  expect((await ask('POST', `${KEYS}/${sid}`, { form: { FriendlyName: 'ci' } })).body['friendly_name']).toBe('ci');
  expect((await ask('GET', `${OF_2010}/Keys/${sid}.json`)).body['friendly_name']).toBe('ci');
  expect((await ask('DELETE', `${KEYS}/${sid}`)).status).toBe(204);
  expect((await ask('GET', `${KEYS}/${sid}`)).status).toBe(404);
  expect((await ask('GET', `${OF_2010}/Calls.json`, key)).status).toBe(401);
});

test.each([
  [{}, 400, 20001],
  [{ AccountSid: 'none' }, 400, 20001],
  [{ AccountSid: other.sid }, 400, 20001],
  [{ ...form, FriendlyName: 'x'.repeat(65) }, 400, 20002],
  [{ ...form, KeyType: 'restricted' }, 501, 501],
])('%j: no key', async (given, status, code) => {
  const ask = open();
  const reply = await ask('POST', KEYS, { form: given as Record<string, string> });
  expect(reply).toMatchObject({ status, body: { code } });
  expect((await ask('GET', `${KEYS}?AccountSid=${own.sid}`)).body['keys']).toEqual([]);
});

test("another account's keys are not there, nor is the rest of IAM", async () => {
  const ask = open();
  const { sid } = (await ask('POST', KEYS, { form })).body as { sid: string };
  expect((await ask('GET', `${KEYS}/${sid}`, { account: other })).status).toBe(404);
  expect((await ask('GET', `${KEYS}?AccountSid=${own.sid}`, { account: other })).status).toBe(400);
  expect((await ask('GET', `${KEYS}?AccountSid=${own.sid}&PageSize=1001`)).status).toBe(400);
  expect((await ask('POST', 'https://iam.twilio.com/v1/OAuthApps')).status).toBe(501);
});
