import type { ApiReply, Method } from '../../contract';
import { faultsOf } from '../../testing/documented';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN } from '../../testing/world';
import { startTestCloud, textOf, type TestCloud } from '../testing/cloud';

const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
type Json = Readonly<Record<string, unknown>>;

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

async function call(
  method: Method,
  path: string,
  form?: Record<string, string | string[]>,
): Promise<{ reply: ApiReply; body: Json }> {
  const url = `https://serverless.twilio.com/v1/${path}`;
  const reply = await cloud.dispatch(method, url, { account, ...(form && { form }) });
  // Whatever is asked here, the answer has the documented form.
  expect(faultsOf(method, url, reply)).toEqual([]);
  return { reply, body: JSON.parse(textOf(reply) || '{}') as Json };
}

test('a Service has a domain base; its unique name is an address and is taken', async () => {
  const { reply, body } = await call('POST', 'Services', {
    UniqueName: 'My_Line',
    FriendlyName: 'My line',
    UiEditable: 'false',
  });
  expect(reply.status).toBe(201);
  expect(body).toMatchObject({
    account_sid: account.sid,
    unique_name: 'My_Line',
    include_credentials: true,
    ui_editable: false,
  });
  expect(body['sid']).toMatch(/^ZS[0-9a-f]{32}$/);
  expect(body['domain_base']).toMatch(/^my-line-\d{4}$/);
  expect((await call('GET', 'Services/My_Line')).body['sid']).toBe(body['sid']);
  const second = await call('POST', 'Services', { UniqueName: 'My_Line', FriendlyName: 'Other' });
  expect([second.reply.status, second.body['code']]).toEqual([409, 20409]);
  const list = await call('GET', 'Services?PageSize=1');
  expect(list.body['meta']).toMatchObject({ key: 'services', next_page_url: null });
});

test.each([
  ['Services', { UniqueName: 'x'.repeat(51), FriendlyName: 'x' }],
  ['Services', { UniqueName: 'with space', FriendlyName: 'x' }],
  ['Services', { UniqueName: 'x' }],
  ['Services/line/Environments', { UniqueName: 'x', DomainSuffix: 'longer-than-sixteen' }],
  ['Services/line/Environments', { UniqueName: 'x', DomainSuffix: 'a.b' }],
  ['Services/line/Functions', {}],
  ['Services/line/Builds', { Runtime: 'node99' }],
  ['Services/line/Builds', { FunctionVersions: `ZN${'0'.repeat(32)}` }],
  ['Services/line/Builds', { FunctionVersions: 'ZN1' }],
  ['Services/line/Builds', { Dependencies: 'twilio' }],
  ['Services/line/Builds', { Dependencies: '[{"name":"../../etc","version":"*"}]' }],
])('POST %s %j is refused with 400', async (path, form) => {
  await cloud.deploy({});
  const { reply, body } = await call('POST', path, form);
  expect([reply.status, body['code']]).toEqual([400, 20001]);
});

test('Environments have domains of their own, and unique names and suffixes', async () => {
  await call('POST', 'Services', { UniqueName: 'line', FriendlyName: 'Line' });
  const dev = await call('POST', 'Services/line/Environments', { UniqueName: 'dev-environment', DomainSuffix: 'dev' });
  const production = await call('POST', 'Services/line/Environments', { UniqueName: 'production' });
  expect(dev.body['domain_name']).toMatch(/^line-\d{4}-dev\.twil\.io$/);
  expect(production.body['domain_name']).toMatch(/^line-\d{4}\.twil\.io$/);
  expect(production.body).toMatchObject({ domain_suffix: null, build_sid: null });
  for (const taken of [
    { UniqueName: 'dev-environment' },
    { UniqueName: 'other', DomainSuffix: 'dev' },
    { UniqueName: 'other' },
  ]) {
    expect((await call('POST', 'Services/line/Environments', taken)).reply.status).toBe(409);
  }
});

test('Variables keep to their limits: 128 characters, 450 bytes, one of a key', async () => {
  const { environmentSid } = await cloud.deploy({ variables: { GREETING: 'hi' } });
  const variables = `Services/line/Environments/${environmentSid}/Variables`;
  const set = async (Key: string, Value: string) => (await call('POST', variables, { Key, Value })).reply.status;
  expect(await set('K'.repeat(128), 'v'.repeat(450))).toBe(201);
  expect(await set('K'.repeat(129), 'v')).toBe(400);
  expect(await set('BYTES', 'é'.repeat(226))).toBe(400);
  expect(await set('GREETING', 'again')).toBe(409);
  const { body } = await call('GET', variables);
  expect(body['variables']).toMatchObject([{ key: 'GREETING', value: 'hi' }, {}]);
});

