import { createDispatcher } from '../gateway/dispatcher';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN } from '../testing/world';
import { testLine } from '../voice/testing/test-line';

const AT = 'https://api.twilio.com/2010-04-01/Accounts';
const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
const ADDRESS = { CustomerName: 'A', Street: 'B', City: 'C', Region: 'D', PostalCode: 'E', IsoCountry: 'US' };

async function twoAccounts() {
  const line = await testLine({});
  const dispatch = createDispatcher([line.voice.product], line.world);
  const post = async (path: string, form: Record<string, string>) => {
    const { status, body } = await dispatch('POST', `${AT}${path}.json`, { account, form });
    return { status, body: body as Record<string, unknown> };
  };
  const sub = String((await post('', { FriendlyName: 'Client' })).body['sid']);
  const own = `/${TEST_ACCOUNT_SID}`;
  const number = String((await post(`${own}/IncomingPhoneNumbers`, { PhoneNumber: '+15550100998' })).body['sid']);
  return { dispatch, post, sub, own, number };
}

test('a number goes from account to account of one owner, and to no other', async () => {
  const { dispatch, post, sub, own, number } = await twoAccounts();
  const path = `${own}/IncomingPhoneNumbers/${number}`;
  expect(await post(path, { AccountSid: `AC${'9'.repeat(32)}` })).toMatchObject({ status: 400, body: { code: 20001 } });
  expect(await post(path, { AccountSid: sub })).toMatchObject({
    status: 200,
    body: { account_sid: sub, uri: `/2010-04-01/Accounts/${sub}/IncomingPhoneNumbers/${number}.json` },
  });
  const at = (owner: string) => dispatch('GET', `${AT}/${owner}/IncomingPhoneNumbers/${number}.json`, { account });
  expect(await at(TEST_ACCOUNT_SID)).toMatchObject({ status: 404 });
  expect(await at(sub)).toMatchObject({ status: 200, body: { account_sid: sub } });
});

test.each([
  ['Applications', 'VoiceApplicationSid', { FriendlyName: 'A' }, 21420],
  ['Applications', 'SmsApplicationSid', { FriendlyName: 'A' }, 21420],
  ['Addresses', 'AddressSid', ADDRESS, 21631],
  ['Addresses', 'EmergencyAddressSid', ADDRESS, 21631],
])("%s: %s names the account's own", async (collection, parameter, form, code) => {
  const { post, sub, own, number } = await twoAccounts();
  const path = `${own}/IncomingPhoneNumbers/${number}`;
  const foreign = (await post(`/${sub}/${collection}`, form)).body['sid'];
  expect(await post(path, { [parameter]: String(foreign) })).toMatchObject({ status: 400, body: { code } });
  const mine = (await post(`${own}/${collection}`, form)).body['sid'];
  expect(await post(path, { [parameter]: String(mine) })).toMatchObject({ status: 200 });
});

test('a trunk is absent, and names have an end', async () => {
  const { post, own, number } = await twoAccounts();
  const trunk = { TrunkSid: `TK${'0'.repeat(32)}` };
  expect(await post(`${own}/IncomingPhoneNumbers/${number}`, trunk)).toMatchObject({ status: 501 });
  const long = { FriendlyName: 'x'.repeat(65) };
  for (const path of ['', own, `${own}/Keys`, `${own}/SigningKeys`, `${own}/Queues`, `${own}/Applications`])
    expect([path, (await post(path, long)).body['code']]).toEqual([path, 20002]);
});
