import type { ApiReply, Method } from '../contract';
import { createDispatcher, type Dispatcher } from '../gateway/dispatcher';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld, type TestWorld } from '../testing/world';
import { createVoiceConfiguration } from './voice-configuration';

const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
let world: TestWorld;
let dispatch: Dispatcher;
beforeEach(() => {
  world = testWorld();
  dispatch = createDispatcher([createVoiceConfiguration(world).product], world);
});
afterEach(() => world.close());

const send = (method: Method, path: string, form?: Record<string, string>): Promise<ApiReply> =>
  dispatch(method, `https://voice.twilio.com/v1${path}`, { account, ...(form && { form }) });
const made = async (path: string, form: Record<string, string>): Promise<string> =>
  ((await send('POST', path, form)).body as { sid: string }).sid;
const NOBODY = '0'.repeat(32);

test('trunks have defaults, and refer to policies that are there', async () => {
  const policy = await made('/ConnectionPolicies', {});
  const trunk = await send('POST', '/ByocTrunks', { ConnectionPolicySid: policy });
  expect(trunk).toMatchObject({ status: 201, body: { voice_method: 'POST', cnam_lookup_enabled: false } });
  expect(await send('DELETE', `/ConnectionPolicies/${policy}`)).toMatchObject({ status: 409, body: { code: 20409 } });
  await send('DELETE', `/ByocTrunks/${(trunk.body as { sid: string }).sid}`);
  expect(await send('DELETE', `/ConnectionPolicies/${policy}`)).toMatchObject({ status: 204 });
});

test.each<[string, Record<string, string>]>([
  ['/ByocTrunks', { ConnectionPolicySid: `NY${NOBODY}` }],
  ['/ByocTrunks', { ConnectionPolicySid: 'NYwrong' }],
  ['/ByocTrunks', { VoiceUrl: 'nowhere' }],
  ['/ByocTrunks', { VoiceMethod: 'PATCH' }],
  ['/IpRecords', {}],
  ['/IpRecords', { IpAddress: '300.0.0.1' }],
  ['/IpRecords', { IpAddress: '192.0.2.1', CidrPrefixLength: '33' }],
  ['/SourceIpMappings', { IpRecordSid: `IL${NOBODY}`, SipDomainSid: `SD${NOBODY}` }],
  ['/DialingPermissions/BulkCountryUpdates', { UpdateRequest: '{' }],
  ['/DialingPermissions/BulkCountryUpdates', { UpdateRequest: '[{"iso_code":"XX"}]' }],
  ['/Settings', { DialingPermissionsInheritance: 'perhaps' }],
])('%s %j: not to be taken', async (path, form) => {
  expect(await send('POST', path, form)).toMatchObject({ status: 400, body: { code: 20001 } });
});

test('targets are SIP URIs with a priority and a weight', async () => {
  const at = `/ConnectionPolicies/${await made('/ConnectionPolicies', {})}/Targets`;
  for (const form of [{ Target: 'https://a.example' }, { Target: 'sip:a@b', Weight: '0' }, { Target: '' }])
    expect(await send('POST', at, form)).toMatchObject({ status: 400 });
  expect(await send('POST', at, { Target: 'sip:a@b' })).toMatchObject({ body: { priority: 10, weight: 10 } });
});

test('a country opens when it is told to, for one account', async () => {
  const low = { iso_code: 'DE', low_risk_numbers_enabled: false, high_risk_special_numbers_enabled: false };
  expect(await send('GET', '/DialingPermissions/Countries/DE')).toMatchObject({ body: low });
  await send('POST', '/DialingPermissions/BulkCountryUpdates', {
    UpdateRequest: '[{"iso_code":"DE","low_risk_numbers_enabled":"true"}]',
  });
  const open = await send('GET', '/DialingPermissions/Countries?LowRiskNumbersEnabled=true&PageSize=100');
  const codes = (open.body as { content: { iso_code: string }[] }).content.map(({ iso_code: code }) => code);
  expect(codes.sort()).toEqual(['CA', 'DE', 'US']);
  expect(await send('GET', '/DialingPermissions/Countries/XX')).toMatchObject({ status: 404 });
  expect(await send('GET', '/DialingPermissions/Countries/DE/HighRiskSpecialPrefixes')).toMatchObject({ status: 501 });
});
