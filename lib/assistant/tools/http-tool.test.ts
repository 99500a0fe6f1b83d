import { fixedClock } from '../../clock';
import { objectOf } from '../json-schema';
import type { HttpToolSettings } from '../settings';
import type { ToolContext } from '../tool';
import { wordsOf } from '../words';
import { httpTool } from './http-tool';
import { fakeToolPorts } from './ports.fake';
import { isPublicAddress } from './public-address';

const settings: HttpToolSettings = {
  name: 'orderStatus',
  description: 'Where an order is.',
  permission: 'public',
  effect: 'none',
  method: 'GET',
  url: 'https://api.riverside-clinic.example/orders/{id}',
  input: objectOf({ id: { type: 'string' } }),
  auth: { header: 'x-key', secret: 'orders' },
  timeoutMs: 1_000,
  maxBytes: 200,
};
const context: ToolContext = {
  callId: 'CA1',
  account: undefined,
  caller: undefined,
  language: 'en-US',
  timeZone: 'UTC',
  words: wordsOf([{ language: 'en-US', greeting: '' }], 'en-US'),
  now: new Date(0),
  idempotencyKey: 'CA1:t2r0c0',
  signal: new AbortController().signal,
};
const ports = () => fakeToolPorts(fixedClock('2026-11-23T18:00:00Z'));

test('asks the checked address with the secret, and answers what it says', async () => {
  const fake = ports();
  fake.httpAnswer.body = '{"state":"sent"}';
  await expect(httpTool(settings, fake).run({ id: 'a b' }, context)).resolves.toMatchObject({
    content: '{"state":"sent"}',
  });
  expect(fake.httpRequests).toEqual([
    {
      url: 'https://api.riverside-clinic.example/orders/a%20b',
      address: '93.184.215.14',
      headers: { accept: 'application/json', 'x-key': 'sk-live-orders-7f3a9c' },
      body: undefined,
    },
  ]);
});

test('what is optional may be empty in a query, not in a path', async () => {
  const fake = ports();
  const url = 'https://api.riverside-clinic.example/orders/{id}?of={since}';
  const input = objectOf({ id: { type: 'string' }, since: { type: 'string' } }, ['since']);
  const tool = httpTool({ ...settings, url, input }, fake);
  await tool.run({ id: '1' }, context);
  expect(fake.httpRequests[0]?.url).toBe('https://api.riverside-clinic.example/orders/1?of=');
  await expect(tool.run({ id: '', since: 'x' }, context)).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

test('what the file fixes in a body is not the model’s to change', async () => {
  const fake = ports();
  const { auth: _auth, ...open } = settings;
  const input = objectOf({ id: { type: 'string' }, source: { type: 'string' } });
  const tool = httpTool({ ...open, input, method: 'POST', body: { source: 'phone' } }, fake);
  await tool.run({ id: '1', source: 'web' }, context);
  expect(JSON.parse(fake.httpRequests[0]?.body ?? '')).toEqual({ id: '1', source: 'phone' });
});

test.each([
  ['a private address', ['10.0.0.7']],
  ['one private address among public ones', ['93.184.215.14', '127.0.0.1']],
  ['the metadata service', ['169.254.169.254']],
  ['no address', []],
])('a name that resolves to %s is not asked', async (_name, addresses) => {
  const fake = ports();
  fake.addresses.set('api.riverside-clinic.example', addresses);
  await expect(httpTool(settings, fake).run({ id: '1' }, context)).rejects.toMatchObject({ code: 'VENDOR_REJECTED' });
  expect(fake.called).toEqual(['http.resolve']);
});

test.each([
  ['a redirect', { status: 302 }, 'VENDOR_REJECTED'],
  ['more than it may', { body: 'x'.repeat(201) }, 'VENDOR_REJECTED'],
  ['a page', { contentType: 'text/html', body: '<p>' }, 'VENDOR_REJECTED'],
  ['404', { status: 404 }, 'NOT_FOUND'],
  ['503', { status: 503 }, 'VENDOR_UNAVAILABLE'],
])('a server that answers %s gives no result', async (_name, change, code) => {
  const fake = ports();
  Object.assign(fake.httpAnswer, change);
  await expect(httpTool(settings, fake).run({ id: '1' }, context)).rejects.toMatchObject({ code });
});

test.each([
  'http://api.riverside-clinic.example/{id}',
  'https://{id}.example/orders',
  'https://user@api.riverside-clinic.example/{id}',
  'https://api.riverside-clinic.example:8443/{id}',
  'https://10.0.0.1/{id}',
  'https://[::1]/{id}',
  'https://2130706433/{id}',
  'https://api.riverside-clinic.example/{other}',
  'https://api.riverside-clinic.example/{accountId}',
])('a declaration of %s is refused', url => {
  expect(() => httpTool({ ...settings, url }, ports())).toThrow(/orderStatus/);
});

test.each([
  ...['10.1.2.3', '127.0.0.1', '0.0.0.0', '169.254.169.254', '172.31.0.1', '192.168.1.1', '100.64.0.1', '224.0.0.1'],
  ...['255.255.255.255', '198.18.0.1', '::1', '::', 'fe80::1', 'fc00::1', '::ffff:10.0.0.1', '::ffff:93.184.215.14'],
  ...['64:ff9b::a00:1', '2002:a00:1::', '2001:db8::1', 'ff02::1', 'fe80::1%eth0', 'localhost', '2130706433', ''],
])('%s is not public', address => {
  expect(isPublicAddress(address)).toBe(false);
});
test.each(['93.184.215.14', '8.8.8.8', '172.32.0.1', '2606:4700:4700::1111'])('%s is public', address => {
  expect(isPublicAddress(address)).toBe(true);
});
