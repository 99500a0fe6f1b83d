import { validateRequestWithBody } from 'twilio';
import type { ApiReply, Method } from '../contract';
import { createDispatcher } from '../gateway/dispatcher';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld, type TestWorld } from '../testing/world';
import { signatureOf } from '../web/signature';
import { createEvents } from './events';

type Body = Readonly<Record<string, unknown>>;
const CREATED = 'com.twilio.taskrouter.task.created';

let world: TestWorld;
let send: (method: Method, path: string, form?: Record<string, string | string[]>) => Promise<ApiReply>;

beforeEach(() => {
  world = testWorld();
  const dispatch = createDispatcher([createEvents(world).product], world);
  const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
  send = (method, path, form) =>
    dispatch(method, `https://events.twilio.com/v1${path}`, { account, ...(form && { form }) });
});
afterEach(() => world.close());

const bodyOf = ({ body }: ApiReply): Body => Object.fromEntries(Object.entries(Object(body) as object));
const post = async (path: string, form: Record<string, string | string[]> = {}): Promise<Body> => {
  const reply = await send('POST', path, form);
  if (reply.status >= 300) throw new Error(JSON.stringify(reply.body));
  return bodyOf(reply);
};
const sink = async (change: object = {}): Promise<string> => {
  const SinkConfiguration = JSON.stringify({ destination: 'https://desk.example/sink', method: 'POST', ...change });
  return String((await post('/Sinks', { Description: 'Ours', SinkType: 'webhook', SinkConfiguration })).sid);
};
const subscribe = (SinkSid: string, Types: string | string[]): Promise<Body> =>
  post('/Subscriptions', { Description: 'Tasks', SinkSid, Types });
const happen = (type = CREATED, data: object = { n: 1 }): void =>
  world.bus.emit('stream-event', { accountSid: TEST_ACCOUNT_SID, type, source: 'here', data: () => ({ ...data }) });
const delivered = (): Body[][] => world.requests.map(({ body }) => JSON.parse(body?.text ?? '[]') as Body[]);
const alerts = (): string[] => world.timeline.map(({ text }) => text).filter(text => text.startsWith('error'));

describe('subscribed events', () => {
  test('come as CloudEvents, what happens at once in one batch', async () => {
    await subscribe(await sink(), JSON.stringify({ type: CREATED, schema_version: 4 }));
    happen();
    happen('com.twilio.taskrouter.task.completed');
    happen(CREATED, { n: 2 });
    await world.controls.settle();
    expect(delivered()).toEqual([
      [expect.objectContaining({ data: { n: 1 } }), expect.objectContaining({ data: { n: 2 } })],
    ]);
    expect(delivered()[0]?.[0]).toEqual({
      specversion: '1.0',
      type: CREATED,
      source: 'here',
      id: expect.stringMatching(/^EZ[0-9a-f]{32}$/) as string,
      dataschema: 'https://events-schemas.twilio.com/TaskRouter.WDSEvent/4',
      datacontenttype: 'application/json',
      time: '2026-03-02T15:00:00.000Z',
      data: { n: 1 },
    });
  });

  test('are signed with the hash of their body, as twilio-node checks it', async () => {
    await subscribe(await sink(), JSON.stringify({ type: CREATED }));
    happen();
    await world.controls.settle();
    const [request] = world.requests;
    const url = `${request?.url ?? ''}?bodySHA256=${request?.parameters['bodySHA256'] ?? ''}`;
    const body = request?.body?.text ?? '';
    const signature = signatureOf(TEST_AUTH_TOKEN, url, {});
    expect(validateRequestWithBody(TEST_AUTH_TOKEN, signature, url, body)).toBe(true);
    expect(validateRequestWithBody(TEST_AUTH_TOKEN, signature, url, `${body} `)).toBe(false);
  });

  test('come one by one where the sink wants no batches', async () => {
    await subscribe(await sink({ batch_events: false }), JSON.stringify({ type: CREATED }));
    happen();
    happen();
    await world.controls.settle();
    expect(delivered().map(batch => batch.length)).toEqual([1, 1]);
  });

  test('are tried again with growing pauses, for four hours', async () => {
    await subscribe(await sink(), JSON.stringify({ type: CREATED }));
    world.answer(() => ({ status: 503 }));
    happen();
    await world.controls.settle();
    await world.controls.advance(10_000);
    const soon = world.requests.length;
    expect(soon).toBeGreaterThanOrEqual(4);
    expect(soon).toBeLessThanOrEqual(6);
    expect(new Set(world.requests.map(({ body }) => body?.text)).size).toBe(1);
    await world.controls.advance(5 * 3_600_000);
    const all = world.requests.length;
    expect(all - soon).toBeLessThan(50);
    await world.controls.advance(5 * 3_600_000);
    expect(world.requests).toHaveLength(all);
    expect(alerts()[0]).toContain('error 91300');
  });

  test('that the sink rejects are not tried again; those that it takes too long for are', async () => {
    await subscribe(await sink(), JSON.stringify({ type: CREATED }));
    world.answer(() => ({ status: 404 }));
    happen();
    await world.controls.advance(60_000);
    expect(world.requests).toHaveLength(1);
    world.answer(() => ({ status: 200, durationMs: 5001 }));
    happen();
    await world.controls.advance(1000);
    expect(world.requests).toHaveLength(3);
    expect(alerts()).toEqual([
      expect.stringContaining('91305'),
      ...Array<unknown>(2).fill(expect.stringContaining('91308')),
    ]);
  });

  test('end with their subscription, or when it no longer wants them', async () => {
    const { sid } = await subscribe(await sink(), [JSON.stringify({ type: CREATED })]);
    await send('DELETE', `/Subscriptions/${String(sid)}/SubscribedEvents/${CREATED}`);
    happen();
    await world.controls.settle();
    expect(world.requests).toEqual([]);
    await post(`/Subscriptions/${String(sid)}/SubscribedEvents`, { Type: CREATED, SchemaVersion: '2' });
    happen();
    await world.controls.settle();
    expect(delivered()[0]?.[0]?.dataschema).toMatch(/WDSEvent\/2$/);
    await send('DELETE', `/Subscriptions/${String(sid)}`);
    happen();
    await world.controls.settle();
    expect(world.requests).toHaveLength(1);
  });
});

