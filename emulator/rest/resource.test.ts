import type { ApiReply, StoredRecord } from '../contract';
import { createDispatcher, type DispatchOptions } from '../gateway/dispatcher';
import { createTinyProduct } from '../testing/tiny-product';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld } from '../testing/world';
import { describe as describeResource } from './description';
import { presentRecord } from './presentation';
import { resource } from './resource';
import { TwilioError } from './twilio-error';

const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
const other = { sid: `AC${'b'.repeat(32)}`, authToken: 'c'.repeat(32) };
const WORKSPACE = `WS${'0'.repeat(32)}`;
const ACTIVITIES = `https://taskrouter.twilio.com/v1/Workspaces/${WORKSPACE}/Activities`;

function tinyWorld(): { world: ReturnType<typeof testWorld>; dispatch: ReturnType<typeof createDispatcher> } {
  const world = testWorld({ accounts: [account, other] });
  return { world, dispatch: createDispatcher([createTinyProduct(world)], world) };
}
const create = (friendlyName: string): DispatchOptions => ({ account, form: { FriendlyName: friendlyName } });

function bodyOf({ body }: ApiReply): Record<string, unknown> {
  return JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
}

describe('a record', () => {
  test('comes back with exactly the documented properties', async () => {
    const { dispatch } = tinyWorld();
    const reply = await dispatch('POST', ACTIVITIES, {
      account,
      form: { FriendlyName: 'Break', Available: 'true', Unknown: 'ignored' },
    });
    const sid = bodyOf(reply)['sid'] as string;
    expect(sid).toMatch(/^WA[0-9a-f]{32}$/);
    expect(reply.status).toBe(201);
    expect(bodyOf(reply)).toEqual({
      account_sid: TEST_ACCOUNT_SID,
      available: true,
      date_created: '2026-03-02T15:00:00Z',
      date_updated: '2026-03-02T15:00:00Z',
      friendly_name: 'Break',
      sid,
      workspace_sid: WORKSPACE,
      url: `${ACTIVITIES}/${sid}`,
      links: { workspace: `https://taskrouter.twilio.com/v1/Workspaces/${WORKSPACE}` },
    });
    expect((await dispatch('GET', `${ACTIVITIES}/${sid}`, { account })).body).toEqual(reply.body);
  });

  test('is changed, dated and deleted', async () => {
    const { world, dispatch } = tinyWorld();
    const { sid } = bodyOf(await dispatch('POST', ACTIVITIES, create('Break')));
    await world.controls.advance(60_000);
    const changed = await dispatch('POST', `${ACTIVITIES}/${String(sid)}`, create('Lunch'));
    expect(changed.status).toBe(200);
    expect(bodyOf(changed)).toMatchObject({ friendly_name: 'Lunch', date_updated: '2026-03-02T15:01:00Z' });
    expect(await dispatch('DELETE', `${ACTIVITIES}/${String(sid)}`, { account })).toEqual({ status: 204 });
    expect((await dispatch('GET', `${ACTIVITIES}/${String(sid)}`, { account })).status).toBe(404);
  });

  test('is not there for another account, nor under another parent', async () => {
    const { dispatch } = tinyWorld();
    const { sid } = bodyOf(await dispatch('POST', ACTIVITIES, create('Break')));
    const elsewhere = ACTIVITIES.replace(WORKSPACE, `WS${'1'.repeat(32)}`);
    for (const [url, credentials] of [
      [ACTIVITIES, other],
      [elsewhere, account],
    ] as const) {
      const reply = await dispatch('GET', `${url}/${String(sid)}`, { account: credentials });
      expect(bodyOf(reply)).toMatchObject({ status: 404, code: 20404 });
      expect(bodyOf(await dispatch('GET', url, { account: credentials }))['activities']).toEqual([]);
    }
  });

  test('is changed only by who has seen it, when they say so', async () => {
    const { dispatch } = tinyWorld();
    const created = await dispatch('POST', ACTIVITIES, create('Break'));
    const url = `${ACTIVITIES}/${String(bodyOf(created)['sid'])}`;
    const ifMatch = { 'if-match': String(created.headers?.['etag']) };
    const first = await dispatch('POST', url, { ...create('Lunch'), headers: ifMatch });
    expect(first.status).toBe(200);
    const second = await dispatch('POST', url, { ...create('Supper'), headers: ifMatch });
    expect(second.status).toBe(412);
    expect((await dispatch('DELETE', url, { account, headers: ifMatch })).status).toBe(412);
    expect(bodyOf(await dispatch('GET', url, { account }))['friendly_name']).toBe('Lunch');
  });
});