test('a build shows its versions and packages, and its source can be read back', async () => {
  const source = 'exports.handler = () => "ä";';
  const line = await cloud.deploy({ functions: { '/a.protected': source }, assets: { '/b.private.json': '{}' } });
  const build = await call('GET', `Services/line/Builds/${line.buildSid}`);
  expect(build.body).toMatchObject({
    status: 'completed',
    runtime: 'node22',
    dependencies: [{ name: 'twilio', version: '*' }, { name: '@twilio/runtime-handler' }],
    function_versions: [{ path: '/a', visibility: 'protected' }],
    asset_versions: [{ path: '/b.json', visibility: 'private' }],
    links: {
      build_status: `https://serverless.twilio.com/v1/Services/${line.serviceSid}/Builds/${line.buildSid}/Status`,
    },
  });
  const [version] = build.body['function_versions'] as [{ sid: string; function_sid: string }];
  const path = `Services/${line.serviceSid}/Functions/${version.function_sid}/Versions`;
  expect((await call('GET', `${path}/${version.sid}/Content`)).body).toMatchObject({
    sid: version.sid,
    content: source,
  });
  expect((await call('GET', path)).body['function_versions']).toMatchObject([{ sid: version.sid, path: '/a' }]);
  expect((await call('DELETE', `Services/line/Builds/${line.buildSid}`)).reply.status).toBe(400);
});

test.each([
  [{ 'no-such-package': '*' }, 'no-such-package@* is not installed'],
  [{ twilio: '^4.0.0' }, /twilio@\^4\.0\.0 is asked for, and .* has 6\./],
])('a build that declares %j fails, says why, and cannot be deployed', async (dependencies, words) => {
  const line = await cloud.deploy({ dependencies });
  expect(line.status).toBe('failed');
  const said = cloud.world.timeline.map(({ text }) => text).join('\n');
  expect(said).toMatch(words);
  const deployments = `Services/line/Environments/${line.environmentSid}/Deployments`;
  expect((await call('POST', deployments, { BuildSid: line.buildSid })).reply.status).toBe(400);
});

test('a build with two things at one path fails', async () => {
  const line = await cloud.deploy({ functions: { '/same': '' }, assets: { '/same': '' } });
  expect(line.status).toBe('failed');
});

test('a build may ask for a runtime that later deploy clients know', async () => {
  await cloud.deploy({});
  // Not by `call`: the OpenAPI document does not name it.
  const url = 'https://serverless.twilio.com/v1/Services/line/Builds';
  const reply = await cloud.dispatch('POST', url, { account, form: { Runtime: 'node24' } });
  expect([reply.status, JSON.parse(textOf(reply))]).toEqual([201, expect.objectContaining({ runtime: 'node24' })]);
});

test('a build may take emulated time', async () => {
  const slow = await startTestCloud({ buildMs: 5000 });
  const service = { UniqueName: 'line', FriendlyName: 'Line' };
  await slow.dispatch('POST', 'https://serverless.twilio.com/v1/Services', { account, form: service });
  const created = await slow.dispatch('POST', 'https://serverless.twilio.com/v1/Services/line/Builds', {
    account,
    form: {},
  });
  const { sid } = JSON.parse(textOf(created)) as { sid: string };
  const url = `https://serverless.twilio.com/v1/Services/line/Builds/${sid}/Status`;
  const status = async () => (JSON.parse(textOf(await slow.dispatch('GET', url, { account }))) as Json)['status'];
  expect(await status()).toBe('building');
  await slow.world.controls.advance(5000);
  expect(await status()).toBe('completed');
  await slow.close();
});

test('an upload says what is wrong with it', async () => {
  await cloud.deploy({});
  const { body } = await call('POST', 'Services/line/Functions', { FriendlyName: '/a' });
  const url = `https://serverless-upload.twilio.com/v1/Services/line/Functions/${String(body['sid'])}/Versions`;
  const upload = async (fields: Record<string, string | Blob>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const encoded = new Response(form);
    const headers = { 'content-type': encoded.headers.get('content-type') ?? '' };
    const reply = await cloud.dispatch('POST', url, {
      account,
      headers,
      body: Buffer.from(await encoded.arrayBuffer()),
    });
    return [reply.status, (JSON.parse(textOf(reply)) as Json)['message']];
  };
  const Content = new Blob(['x']);
  expect((await upload({ Path: '/a', Visibility: 'public', Content }))[0]).toBe(201);
  expect(await upload({ Path: 'a', Visibility: 'public', Content })).toEqual([400, expect.stringContaining('Path')]);
  expect(await upload({ Path: '/a b', Visibility: 'public', Content })).toEqual([400, expect.stringContaining('Path')]);
  expect(await upload({ Path: '/a', Visibility: 'secret', Content })).toEqual([
    400,
    expect.stringContaining('Visibility'),
  ]);
  expect(await upload({ Path: '/a', Visibility: 'public' })).toEqual([400, expect.stringContaining('Content')]);
  expect((await cloud.dispatch('POST', url, { account, form: { Path: '/a' } })).status).toBe(400);
  expect((await cloud.dispatch('POST', url, { form: { Path: '/a' } })).status).toBe(401);
  // Newest first: clients take the first one for the latest.
  expect((await upload({ Path: '/newer', Visibility: 'public', Content }))[0]).toBe(201);
  const { body: listed } = await call('GET', `Services/line/Functions/${String(body['sid'])}/Versions`);
  expect(listed['function_versions']).toMatchObject([{ path: '/newer' }, { path: '/a' }]);
});

test('a deleted Service takes all it has with it', async () => {
  const line = await cloud.deploy({ functions: { '/a': '' }, variables: { A: '1' } });
  expect((await call('DELETE', `Services/${line.serviceSid}`)).reply.status).toBe(204);
  const left = Object.entries(cloud.world.store.snapshot()).filter(([, records]) => records.length > 0);
  expect(left).toEqual([]);
  expect((await cloud.dispatch('GET', `${line.origin}/a`)).status).toBe(404);
});
