import { createHash } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { TEST_AUTH_TOKEN } from '../testing/world';
import { startTestCloud, textOf, type TestCloud } from './testing/cloud';

const ECHO = `exports.handler = (context, event, callback) => callback(null, event.From ?? 'ran');`;

let cloud: TestCloud;
let origin: string;
beforeAll(async () => {
  cloud = await startTestCloud();
  const functions = { '/open': ECHO, '/closed.protected': ECHO, '/hidden.private': ECHO, '/grüße.an/alle': ECHO };
  const assets = {
    '/logo.svg': '<svg/>',
    '/secret.private.json': '{}',
    '/report.protected.txt': 'figures',
    '/assets/index.html': '<p>home</p>',
    '/töne.mp3': '0123456789',
  };
  ({ origin } = await cloud.deploy({ functions, assets }));
});
afterAll(() => cloud.close());

function post(path: string, { form, signature }: { form: Record<string, string>; signature?: string }) {
  const headers = signature === undefined ? {} : { 'X-Twilio-Signature': signature };
  return cloud.dispatch('POST', origin + path, { form, headers });
}

test('a protected Function runs for who signs as Twilio, and for nobody else', async () => {
  const form = { From: '+15550100', CallSid: 'CA1' };
  const signature = getExpectedTwilioSignature(TEST_AUTH_TOKEN, `${origin}/closed`, form);
  const signed = await post('/closed', { form, signature });
  expect([signed.status, textOf(signed)]).toEqual([200, '+15550100']);
  const otherUrl = getExpectedTwilioSignature(TEST_AUTH_TOKEN, `${origin}/open`, form);
  const otherToken = getExpectedTwilioSignature('0'.repeat(32), `${origin}/closed`, form);
  for (const wrong of [undefined, '', 'x', otherUrl, otherToken]) {
    const reply = await post('/closed', { form, ...(wrong !== undefined && { signature: wrong }) });
    expect(reply.status).toBe(403);
  }
  expect((await post('/closed', { form: { ...form, From: '+15550199' }, signature })).status).toBe(403);
  expect((await post('/closed', { form: { ...form, Extra: '1' }, signature })).status).toBe(403);
});

test('a signature holds for GET with its query, with or without the port', async () => {
  const url = `${origin}/closed?From=%2B15550100`;
  const ask = async (signedUrl: string) => {
    const signature = getExpectedTwilioSignature(TEST_AUTH_TOKEN, signedUrl, {});
    return (await cloud.dispatch('GET', url, { headers: { 'x-twilio-signature': signature } })).status;
  };
  expect(await ask(url)).toBe(200);
  expect(await ask(url.replace('.twil.io', '.twil.io:443'))).toBe(200);
  expect(await ask(`${origin}/closed?From=%2B15550199`)).toBe(403);
});

test('a JSON body is vouched for by its hash in the URL, or by its fields', async () => {
  const json = { From: '+15550100', Seconds: 4 };
  const body = JSON.stringify(json);
  const hash = createHash('sha256').update(body).digest('hex');
  const ask = async (url: string, sent: string, signed: Record<string, unknown>) => {
    const signature = getExpectedTwilioSignature(TEST_AUTH_TOKEN, url, signed);
    const headers = { 'content-type': 'application/json', 'x-twilio-signature': signature };
    return (await cloud.dispatch('POST', url, { body: sent, headers })).status;
  };
  expect(await ask(`${origin}/closed?bodySHA256=${hash}`, body, {})).toBe(200);
  expect(await ask(`${origin}/closed?bodySHA256=${hash}`, body.replace('4', '5'), {})).toBe(403);
  expect(await ask(`${origin}/closed`, body, json)).toBe(200);
  expect(await ask(`${origin}/closed`, body, {})).toBe(403);
  expect(await ask(`${origin}/closed`, '{"a":{"b":1}}', { a: { b: 1 } })).toBe(403);
});

test('private Functions and Assets have no route', async () => {
  for (const path of ['/hidden', '/secret.json', '/nowhere']) {
    expect((await cloud.dispatch('GET', origin + path)).status).toBe(404);
  }
  expect((await cloud.dispatch('GET', 'https://no-such-1234.twil.io/open')).status).toBe(404);
});

test('assets are served as they were uploaded; the root falls back to /assets/index.html', async () => {
  const logo = await cloud.dispatch('GET', `${origin}/logo.svg`);
  expect([logo.status, textOf(logo)]).toEqual([200, '<svg/>']);
  const home = await cloud.dispatch('GET', `${origin}/`);
  expect(home.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8' });
  expect(textOf(home)).toBe('<p>home</p>');
  const url = `${origin}/report.txt`;
  expect((await cloud.dispatch('GET', url)).status).toBe(403);
  const signature = getExpectedTwilioSignature(TEST_AUTH_TOKEN, url, {});
  expect((await cloud.dispatch('GET', url, { headers: { 'x-twilio-signature': signature } })).status).toBe(200);
});

test('a path is found however it is written in the URL', async () => {
  for (const path of ['/gr%C3%BC%C3%9Fe.an/alle?From=1', '/%6Fpen?From=1', '/open?From=1'])
    expect(textOf(await cloud.dispatch('GET', origin + path))).toBe('1');
  for (const path of ['/Open', '/open/', '//open'])
    expect((await cloud.dispatch('GET', origin + path)).status).toBe(404);
});

test('an asset is sent in ranges, not again to who has it, and as headers alone', async () => {
  const url = `${origin}/t%C3%B6ne.mp3`;
  const ask = (headers: Record<string, string>) => cloud.dispatch('GET', url, { headers });
  const whole = await ask({});
  expect([whole.status, textOf(whole)]).toEqual([200, '0123456789']);
  const part = await ask({ range: 'bytes=2-4' });
  expect([part.status, textOf(part), part.headers?.['content-range']]).toEqual([206, '234', 'bytes 2-4/10']);
  expect((await ask({ range: 'bytes=20-' })).status).toBe(416);
  const etag = String(whole.headers?.['etag']);
  expect(await ask({ 'if-none-match': `"other", W/${etag}` })).toMatchObject({ status: 304, headers: { etag } });
  expect((await ask({ 'if-none-match': '"other"' })).status).toBe(200);
  const head = await cloud.dispatch('HEAD', url);
  expect([head.status, textOf(head), head.headers?.['content-length']]).toEqual([200, '', '10']);
  expect((await cloud.dispatch('HEAD', `${origin}/open`)).status).toBe(405);
});

test('GET, POST and OPTIONS only; a GET has no body; OPTIONS is answered without running anything', async () => {
  expect((await cloud.dispatch('PUT', `${origin}/open`)).status).toBe(405);
  expect((await cloud.dispatch('GET', `${origin}/open`, { body: 'x' })).status).toBe(403);
  const preflight = await cloud.dispatch('OPTIONS', `${origin}/closed`);
  expect(preflight.status).toBe(204);
  expect(preflight.headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-max-age': '86400' });
});

test('a body above 6 MB is refused', async () => {
  const body = Buffer.alloc(6 * 1024 * 1024 + 1, 'a');
  expect((await cloud.dispatch('POST', `${origin}/open`, { body })).status).toBe(413);
});
