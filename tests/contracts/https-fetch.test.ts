import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openCertificateAuthority } from '../../emulator/gateway/certificate-authority';
import { httpsFetch, namedSecrets } from '../../lib/http-tools';

const folder = mkdtempSync(join(tmpdir(), 'linekit-tools-'));
const asked: { host: string | undefined; url: string | undefined; body: string }[] = [];
let server: Server;
let transport: { port: number; ca: Buffer };

beforeAll(async () => {
  const authority = await openCertificateAuthority(folder);
  const context = await authority.secureContextFor('api.example.com');
  server = createServer({ SNICallback: (_name, done) => done(null, context) }, (request, response) => {
    void answer(request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  transport = { port: (server.address() as AddressInfo).port, ca: readFileSync(authority.caFile) };
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
  rmSync(folder, { recursive: true });
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString();
  asked.push({ host: request.headers.host, url: request.url, body });
  if (request.url === '/moved') response.writeHead(302, { location: 'https://169.254.169.254/' }).end();
  else if (request.url === '/large') response.writeHead(200, { 'content-type': 'text/plain' }).end('x'.repeat(5000));
  else if (request.url === '/packed') response.writeHead(200, { 'content-encoding': 'gzip' }).end('a bomb');
  else if (request.url === '/drips') response.writeHead(200, { 'content-type': 'text/plain' }).write('a little');
  else if (request.url !== '/hangs') response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
}

const fetch = (url: string, change: object = {}) =>
  httpsFetch({ transport }).fetch({
    ...{ url, address: '127.0.0.1', method: 'GET', headers: {}, body: undefined, maxBytes: 1000 },
    signal: new AbortController().signal,
    ...change,
  });

test('the request goes to the address that was checked, under the name that was meant', async () => {
  const reply = await fetch('https://api.example.com/orders?id=7', { method: 'POST', body: '{"a":"ü"}' });
  expect(reply).toEqual({ status: 200, contentType: 'application/json', body: '{"ok":true}', cut: false });
  expect(asked.at(-1)).toEqual({ host: 'api.example.com', url: '/orders?id=7', body: '{"a":"ü"}' });
});

test('a redirect is not followed', async () => {
  const before = asked.length;
  expect(await fetch('https://api.example.com/moved')).toMatchObject({ status: 302 });
  expect(asked.length).toBe(before + 1);
});

test('no more is read than may be', async () => {
  const reply = await fetch('https://api.example.com/large');
  expect([reply.body.length, reply.cut]).toEqual([1000, true]);
});

test.each(['hangs', 'drips'])('a server that %s is left when time is up', async path => {
  const abort = new AbortController();
  const before = asked.length;
  const reply = fetch(`https://api.example.com/${path}`, { signal: abort.signal });
  const isAsked = (): void => void (asked.length > before ? abort.abort() : setImmediate(isAsked));
  isAsked();
  await expect(reply).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
});

test('an answer that is packed is not unpacked', async () => {
  await expect(fetch('https://api.example.com/packed')).rejects.toMatchObject({ code: 'VENDOR_REJECTED' });
});

test('a certificate of another name is refused, and plain http is not spoken', async () => {
  await expect(fetch('https://other.example.com/')).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE' });
  await expect(fetch('http://api.example.com/')).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

test('secrets are read by name, and no fault repeats one', async () => {
  const secrets = namedSecrets(() => '{"crm":"s3cret"}');
  expect(await secrets.read('crm')).toBe('s3cret');
  await expect(secrets.read('other')).rejects.toMatchObject({ code: 'CONFIG_MISSING' });
  const broken = namedSecrets(() => '{"crm":"s3cret"');
  await expect(broken.read('crm')).rejects.toMatchObject({ message: expect.not.stringContaining('s3c') as string });
});
