import type { ApiReply, Method } from '../contract';
import { createDispatcher, type Dispatcher } from '../gateway/dispatcher';
import { testWorld, TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, type TestWorld } from '../testing/world';
import { createSync } from './sync';

const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
let world: TestWorld;
let dispatch: Dispatcher;

beforeEach(() => {
  world = testWorld();
  dispatch = createDispatcher([createSync(world).product], world);
});
afterEach(() => world.close());

interface Options {
  readonly form?: Readonly<Record<string, string>>;
  readonly match?: string;
}
const send = (method: Method, path: string, { form, match }: Options = {}): Promise<ApiReply> =>
  dispatch(method, `https://sync.twilio.com/v1/Services${path}`, {
    account,
    ...(form && { form }),
    ...(match !== undefined && { headers: { 'if-match': match } }),
  });
const post = (path: string, form: Record<string, string> = {}, match?: string): Promise<ApiReply> =>
  send('POST', path, { form, ...(match !== undefined && { match }) });
const get = (path: string): Promise<ApiReply> => send('GET', path);
const refused = (status: number, code: number): object => ({ status, body: { code, status } });
const json = (value: unknown): string => JSON.stringify(value);

describe('services', () => {
  test('begin with the default one, addressed by its name or sid', async () => {
    const reply = await get('/default');
    expect(reply).toMatchObject({ status: 200, body: { unique_name: 'default', sid: expect.stringMatching(/^IS/) } });
    const { sid } = reply.body as { sid: string };
    expect(await get(`/${sid}`)).toMatchObject({ body: { sid } });
    expect(await get('')).toMatchObject({
      body: { services: [{ sid }], meta: { key: 'services', next_page_url: null } },
    });
  });

  test('take their objects with them', async () => {
    const { body } = await post('', { FriendlyName: 'Calls' });
    const { sid } = body as { sid: string };
    await post(`/${sid}/Documents`, { UniqueName: 'ledger' });
    expect(await send('DELETE', `/${sid}`)).toMatchObject({ status: 204 });
    expect(await get(`/${sid}/Documents/ledger`)).toMatchObject(refused(404, 20404));
  });
});

