import { createCloud, type Cloud } from '../cloud';
import type { ApiReply } from '../contract';
import { createDispatcher, type Dispatcher } from '../gateway/dispatcher';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld, type TestWorld } from '../testing/world';

const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
let world: TestWorld;
let cloud: Cloud;
let dispatch: Dispatcher;
beforeEach(() => {
  world = testWorld();
  cloud = createCloud(world, {}, () => ({ port: 0, caFile: '' }));
  dispatch = createDispatcher(cloud.products, world);
});
afterEach(async () => {
  for (const product of cloud.products) await product.close?.();
  world.close();
});

const post = (path: string, form: Record<string, string>): Promise<ApiReply> =>
  dispatch('POST', `https://flex-api.twilio.com/v1${path}`, { account, form });
const get = (path: string): Promise<ApiReply> => dispatch('GET', `https://flex-api.twilio.com/v1${path}`, { account });
const sidOf = ({ body }: ApiReply): string => (body as { sid: string }).sid;
const NOBODY = '0'.repeat(32);

async function workspace(): Promise<{ workspace_sid: string; workflow_sid: string }> {
  const at = 'https://taskrouter.twilio.com/v1/Workspaces';
  const form = { FriendlyName: 'Flex Task Assignment', Template: 'FIFO' };
  const sid = sidOf(await dispatch('POST', at, { account, form }));
  const { body } = await dispatch('GET', `${at}/${sid}/Workflows`, { account });
  return { workspace_sid: sid, workflow_sid: (body as { workflows: { sid: string }[] }).workflows[0]?.sid ?? '' };
}

describe('the configuration', () => {
  const change = (json: unknown): Promise<ApiReply> =>
    dispatch('POST', 'https://flex-api.twilio.com/v1/Configuration', { account, json });

  test('names the workspace that is Flex’s, and keeps what is set', async () => {
    expect(await get('/Configuration')).toMatchObject({ body: { taskrouter_workspace_sid: null, status: 'ok' } });
    const { workspace_sid: sid } = await workspace();
    expect(await get('/Configuration')).toMatchObject({ body: { taskrouter_workspace_sid: sid } });
    await change({ account_sid: account.sid, ui_attributes: { a: 1 }, status: 'inprogress' });
    expect(await get('/Configuration')).toMatchObject({ body: { ui_attributes: { a: 1 }, status: 'ok' } });
  });

  test.each([[{}], [{ account_sid: `AC${NOBODY}` }], [{ account_sid: account.sid, nope: 1 }], ['text'], [[1]]])(
    '%j is not to be taken',
    async json => expect(await change(json)).toMatchObject({ status: 400, body: { code: 20001 } }),
  );

  test('has typed properties', async () => {
    expect(await change({ account_sid: account.sid, ui_version: 2 })).toMatchObject({ status: 400 });
  });
});

describe('interactions', () => {
  const Channel = '{"type":"sms","initiated_by":"customer"}';

  test('make a task that says which interaction it is of', async () => {
    const properties = { ...(await workspace()), attributes: '{"customer":"Ana"}' };
    const reply = await post('/Interactions', { Channel, Routing: JSON.stringify({ properties }) });
    expect(reply).toMatchObject({ status: 200, body: { sid: expect.stringMatching(/^KD/) } });
    const { body } = await dispatch(
      'GET',
      `https://taskrouter.twilio.com/v1/Workspaces/${properties.workspace_sid}/Tasks`,
      { account },
    );
    const [task] = (body as { tasks: { attributes: string }[] }).tasks;
    expect(JSON.parse(task?.attributes ?? '{}')).toMatchObject({
      customer: 'Ana',
      flexInteractionSid: sidOf(reply),
      flexInteractionChannelSid: expect.stringMatching(/^UO/),
      channelType: 'sms',
      direction: 'inbound',
    });
  });

  test.each<[Record<string, string>, number]>([
    [{}, 400],
    [{ Channel: 'sms' }, 400],
    [{ Channel: '{"type":"fax"}' }, 400],
    [{ Channel, Routing: '{' }, 400],
    [{ Channel, Routing: '{"properties":{}}' }, 400],
    [{ Channel, Routing: `{"properties":{"workspace_sid":"WS${NOBODY}"}}` }, 400],
    [{ Channel, Routing: `{"properties":{"workspace_sid":"WS${NOBODY}","workflow_sid":"WW${NOBODY}"}}` }, 404],
    [{ Channel, InteractionContextSid: 'HQ1' }, 400],
  ])('%j is refused, and leaves nothing behind', async (form, status) => {
    expect(await post('/Interactions', form)).toMatchObject({ status });
    expect(world.store.collection('flex.interaction-channels').all()).toEqual([]);
  });

  test('a closed channel takes nobody', async () => {
    const at = `/Interactions/${sidOf(await post('/Interactions', { Channel }))}/Channels`;
    const { body } = await get(at);
    const channel = `${at}/${(body as { channels: { sid: string }[] }).channels[0]?.sid ?? ''}`;
    expect(await post(channel, { Status: 'open' })).toMatchObject({ status: 400 });
    expect(await post(channel, { Status: 'closed' })).toMatchObject({ body: { status: 'closed' } });
    const agent = { Type: 'agent', MediaProperties: '{}' };
    expect(await post(`${channel}/Participants`, agent)).toMatchObject({ status: 400 });
  });
});

describe('plugins', () => {
  test('have names and versions of their own', async () => {
    await post('/PluginService/Plugins', { UniqueName: 'a' });
    expect(await post('/PluginService/Plugins', { UniqueName: 'a' })).toMatchObject({ status: 409 });
    const version = { Version: '1.0.0', PluginUrl: 'https://a.example/a.js' };
    expect(await post('/PluginService/Plugins/a/Versions', version)).toMatchObject({ status: 201 });
    expect(await post('/PluginService/Plugins/a/Versions', version)).toMatchObject({ status: 409 });
    for (const wrong of [{ Version: 'one' }, { PluginUrl: 'nowhere' }])
      expect(await post('/PluginService/Plugins/a/Versions', { ...version, ...wrong })).toMatchObject({ status: 400 });
  });

  test.each([['{'], ['{"phase":3}'], [`{"plugin_version":"FV${NOBODY}"}`]])('a configuration of %s', async Plugins => {
    expect(await post('/PluginService/Configurations', { Name: 'a', Plugins })).toMatchObject({ status: 400 });
    expect(world.store.collection('flex.configured-plugins').all()).toEqual([]);
  });

  test('a release is of a configuration that is there', async () => {
    const form = { ConfigurationId: `FJ${NOBODY}` };
    expect(await post('/PluginService/Releases', form)).toMatchObject({ status: 400 });
    expect(await get('/PluginService/Releases/active')).toMatchObject({ status: 404 });
  });
});

test('Insights and the old chat are said to be absent', async () => {
  expect(await get('/Insights/UserRoles')).toMatchObject({ status: 501 });
  expect(await get('/WebChannels')).toMatchObject({ status: 501 });
});
