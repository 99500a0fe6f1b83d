import type { Product } from '../contract';
import { createTinyProduct } from '../testing/tiny-product';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld } from '../testing/world';
import { ConnectionRefused } from './api-fault';
import { createDispatcher, type Dispatcher } from './dispatcher';

const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
const ACTIVITIES = `https://taskrouter.twilio.com/v1/Workspaces/WS${'0'.repeat(32)}/Activities`;

const echo: Product = {
  name: 'echo',
  hosts: ['*.twil.io', 'api.twilio.com'],
  routes: [
    {
      method: 'ANY',
      path: '/2010-04-01/Accounts/{AccountSid}/Echo.json',
      access: 'account',
      handle: ({ path }) => ({ status: 200, body: path }),
    },
    {
      method: 'POST',
      path: '/form/*',
      access: 'open',
      handle: ({ form, path, host }) => ({ status: 200, body: { rest: path['*'], a: form.getAll('a'), host } }),
    },
    {
      method: 'GET',
      path: '/broken',
      access: 'open',
      handle: () => {
        throw new RangeError('a defect');
      },
    },
  ],
};

function doors(): { world: ReturnType<typeof testWorld>; dispatch: Dispatcher } {
  const world = testWorld();
  return { world, dispatch: createDispatcher([createTinyProduct(world), echo], world) };
}

test.each([
  ['no credentials', {}, 401, 20003],
  ['a wrong token', { account: { ...account, authToken: 'x' } }, 401, 20003],
])('%s → %i', async (_, options, status, code) => {
  const { dispatch } = doors();
  const reply = await dispatch('GET', ACTIVITIES, options);
  expect(reply).toMatchObject({ status, body: { status, code, message: 'Authenticate' } });
});

test('the account of the path must be that of the credentials', async () => {
  const { dispatch } = doors();
  const url = (sid: string): string => `https://api.twilio.com/2010-04-01/Accounts/${sid}/Echo.json`;
  expect((await dispatch('PUT', url(TEST_ACCOUNT_SID), { account })).status).toBe(200);
  expect((await dispatch('PUT', url(`AC${'9'.repeat(32)}`), { account })).status).toBe(401);
});

test.each([
  ['GET', 'https://taskrouter.twilio.com/v1/Nothing', 404, 20404, 'The requested resource /v1/Nothing was not found'],
  [
    'GET',
    ACTIVITIES.replace('Activities', 'Activity'),
    404,
    20404,
    'Twilio documents no such path; the nearest is GET /v1/Workspaces/{WorkspaceSid}/Activities (see docs/emulator.md#routes)',
  ],
  ['GET', 'https://taskrouter.twilio.com/a/b/c', 404, 20404, 'Twilio documents no such path (see docs/emulator.md'],
  ['GET', 'https://line.twil.io/a', 404, 20404, 'The requested resource /a was not found'],
  ['DELETE', ACTIVITIES, 405, 20004, 'Method not allowed'],
  ['DELETE', ACTIVITIES, 405, 20004, 'takes GET, POST, not DELETE'],
  ['GET', 'https://conversations.twilio.com/v1/Conversations', 501, 501, 'All of it is absent here'],
  ['GET', ACTIVITIES.replace('Activities', 'Workflows'), 501, 501, '/Workflows is absent here: see docs/emulator.md'],
  ['GET', ACTIVITIES.replace('Activities', 'Workflows'), 501, 501, 'Not implemented'],
  ['GET', 'https://line.twil.io/broken', 500, 20500, 'a defect'],
] as const)('%s %s → %i/%i', async (method, url, status, code, message) => {
  const { world, dispatch } = doors();
  const reply = await dispatch(method, url, { account });
  expect(reply).toMatchObject({ status, body: { code, message: expect.stringContaining(message) as string } });
  expect(world.timeline.filter(({ kind }) => kind === 'fault')).toHaveLength(status === 500 ? 1 : 0);
});

test('hosts: wildcards and regions are known, and forms and the rest of a path arrive', async () => {
  const { dispatch } = doors();
  for (const [host, known] of [
    ['line-1234-dev.twil.io', true],
    ['twil.io', false],
    ['API.dublin.ie1.twilio.com', true],
    ['conversations.twilio.com', true],
    ['sync.example.com', false],
    ['taskrouter.twilio.com:443', true],
    ['eviltwil.io', false],
  ] as const) {
    expect([host, dispatch.handles(host)]).toEqual([host, known]);
  }
  const reply = await dispatch('POST', 'https://api.dublin.ie1.twilio.com/form/x/y', { form: { a: ['1', '2'] } });
  expect(reply.body).toEqual({ rest: 'x/y', a: ['1', '2'], host: 'api.twilio.com' });
});

describe('injected faults', () => {
  const create = { account, form: { FriendlyName: 'x' } };

  test('fail before, and after, the work', async () => {
    const { world, dispatch } = doors();
    const activities = world.store.collection('tiny.activities');
    world.faults.inject({ on: 'api', effect: 'fail', status: 429 });
    expect(await dispatch('POST', ACTIVITIES, create)).toMatchObject({ status: 429, body: { code: 20429 } });
    expect(activities.all()).toHaveLength(0);
    world.faults.inject({ on: 'api', effect: 'fail-after', status: 503 });
    expect(await dispatch('POST', ACTIVITIES, create)).toMatchObject({ status: 503, body: { code: 20503 } });
    expect(activities.all()).toHaveLength(1);
    expect((await dispatch('POST', ACTIVITIES, create)).status).toBe(201);
    expect(world.timeline.map(({ kind }) => kind)).toEqual(['fault', 'fault']);
  });

  test('do the work at once and answer late', async () => {
    const { world, dispatch } = doors();
    world.faults.inject({ on: 'api', effect: 'delay', delayMs: 20 });
    let status = 0;
    void dispatch('POST', ACTIVITIES, create).then(reply => (status = reply.status));
    await new Promise(resolve => setImmediate(resolve));
    expect([status, world.store.collection('tiny.activities').all().length]).toEqual([0, 1]);
    await world.controls.settle();
    expect(status).toBe(201);
  });

  test('close the connection', async () => {
    const { world, dispatch } = doors();
    world.faults.inject({ on: 'api', effect: 'refuse' });
    await expect(dispatch('GET', ACTIVITIES, { account })).rejects.toThrow(ConnectionRefused);
  });
});

test('a request is activity until it is answered', async () => {
  const { world, dispatch } = doors();
  let answered = false;
  void dispatch('GET', ACTIVITIES, { account }).then(() => (answered = true));
  await world.controls.settle();
  expect(answered).toBe(true);
});