describe('documents', () => {
  const at = '/default/Documents';

  test('of one name that are created at once are one document, and of writes on one revision one counts', async () => {
    const made = await Promise.all([1, 2, 3].map(n => post(at, { UniqueName: 'ledger', Data: json({ n }) })));
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const written = await Promise.all([1, 2, 3].map(n => post(`${at}/ledger`, { Data: json({ n }) }, '0')));
    expect(written.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });

  test('are created once, read and replaced by name or sid', async () => {
    const created = await post(at, { UniqueName: 'ledger', Data: json({ a: 1, b: 2 }) });
    expect(created).toMatchObject({
      status: 201,
      body: { unique_name: 'ledger', data: { a: 1, b: 2 }, revision: '0', date_expires: null, created_by: 'system' },
    });
    const { sid } = created.body as { sid: string };
    expect(sid).toMatch(/^ET[0-9a-f]{32}$/);
    expect(await post(at, { UniqueName: 'ledger' })).toMatchObject(refused(409, 54301));
    expect(await post(`${at}/ledger`, { Data: json({ c: 3 }) })).toMatchObject({
      body: { data: { c: 3 }, revision: '1' },
    });
    expect(await get(`${at}/${sid}`)).toMatchObject({ body: { data: { c: 3 } } });
    expect(await get(`${at}/other`)).toMatchObject(refused(404, 20404));
  });

  test('change only for those who have read the last revision, when these say so', async () => {
    await post(at, { UniqueName: 'ledger', Data: '{}' });
    expect(await post(`${at}/ledger`, { Data: '{"n":1}' }, '0')).toMatchObject({
      status: 200,
      body: { revision: '1' },
    });
    expect(await post(`${at}/ledger`, { Data: '{"n":2}' }, '0')).toMatchObject(refused(412, 54103));
    expect(await send('DELETE', `${at}/ledger`, { match: '0' })).toMatchObject(refused(412, 54103));
    expect(await post(`${at}/ledger`, { Data: '{"n":3}' })).toMatchObject({ status: 200, body: { revision: '2' } });
    expect(await send('DELETE', `${at}/ledger`, { match: '2' })).toMatchObject({ status: 204 });
  });

  test('refuse what is no JSON object, and more than 16 KiB', async () => {
    for (const data of ['{', '"text"', '[1]', 'null']) {
      expect(await post(at, { Data: data })).toMatchObject(refused(400, 54008));
    }
    expect(await post(at, { Data: json({ text: 'x'.repeat(16 * 1024) }) })).toMatchObject(refused(413, 54006));
    expect(await post(at, { Data: json({ text: 'x'.repeat(16 * 1024 - 11) }) })).toMatchObject({ status: 201 });
    expect(await post(at, { Ttl: '-1' })).toMatchObject(refused(400, 20001));
  });

  test('expire at their time, and their name is free again', async () => {
    await post(at, { UniqueName: 'ledger', Ttl: '60' });
    await world.controls.advance(59_999);
    expect(await get(`${at}/ledger`)).toMatchObject({ status: 200, body: { date_expires: '2026-03-02T15:01:00Z' } });
    await world.controls.advance(1);
    expect(await get(at)).toMatchObject({ body: { documents: [] } });
    expect(await get(`${at}/ledger`)).toMatchObject(refused(404, 20404));
    expect(await post(at, { UniqueName: 'ledger' })).toMatchObject({ status: 201 });
    await post(`${at}/ledger`, { Ttl: '10' });
    await post(`${at}/ledger`, { Ttl: '0' });
    await world.controls.advance(60_000);
    expect(await get(`${at}/ledger`)).toMatchObject({ status: 200, body: { date_expires: null } });
  });
});

describe('maps', () => {
  const items = '/default/Maps/calls/Items';
  beforeEach(() => post('/default/Maps', { UniqueName: 'calls' }));

  test('hold an item a key', async () => {
    const created = await post(items, { Key: '+1555/1', Data: '{"n":1}' });
    expect(created).toMatchObject({ status: 201, body: { key: '+1555/1', data: { n: 1 }, revision: '0' } });
    expect(created.body).not.toHaveProperty('sid');
    expect(await get(`${items}/${encodeURIComponent('+1555/1')}`)).toMatchObject(refused(404, 20404));
    expect(await post(items, { Key: 'CA1', Data: '{}' })).toMatchObject({ status: 201 });
    expect(await post(items, { Key: 'CA1', Data: '{}' })).toMatchObject(refused(409, 54208));
    expect(await post(`${items}/CA2`, { Data: '{}' })).toMatchObject(refused(404, 20404));
    expect(await post(`${items}/CA1`, { Data: '{"n":2}' }, '0')).toMatchObject({
      body: { revision: '1', data: { n: 2 } },
    });
    expect(await post(`${items}/CA1`, { Data: '{"n":3}' }, '0')).toMatchObject(refused(412, 54103));
    expect(await send('DELETE', `${items}/CA1`)).toMatchObject({ status: 204 });
    expect(await get(`${items}/CA1`)).toMatchObject(refused(404, 20404));
  });

  test('need key and data, and JSON', async () => {
    expect(await post(items, { Data: '{}' })).toMatchObject(refused(400, 20001));
    expect(await post(items, { Key: 'CA1' })).toMatchObject(refused(400, 20001));
    expect(await post(items, { Key: 'CA1', Data: 'no' })).toMatchObject(refused(400, 54008));
    expect(await post('/default/Maps/none/Items', { Key: 'CA1', Data: '{}' })).toMatchObject(refused(404, 20404));
  });

  test('list their items by key, from one on, in both directions', async () => {
    for (const key of ['b', 'a', 'd', 'c']) await post(items, { Key: key, Data: '{}' });
    const keys = async (query: string): Promise<string[]> => {
      const { body } = await get(`${items}?${query}`);
      return (body as { items: { key: string }[] }).items.map(({ key }) => key);
    };
    expect(await keys('')).toEqual(['a', 'b', 'c', 'd']);
    expect(await keys('Order=desc&From=c')).toEqual(['c', 'b', 'a']);
    expect(await keys('From=b&Bounds=exclusive')).toEqual(['c', 'd']);
    expect(await keys('PageSize=2')).toEqual(['a', 'b']);
    const { body } = await get(`${items}?PageSize=2`);
    const next = new URL((body as { meta: { next_page_url: string } }).meta.next_page_url);
    expect(await keys(next.search.slice(1))).toEqual(['c', 'd']);
  });

  test('let items expire, and live on when a write says so', async () => {
    await post('/default/Maps/calls', { Ttl: '100' });
    await post(items, { Key: 'short', Data: '{}', ItemTtl: '10' });
    await post(items, { Key: 'long', Data: '{}' });
    await world.controls.advance(10_000);
    expect(await get(`${items}/short`)).toMatchObject(refused(404, 20404));
    expect(await post(items, { Key: 'short', Data: '{}', CollectionTtl: '200' })).toMatchObject({
      status: 201,
      body: { date_expires: null },
    });
    await world.controls.advance(150_000);
    expect(await get(`${items}/long`)).toMatchObject({ status: 200 });
    await world.controls.advance(50_000);
    expect(await get(`${items}/long`)).toMatchObject(refused(404, 20404));
    expect(await get('/default/Maps/calls')).toMatchObject(refused(404, 20404));
  });
});

describe('lists', () => {
  test('number their items and never use a number twice', async () => {
    await post('/default/Lists', { UniqueName: 'log' });
    const items = '/default/Lists/log/Items';
    for (const n of [0, 1, 2]) expect(await post(items, { Data: json({ n }) })).toMatchObject({ body: { index: n } });
    await send('DELETE', `${items}/2`);
    expect(await post(items, { Data: '{"n":3}' })).toMatchObject({ body: { index: 3 } });
    expect(await get(`${items}?From=1&Order=asc`)).toMatchObject({ body: { items: [{ index: 1 }, { index: 3 }] } });
    expect(await get(`${items}?From=first`)).toMatchObject(refused(400, 20001));
    expect(await get(`${items}?Order=up`)).toMatchObject(refused(400, 20001));
    expect(await post(`${items}/1`, { Data: '{"n":9}' })).toMatchObject({ body: { data: { n: 9 }, revision: '1' } });
    expect(await get(`${items}/2`)).toMatchObject(refused(404, 20404));
  });
});

describe('streams', () => {
  const at = '/default/Streams';

  test('have a name and a time to live, and take messages of 4 KiB that nobody keeps', async () => {
    const made = await post(at, { UniqueName: 'cursor', Ttl: '60' });
    expect(made).toMatchObject({
      status: 201,
      body: { sid: expect.stringMatching(/^TO/), unique_name: 'cursor', date_expires: '2026-03-02T15:01:00Z' },
    });
    expect(await post(at, { UniqueName: 'cursor' })).toMatchObject(refused(409, 54301));
    const message = await post(`${at}/cursor/Messages`, { Data: json({ x: 1 }) });
    expect(message).toMatchObject({ status: 201, body: { sid: expect.stringMatching(/^TZ/), data: { x: 1 } } });
    expect(await post(`${at}/cursor/Messages`)).toMatchObject(refused(400, 20001));
    expect(await post(`${at}/cursor/Messages`, { Data: '[1]' })).toMatchObject(refused(400, 54008));
    const tooLarge = json({ text: 'x'.repeat(4096) });
    expect(await post(`${at}/cursor/Messages`, { Data: tooLarge })).toMatchObject(refused(413, 54006));
    expect(await post(`${at}/other/Messages`, { Data: '{}' })).toMatchObject(refused(404, 20404));
    await world.controls.advance(60_000);
    expect(await post(`${at}/cursor/Messages`, { Data: '{}' })).toMatchObject(refused(404, 20404));
    expect(await get(at)).toMatchObject({ body: { streams: [] } });
  });
});

describe('permissions', () => {
  test.each(['Documents', 'Maps', 'Lists'])('of %s are made by writing them, and go with their object', async kind => {
    await post(`/default/${kind}`, { UniqueName: 'ledger' });
    await post(`/default/${kind}`, { UniqueName: 'other' });
    const at = `/default/${kind}/ledger/Permissions`;
    expect(await get(`${at}/ana`)).toMatchObject(refused(404, 20404));
    expect(await post(`${at}/ana`, { Read: 'true', Write: 'true' })).toMatchObject(refused(400, 20001));
    expect(await post(`${at}/ana`, { Read: 'true', Write: 'true', Manage: 'no' })).toMatchObject(refused(400, 20001));
    expect(await get(at)).toMatchObject({ body: { permissions: [] } });
    const said = { Read: 'true', Write: 'true', Manage: 'false' };
    expect(await post(`${at}/ana`, said)).toMatchObject({
      status: 200,
      body: { identity: 'ana', read: true, write: true, manage: false },
    });
    await post(`${at}/ana`, { ...said, Write: 'false' });
    expect(await get(at)).toMatchObject({ body: { permissions: [{ identity: 'ana', write: false }] } });
    expect(await get(`/default/${kind}/other/Permissions`)).toMatchObject({ body: { permissions: [] } });
    await send('DELETE', `/default/${kind}/ledger`);
    await post(`/default/${kind}`, { UniqueName: 'ledger' });
    expect(await get(`${at}/ana`)).toMatchObject(refused(404, 20404));
  });
});

describe('the webhook', () => {
  const told = (): unknown[] => world.requests.map(({ parameters }) => parameters);
  const service = async (form: Record<string, string>): Promise<string> => {
    const { body } = await post('', { WebhookUrl: 'https://app.example/sync', ...form });
    return `/${(body as { sid: string }).sid}`;
  };

  test('hears of every object and item that REST writes, when the service wants that', async () => {
    const at = await service({ WebhooksFromRestEnabled: 'true' });
    await post(`${at}/Documents`, { UniqueName: 'a', Data: '{"n":1}' });
    await post(`${at}/Documents/a`, { Data: '{"n":2}' });
    await send('DELETE', `${at}/Documents/a`);
    await post(`${at}/Maps`, { UniqueName: 'm' });
    await post(`${at}/Maps/m/Items`, { Key: 'k', Data: '{}' });
    await post(`${at}/Maps/m/Items/k`, { Data: '{"n":1}' });
    await send('DELETE', `${at}/Maps/m/Items/k`);
    await send('DELETE', `${at}/Maps/m`);
    await post(`${at}/Lists`, { UniqueName: 'l' });
    await post(`${at}/Lists/l/Items`, { Data: '{}' });
    await post(`${at}/Streams`, { UniqueName: 's' });
    await post(`${at}/Streams/s/Messages`, { Data: '{"x":1}' });
    await world.controls.settle();
    expect(told()).toMatchObject([
      { EventType: 'document_created', DocumentUniqueName: 'a', DocumentRevision: '0', DocumentData: '{"n":1}' },
      { EventType: 'document_updated', DocumentRevision: '1', DocumentData: '{"n":2}', Identity: 'system' },
      { EventType: 'document_removed', DocumentSid: expect.stringMatching(/^ET/) },
      { EventType: 'map_created', MapUniqueName: 'm' },
      { EventType: 'map_item_added', MapUniqueName: 'm', ItemKey: 'k', ItemData: '{}' },
      { EventType: 'map_item_updated', ItemKey: 'k', ItemRevision: '1', ItemData: '{"n":1}' },
      { EventType: 'map_item_removed', ItemKey: 'k' },
      { EventType: 'map_removed', MapUniqueName: 'm' },
      { EventType: 'list_created' },
      { EventType: 'list_item_added', ItemIndex: '0' },
      { EventType: 'stream_created', StreamUniqueName: 's' },
      { EventType: 'stream_message_published', MessageData: '{"x":1}' },
    ]);
    expect(told()[2]).not.toHaveProperty('DocumentData');
  });

  test('hears of nothing that REST does when the service does not say so', async () => {
    const at = await service({});
    await post(`${at}/Documents`, { UniqueName: 'a' });
    await world.controls.settle();
    expect(told()).toEqual([]);
  });
});