describe('a sink', () => {
  test('of a webhook is active at once, and may be tested and validated', async () => {
    const sid = await sink();
    expect(bodyOf(await send('GET', `/Sinks/${sid}`))).toMatchObject({
      status: 'active',
      sink_configuration: { destination: 'https://desk.example/sink', method: 'POST' },
    });
    expect(await post(`/Sinks/${sid}/Test`)).toEqual({ result: 'submitted' });
    await world.controls.settle();
    expect(bodyOf(await send('GET', `/Sinks/${sid}`)).status).toBe('validating');
    const { test_id: TestId = '' } = (delivered()[0]?.[0]?.data ?? {}) as Record<string, string>;
    expect(await post(`/Sinks/${sid}/Validate`, { TestId: 'EZ0' })).toEqual({ result: 'invalid' });
    expect(await post(`/Sinks/${sid}/Validate`, { TestId })).toEqual({ result: 'valid' });
    expect(bodyOf(await send('GET', `/Sinks/${sid}`)).status).toBe('active');
  });

  test('is found by its use and status, and stays while it is used', async () => {
    const [used, unused] = [await sink(), await sink()];
    const { sid } = await subscribe(used, JSON.stringify({ type: CREATED }));
    const sids = async (query: string): Promise<unknown[]> =>
      (bodyOf(await send('GET', `/Sinks?${query}`)).sinks as Body[]).map(one => one.sid);
    expect(await sids('InUse=true')).toEqual([used]);
    expect(await sids('InUse=false&Status=active')).toEqual([unused]);
    expect((await send('DELETE', `/Sinks/${used}`)).status).toBe(400);
    await send('DELETE', `/Subscriptions/${String(sid)}`);
    expect((await send('DELETE', `/Sinks/${used}`)).status).toBe(204);
  });

  test.each([
    [400, { SinkType: 'webhook', SinkConfiguration: '{"method":"POST"}' }],
    [400, { SinkType: 'webhook', SinkConfiguration: '{"destination":"here","method":"POST"}' }],
    [400, { SinkType: 'webhook', SinkConfiguration: 'no JSON' }],
    [400, { SinkType: 'pigeon', SinkConfiguration: '{}' }],
    [501, { SinkType: 'webhook', SinkConfiguration: '{"destination":"https://a.example","method":"GET"}' }],
    [201, { SinkType: 'segment', SinkConfiguration: '{"write_key":"k"}' }],
  ])('answers %i to %j', async (status, form) => {
    expect((await send('POST', '/Sinks', { Description: 'd', ...form })).status).toBe(status);
  });
});

test.each([
  [{ SinkSid: `DG${'0'.repeat(32)}` }],
  [{ Types: '{"type":"com.twilio.voice.twiml.requested"}' }],
  [{ Types: `{"type":"${CREATED}","schema_version":5}` }],
  [{ Types: 'no JSON' }],
  [{ Types: '[]' }],
])('a subscription with %j is refused', async change => {
  const form = { Description: 'd', SinkSid: await sink(), Types: `{"type":"${CREATED}"}`, ...change };
  const reply = await send('POST', '/Subscriptions', form);
  expect([reply.status, bodyOf(reply).code]).toEqual([400, 20001]);
});

test('types are listed with their schemas, whose versions can be read', async () => {
  const types = bodyOf(await send('GET', '/Types?SchemaId=Voice.WebhookEvent&PageSize=200')).types as Body[];
  expect(types.map(({ type }) => type)).toContain('com.twilio.voice.status-callback.call.completed');
  expect(types.every(({ schema_id: id }) => id === 'Voice.WebhookEvent')).toBe(true);
  expect(bodyOf(await send('GET', `/Types/${CREATED}`))).toMatchObject({ schema_id: 'TaskRouter.WDSEvent' });
  expect(bodyOf(await send('GET', '/Schemas/TaskRouter.WDSEvent'))).toMatchObject({ latest_version: 4 });
  expect(bodyOf(await send('GET', '/Schemas/TaskRouter.WDSEvent/Versions')).schema_versions).toHaveLength(4);
  expect(bodyOf(await send('GET', '/Schemas/TaskRouter.WDSEvent/Versions/3'))).toMatchObject({ schema_version: 3 });
  for (const path of ['/Types/none', '/Schemas/None', '/Schemas/TaskRouter.WDSEvent/Versions/5']) {
    expect((await send('GET', path)).status).toBe(404);
  }
});