describe('parameters', () => {
  test.each([
    ['a missing one', {}, 'Missing required parameter FriendlyName in the post body'],
    ['a wrong type', { FriendlyName: 'x', Available: 'perhaps' }, 'Available'],
  ])('%s is named', async (_, form, message) => {
    const { dispatch } = tinyWorld();
    const reply = await dispatch('POST', ACTIVITIES, { account, form });
    expect(reply.status).toBe(400);
    expect(bodyOf(reply)).toMatchObject({
      code: 20001,
      status: 400,
      more_info: 'https://www.twilio.com/docs/errors/20001',
    });
    expect(bodyOf(reply)['message']).toContain(message);
  });

  test.each([
    ['PageSize=0', 400],
    ['PageSize=1001', 400],
    ['PageSize=ten', 400],
    ['PageSize=1000', 200],
    ['PageToken=nonsense', 400],
    ['PageToken=PAWA00000000000000000000000000000000', 400],
    ['PageToken=PB', 400],
    ['Available=nonsense', 200],
    ['FriendlyName=x', 200],
  ])('list with %s → %i', async (query, status) => {
    const { dispatch } = tinyWorld();
    expect((await dispatch('GET', `${ACTIVITIES}?${query}`, { account })).status).toBe(status);
  });
});

describe('pages', () => {
  test('are walked through to the end, although records go in between', async () => {
    const { world, dispatch } = tinyWorld();
    const sids: unknown[] = [];
    for (let index = 0; index < 5; index += 1) {
      sids.push(bodyOf(await dispatch('POST', ACTIVITIES, create(`A${index}`)))['sid']);
    }
    const seen: unknown[] = [];
    let url: unknown = `${ACTIVITIES}?PageSize=2`;
    while (typeof url === 'string') {
      const page = bodyOf(await dispatch('GET', url, { account }));
      seen.push(...(page['activities'] as StoredRecord[]).map(({ sid }) => sid));
      const meta = page['meta'] as Record<string, unknown>;
      expect(meta).toMatchObject({ key: 'activities', page_size: 2 });
      url = meta['next_page_url'];
      world.store.collection('tiny.activities').delete(String(sids[0]));
    }
    expect(url).toBeNull();
    expect(seen).toEqual(sids);
  });

  test('of a filtered list go on where they were, although what was shown is gone or fits the filter no more', async () => {
    const { world, dispatch } = tinyWorld();
    const activities = world.store.collection<StoredRecord & { friendly_name: string }>('tiny.activities');
    for (const name of ['x', 'y', 'x', 'x', 'x', 'x']) await dispatch('POST', ACTIVITIES, create(name));
    const sids = activities.all().map(({ sid }) => sid);
    const first = bodyOf(await dispatch('GET', `${ACTIVITIES}?FriendlyName=x&PageSize=2`, { account }));
    const { next_page_url: next } = first['meta'] as Record<string, unknown>;
    activities.delete(sids[0] ?? '');
    for (const sid of sids.slice(2, 4)) activities.update(sid, { friendly_name: 'z' });
    const page = bodyOf(await dispatch('GET', String(next), { account }));
    expect((page['activities'] as StoredRecord[]).map(({ sid }) => sid)).toEqual(sids.slice(4));
    for (const sid of sids.slice(2, 4)) activities.delete(sid);
    expect((await dispatch('GET', String(next), { account })).status).toBe(400);
  });

  test('of the API of 2010 are flat, with URIs and RFC 2822 dates', async () => {
    const world = testWorld();
    const routes = resource({
      world,
      document: 'api_v2010',
      path: '/2010-04-01/Accounts/{AccountSid}/Queues.json',
      sidPrefix: 'QU',
      records: world.store.collection('queues'),
      operations: ['create', 'list', 'fetch'],
      newestFirst: true,
    });
    const dispatch = createDispatcher([{ name: 'queues', hosts: ['api.twilio.com'], routes }], world);
    const path = `/2010-04-01/Accounts/${TEST_ACCOUNT_SID}/Queues`;
    const make = (name: string): ReturnType<typeof dispatch> =>
      dispatch('POST', `https://api.twilio.com${path}.json`, { account, form: { FriendlyName: name } });
    const oldest = String(bodyOf(await make('one'))['sid']);
    await make('two');
    await make('three');
    const page = bodyOf(await dispatch('GET', `https://api.twilio.com${path}.json?PageSize=2`, { account }));
    const queues = page['queues'] as Record<string, string>[];
    expect(queues.map(queue => queue['friendly_name'])).toEqual(['three', 'two']);
    expect(queues[0]).toMatchObject({
      date_created: 'Mon, 02 Mar 2026 15:00:00 +0000',
      uri: `${path}/${queues[0]?.['sid'] ?? ''}.json`,
    });
    expect(page).toMatchObject({
      first_page_uri: `${path}.json?PageSize=2&Page=0`,
      next_page_uri: `${path}.json?PageSize=2&Page=1&PageToken=PA${queues[1]?.['sid'] ?? ''}%2C${oldest}`,
      previous_page_uri: null,
      page: 0,
      page_size: 2,
      start: 0,
      end: 1,
    });
  });
});

