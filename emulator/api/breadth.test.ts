import { createDispatcher } from '../gateway/dispatcher';
import { TEST_ACCOUNT_SID } from '../testing/world';
import { CALLER_NUMBER, heardIn, LINE_NUMBER, testLine, type TestLine } from '../voice/testing/test-line';

const AT = 'https://api.twilio.com/2010-04-01/Accounts';

async function made(line: TestLine, path: string, form: Record<string, string>): Promise<Record<string, string>> {
  const { status, body } = await line.api('POST', path, { form });
  expect(status).toBe(201);
  return body as Record<string, string>;
}

describe('accounts', () => {
  test('a subaccount has credentials of its own, and its owner’s open it too', async () => {
    const line = await testLine({});
    const dispatch = createDispatcher([line.voice.product], line.world);
    const owner = { sid: TEST_ACCOUNT_SID, authToken: 'fedcba9876543210fedcba9876543210' };
    const { body } = await dispatch('POST', `${AT}.json`, { account: owner, form: { FriendlyName: 'Client' } });
    const { sid = '', auth_token: authToken = '' } = body as Record<string, string>;
    const numbers = `${AT}/${sid}/IncomingPhoneNumbers.json`;
    const bought = await dispatch('POST', numbers, { account: owner, form: { PhoneNumber: '+15550100999' } });
    expect(bought).toMatchObject({ status: 201, body: { account_sid: sid } });
    const seen = await dispatch('GET', numbers, { account: { sid, authToken } });
    expect(seen).toMatchObject({ status: 200, body: { incoming_phone_numbers: [{ account_sid: sid }] } });
    expect(await dispatch('GET', `${AT}/${TEST_ACCOUNT_SID}.json`, { account: { sid, authToken } })).toMatchObject({
      status: 404,
    });
    expect(await dispatch('POST', `${AT}.json`, { account: { sid, authToken }, form: {} })).toMatchObject({
      body: { code: 21101 },
    });
    await dispatch('POST', `${AT}/${sid}.json`, { account: owner, form: { Status: 'suspended' } });
    expect(await dispatch('GET', numbers, { account: { sid, authToken } })).toMatchObject({
      status: 403,
      body: { code: 20005, message: 'Account not active' },
    });
    expect(await dispatch('GET', numbers, { account: owner })).toMatchObject({ status: 200 });
    await dispatch('POST', `${AT}/${sid}.json`, { account: owner, form: { Status: 'active' } });
    expect(await dispatch('GET', numbers, { account: { sid, authToken } })).toMatchObject({ status: 200 });
    await dispatch('POST', `${AT}/${sid}.json`, { account: owner, form: { Status: 'closed' } });
    expect(await dispatch('GET', numbers, { account: { sid, authToken } })).toMatchObject({ status: 401 });
    const again = await dispatch('POST', `${AT}/${sid}.json`, { account: owner, form: { Status: 'active' } });
    expect(again).toMatchObject({ status: 400, body: { code: 21479 } });
    const own = await dispatch('POST', `${AT}/${TEST_ACCOUNT_SID}.json`, {
      account: owner,
      form: { Status: 'closed' },
    });
    expect(own).toMatchObject({ body: { code: 21477 } });
  });
});

test.each(['Keys', 'SigningKeys'])('%s are credentials until they are deleted; the secret is told once', async name => {
  const line = await testLine({});
  const { sid = '', secret = '' } = await made(line, `/${name}.json`, { FriendlyName: 'deploy' });
  expect(secret).toMatch(/^[0-9a-f]{32}$/);
  const { body } = await line.api('GET', `/${name}/${sid}.json`);
  expect(body).not.toHaveProperty('secret');
  const dispatch = createDispatcher([line.voice.product], line.world);
  const key = { account: { sid, authToken: secret } };
  expect((await dispatch('GET', `${AT}/${TEST_ACCOUNT_SID}/Calls.json`, key)).status).toBe(200);
  await line.api('DELETE', `/${name}/${sid}.json`);
  expect((await dispatch('GET', `${AT}/${TEST_ACCOUNT_SID}/Calls.json`, key)).status).toBe(401);
});

