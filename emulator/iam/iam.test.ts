import { createDispatcher } from '../gateway/dispatcher';
import { openRecords } from '../taskrouter/records';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld } from '../testing/world';
import { createIam } from './iam';

const other = { sid: `AC${'f'.repeat(32)}`, authToken: '1'.repeat(32), friendlyName: 'Another' };
const own = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN, friendlyName: 'Test account' };
const workerSid = `WK${'1'.repeat(32)}`;

function set() {
  const world = testWorld({ accounts: [own, other] });
  const iam = createIam(world);
  const at = new Date(world.clock.now()).toISOString();
  openRecords(world.store).workers.insert({
    sid: workerSid,
    account_sid: own.sid,
    workspace_sid: `WS${'1'.repeat(32)}`,
    friendly_name: 'ana@example.com',
    attributes: '{}',
    activity_sid: '',
    channelSids: [],
    version: 0,
    date_created: at,
    date_updated: at,
    date_status_changed: at,
    idleSince: at,
  });
  const dispatch = createDispatcher([iam.product], world);
  const validate = async (token: unknown, account = own) => {
    const url = `https://iam.twilio.com/v1/Accounts/${account.sid}/Tokens/validate`;
    const { status, body } = await dispatch('POST', url, { json: { token }, account });
    return { status, body: body as Record<string, unknown> };
  };
  return { world, iam, dispatch, validate };
}

test("a worker's token tells who they are", async () => {
  const { world, iam, validate } = set();
  const { status, body } = await validate(iam.signIn({ workerSid, roles: ['agent', 'supervisor'] }));
  expect(status).toBe(200);
  expect(body).toEqual({
    valid: true,
    code: 0,
    message: null,
    expiration: new Date(world.clock.now() + 3_600_000).toISOString(),
    realm_user_id: 'ana@example.com',
    identity: 'ana_40example_2Ecom',
    roles: ['agent', 'supervisor'],
    worker_sid: workerSid,
  });
});

test('a token ends', async () => {
  const { world, iam, validate } = set();
  const token = iam.signIn({ workerSid, expiresInSeconds: 60 });
  await world.controls.advance(59_000);
  expect((await validate(token)).body).toMatchObject({ valid: true });
  await world.controls.advance(1_000);
  expect((await validate(token)).body).toMatchObject({ valid: false, message: 'Token has expired' });
});

test.each([
  ['made up', () => 'a.b.c.d.e'],
  ['no token at all', () => 'nonsense'],
  ['changed', (token: string) => token.replace(/[^.](?=[^.]*\.[^.]*$)/, first => (first === 'A' ? 'B' : 'A'))],
  ['cut short', (token: string) => token.split('.').slice(0, 4).join('.')],
])('a token that is %s is not valid', async (_name, change) => {
  const { iam, validate } = set();
  const token = iam.signIn({ workerSid });
  const forged = change(token);
  expect(forged).not.toBe(token);
  expect((await validate(forged)).body).toMatchObject({ valid: false, message: 'Token is invalid' });
});

test("another account's token is not valid, nor may it be asked about with that account's credentials", async () => {
  const { iam, dispatch, validate } = set();
  const token = iam.signIn({ workerSid });
  expect((await validate(token, other)).body).toMatchObject({ valid: false });
  const url = `https://iam.twilio.com/v1/Accounts/${own.sid}/Tokens/validate`;
  expect((await dispatch('POST', url, { json: { token }, account: other })).status).toBe(401);
});

test('a request without a token is refused', async () => {
  const { validate } = set();
  expect(await validate(7)).toMatchObject({ status: 400, body: { code: 20001 } });
});

test('nobody signs in who is no worker', () => {
  const { iam } = set();
  expect(() => iam.signIn({ workerSid: `WK${'2'.repeat(32)}` })).toThrow('was not found');
});