test('links of the API of 2010 are relative, those of the others whole', () => {
  const calls = describeResource('api_v2010', '/2010-04-01/Accounts/{AccountSid}/Calls.json');
  const call = presentRecord(calls, { sid: 'CA1' }, { account_sid: 'AC1' });
  expect(call['subresource_uris']).toMatchObject({
    recordings: '/2010-04-01/Accounts/AC1/Calls/CA1/Recordings.json',
    transcriptions: '/2010-04-01/Accounts/AC1/Calls/CA1/Transcriptions.json',
  });
  const items = describeResource('sync_v1', '/v1/Services/{ServiceSid}/Maps/{MapSid}/Items');
  const item = presentRecord(items, { sid: 'MI1' }, { service_sid: 'IS1', map_sid: 'MP1', key: 'a b/c' });
  expect(item['url']).toBe('https://sync.twilio.com/v1/Services/IS1/Maps/MP1/Items/a%20b%2Fc');
  expect(item).not.toHaveProperty('sid');
});

describe('options', () => {
  test('parents may be unique names, and must be there', async () => {
    const world = testWorld();
    const services = world.store.collection<StoredRecord & { unique_name: string }>('services');
    const service = services.insert({ sid: `IS${'1'.repeat(32)}`, unique_name: 'default' });
    const routes = resource({
      world,
      document: 'sync_v1',
      path: '/v1/Services/{ServiceSid}/Documents',
      sidPrefix: 'ET',
      records: world.store.collection('documents'),
      operations: ['create', 'fetch', 'update'],
      parents: { ServiceSid: key => services.find(({ sid, unique_name }) => sid === key || unique_name === key) },
      create: record => ({ ...record, revision: '0' }),
      update: (_record, change) => ({ ...change, revision: '1' }),
    });
    const dispatch = createDispatcher([{ name: 'sync', hosts: ['sync.twilio.com'], routes }], world);
    const created = await dispatch('POST', 'https://sync.twilio.com/v1/Services/default/Documents', { account });
    expect(bodyOf(created)['service_sid']).toBe(service.sid);
    expect(created.headers).toEqual({ etag: '"0"' });
    const missing = await dispatch('POST', 'https://sync.twilio.com/v1/Services/nobody/Documents', { account });
    expect(missing.status).toBe(404);
    const url = String(bodyOf(created)['url']);
    expect(url).toContain(service.sid);
    const stale = await dispatch('POST', url, { account, form: { Data: '{}' }, headers: { 'if-match': '7' } });
    expect(bodyOf(stale)).toMatchObject({ status: 412, code: 54103 });
  });

  test('an own error for a missing parameter, and refusal by rule', async () => {
    const world = testWorld();
    const routes = resource({
      world,
      document: 'api_v2010',
      path: '/2010-04-01/Accounts/{AccountSid}/Calls.json',
      sidPrefix: 'CA',
      records: world.store.collection('calls'),
      operations: ['create'],
      missing: name => (name === 'To' ? new TwilioError(400, 21201, "No 'To' number is specified") : undefined),
      create: () => {
        throw new TwilioError(400, 21205, { message: 'Url is not valid', details: { url: '' } });
      },
    });
    const dispatch = createDispatcher([{ name: 'calls', hosts: ['api.twilio.com'], routes }], world);
    const url = `https://api.twilio.com/2010-04-01/Accounts/${TEST_ACCOUNT_SID}/Calls.json`;
    expect(bodyOf(await dispatch('POST', url, { account, form: {} }))['code']).toBe(21201);
    const refused = await dispatch('POST', url, { account, form: { To: '+15550001', From: '+15550002' } });
    expect(bodyOf(refused)).toMatchObject({ code: 21205, details: { url: '' } });
  });

  test('a documented filter that nothing answers to is not ignored', async () => {
    const world = testWorld();
    const path = '/v1/Workspaces/{WorkspaceSid}/Tasks';
    const records = world.store.collection('tasks');
    const routes = resource({ world, document: 'taskrouter_v1', path, sidPrefix: 'WT', records, operations: ['list'] });
    const dispatch = createDispatcher([{ name: 'tasks', hosts: ['taskrouter.twilio.com'], routes }], world);
    const tasks = ACTIVITIES.replace('Activities', 'Tasks');
    expect((await dispatch('GET', `${tasks}?AssignmentStatus=pending&Nonsense=1`, { account })).status).toBe(200);
    expect(bodyOf(await dispatch('GET', `${tasks}?HasAddons=true`, { account }))).toMatchObject({ status: 501 });
  });

  test('a path or operation that the document lacks is found at start', () => {
    const world = testWorld();
    const options = { world, document: 'taskrouter_v1', sidPrefix: 'XX', records: world.store.collection('x') };
    expect(() => resource({ ...options, path: '/v1/Nothing', operations: ['list'] })).toThrow('/v1/Nothing');
    const path = '/v1/Workspaces/{WorkspaceSid}/Tasks/{TaskSid}/Reservations';
    expect(() => resource({ ...options, path, operations: ['create'] })).toThrow('create');
  });
});