test('an application decides where calls go: of a number that names it, and of calls that are made with it', async () => {
  const line = await testLine({ '/app': '<Say>from the application</Say>' });
  const { sid = '' } = await made(line, '/Applications.json', {
    FriendlyName: 'A',
    VoiceUrl: 'https://app.example/app',
  });
  const { body } = await line.api('GET', '/IncomingPhoneNumbers.json');
  const [number] = (body as { incoming_phone_numbers: { sid: string }[] }).incoming_phone_numbers;
  await line.api('POST', `/IncomingPhoneNumbers/${number?.sid ?? ''}.json`, { form: { VoiceApplicationSid: sid } });
  expect(heardIn(await line.call([]))).toEqual(['from the application']);
  await made(line, '/Calls.json', { To: CALLER_NUMBER, From: LINE_NUMBER, ApplicationSid: sid });
  await line.world.controls.advance(10_000);
  expect(line.sentTo('/app')).toHaveLength(2);
});

test('addresses: made, found, and kept while a number refers to them', async () => {
  const line = await testLine({});
  const form = { CustomerName: 'Shop', Street: '1 Main', City: 'X', Region: 'CA', PostalCode: '1', IsoCountry: 'US' };
  const { sid = '' } = await made(line, '/Addresses.json', form);
  expect(await line.api('GET', '/Addresses.json?CustomerName=Shop')).toMatchObject({ body: { addresses: [{ sid }] } });
  await made(line, '/IncomingPhoneNumbers.json', { PhoneNumber: '+15550100998', AddressSid: sid });
  expect(await line.api('DELETE', `/Addresses/${sid}.json`)).toMatchObject({ status: 400 });
  const bad = await line.api('POST', '/Addresses.json', { form: { ...form, IsoCountry: 'usa' } });
  expect(bad).toMatchObject({ status: 400 });
});

describe('queues', () => {
  async function waiting(): Promise<TestLine & { sid: string; callSid: string }> {
    const line = await testLine({
      '/voice': '<Enqueue waitUrl="" action="/action">support</Enqueue>',
      '/action': '',
      '/agent': '<Say>Hello</Say>',
    });
    const { callSid } = line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller: [] });
    await line.world.controls.advance(30_000);
    const { body } = await line.api('GET', '/Queues.json');
    const [queue] = (body as { queues: { sid: string }[] }).queues;
    return { ...line, sid: queue?.sid ?? '', callSid };
  }

  test('a queue shows who waits, and how long', async () => {
    const line = await waiting();
    expect(await line.api('GET', `/Queues/${line.sid}.json`)).toMatchObject({
      body: { friendly_name: 'support', current_size: 1, average_wait_time: 30, max_size: 100 },
    });
    expect(await line.api('GET', `/Queues/${line.sid}/Members/Front.json`)).toMatchObject({
      body: { call_sid: line.callSid, position: 1, wait_time: 30 },
    });
    expect(await line.api('DELETE', `/Queues/${line.sid}.json`)).toMatchObject({ status: 400, body: { code: 22002 } });
  });

  test('a member is taken out by an update', async () => {
    const line = await waiting();
    const form = { Url: 'https://app.example/agent' };
    expect(await line.api('POST', `/Queues/${line.sid}/Members/Front.json`, { form })).toMatchObject({ status: 200 });
    await line.world.controls.advance(5000);
    expect(line.sentTo('/agent')).toHaveLength(1);
    expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ QueueResult: 'redirected', QueueTime: '30' });
    expect(await line.api('GET', `/Queues/${line.sid}/Members/Front.json`)).toMatchObject({ status: 404 });
    expect(await line.api('DELETE', `/Queues/${line.sid}.json`)).toMatchObject({ status: 204 });
  });

  test('Dial Queue takes who has waited longest', async () => {
    const line = await waiting();
    const twiml = '<Response><Dial><Queue url="https://app.example/agent">support</Queue></Dial></Response>';
    await made(line, '/Calls.json', { To: '+15550107777', From: LINE_NUMBER, Twiml: twiml });
    await line.world.controls.advance(10_000);
    expect(line.sentTo('/agent')[0]?.parameters).toMatchObject({ CallSid: line.callSid, QueueTime: '32' });
    expect(await line.api('GET', `/Queues/${line.sid}.json`)).toMatchObject({ body: { current_size: 0 } });
    await line.api('POST', `/Calls/${line.callSid}.json`, { form: { Status: 'completed' } });
    await line.world.controls.advance(1000);
    expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ QueueResult: 'bridged' });
  });

  test.each<[Record<string, string>, number]>([
    [{ FriendlyName: 'support' }, 22003],
    [{ FriendlyName: 'x'.repeat(65) }, 20002],
    [{ FriendlyName: 'a', MaxSize: '5001' }, 20001],
    [{}, 20001],
  ])('%j is refused with %i', async (form, code) => {
    const line = await waiting();
    expect(await line.api('POST', '/Queues.json', { form })).toMatchObject({ status: 400, body: { code } });
  });

  test('MaxSize is the most that wait', async () => {
    const line = await testLine({ '/voice': '<Enqueue action="/action" waitUrl="">small</Enqueue>', '/action': '' });
    await made(line, '/Queues.json', { FriendlyName: 'small', MaxSize: '1' });
    line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller: [] });
    await line.world.controls.advance(1000);
    await line.call([]);
    expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ QueueResult: 'queue-full' });
  });
});

describe('numbers', () => {
  test('what is available is not what somebody has; it can be had', async () => {
    const line = await testLine({});
    const path = '/AvailablePhoneNumbers/US/Local.json?AreaCode=212';
    const { body } = await line.api('GET', path);
    const [first] = (body as { available_phone_numbers: { phone_number: string }[] }).available_phone_numbers;
    const number = first?.phone_number ?? '';
    expect(number).toMatch(/^\+1212555\d{4}$/);
    await made(line, '/IncomingPhoneNumbers/Local.json', { PhoneNumber: number });
    expect(JSON.stringify((await line.api('GET', path)).body)).not.toContain(number);
    expect(await line.api('GET', '/AvailablePhoneNumbers/ZZ/Local.json')).toMatchObject({ status: 404 });
    const { body: countries } = await line.api('GET', '/AvailablePhoneNumbers.json');
    expect(countries).toMatchObject({
      countries: expect.arrayContaining([expect.objectContaining({ country_code: 'US' })]) as unknown,
    });
    expect((await line.api('GET', '/AvailablePhoneNumbers/GB/Mobile.json')).status).toBe(200);
  });

  test('the types keep apart', async () => {
    const line = await testLine({});
    await made(line, '/IncomingPhoneNumbers/TollFree.json', { PhoneNumber: '+18005550123' });
    expect(await line.api('GET', '/IncomingPhoneNumbers/TollFree.json')).toMatchObject({
      body: { incoming_phone_numbers: [{ phone_number: '+18005550123' }] },
    });
    expect(await line.api('GET', '/IncomingPhoneNumbers/Mobile.json')).toMatchObject({
      body: { incoming_phone_numbers: [] },
    });
    expect(await line.api('POST', '/IncomingPhoneNumbers/Local.json', { form: {} })).toMatchObject({
      status: 400,
      body: { code: 21421 },
    });
  });
});

test.each([
  ['US/Local', { AreaCode: '212' }, 50],
  ['US/Local', { AreaCode: '7' }, 0],
  ['US/Local', { AreaCode: '800' }, 0],
  ['US/TollFree', { AreaCode: '888' }, 50],
  ['GB/Local', { AreaCode: '212' }, 0],
  ['US/Local', { InRegion: 'ca', SmsEnabled: 'true' }, 50],
  ['US/Local', { InRegion: 'NY' }, 0],
  ['US/Local', { FaxEnabled: 'true' }, 0],
  ['GB/Local', { MmsEnabled: 'true' }, 0],
  ['DE/Local', { ExcludeLocalAddressRequired: 'true' }, 0],
  ['DE/Local', { ExcludeForeignAddressRequired: 'true' }, 50],
])('numbers to be had: %s %j finds %i', async (kind, query, found) => {
  const line = await testLine({});
  const text = new URLSearchParams({ ...query } as Record<string, string>).toString();
  const { body } = await line.api('GET', `/AvailablePhoneNumbers/${kind}.json?${text}`);
  expect(body).toMatchObject({ available_phone_numbers: { length: found } });
});

test('numbers near another are absent: the numbers here are nowhere', async () => {
  const line = await testLine({});
  expect(await line.api('GET', '/AvailablePhoneNumbers/US/Local.json?NearNumber=%2B14155550100')).toMatchObject({
    status: 501,
  });
});
