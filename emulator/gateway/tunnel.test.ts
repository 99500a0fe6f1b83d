import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import { createTinyProduct } from '../testing/tiny-product';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld } from '../testing/world';
import { openCertificateAuthority } from './certificate-authority';
import { createDispatcher } from './dispatcher';
import { startGateway, type Gateway } from './gateway';

const world = testWorld();
const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
const ACTIVITIES = `/v1/Workspaces/WS${'0'.repeat(32)}/Activities`;
const dispatch = createDispatcher([createTinyProduct(world)], world);

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ products: [createTinyProduct(world)], world, port: 0 });
});
afterAll(() => gateway.close());

function heard(socket: Socket, until: (text: string) => boolean): Promise<string> {
  return new Promise(resolve => {
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (until(text)) resolve(text);
    });
    socket.on('close', () => resolve(text));
    socket.on('error', () => resolve(text));
  });
}

test.each([
  ['CONNECT and request in HTTP/1.0', '1.0', '1.0', ''],
  ['request in HTTP/1.0 without Host', '1.1', '1.0', ''],
  ['request in HTTP/1.0 with Host', '1.1', '1.0', 'Host: taskrouter.twilio.com\r\n'],
])('%s through the tunnel is answered', async (_, outer, inner, host) => {
  const tcp = connect(gateway.port, '127.0.0.1');
  tcp.write(`CONNECT taskrouter.twilio.com:443 HTTP/${outer}\r\n\r\n`);
  expect(await heard(tcp, text => text.includes('\r\n\r\n'))).toContain(' 200 ');
  const tls = tlsConnect({ socket: tcp, servername: 'taskrouter.twilio.com', rejectUnauthorized: false });
  const answer = heard(tls, () => false);
  tls.write(`GET ${ACTIVITIES} HTTP/${inner}\r\n${host}\r\n`);
  expect(await answer).toContain(' 401 ');
  tls.destroy();
});

test('HEAD is answered as GET, without the body', async () => {
  const url = `https://taskrouter.twilio.com${ACTIVITIES}`;
  expect(await dispatch('HEAD', url, { account })).toMatchObject({ status: 200, body: '' });
  expect(await dispatch('HEAD', `${url}/WA1`, { account })).toMatchObject({ status: 404 });
  const authorization = `Basic ${Buffer.from(`${account.sid}:${account.authToken}`).toString('base64')}`;
  const ask = (method: string): Promise<string> => {
    const tcp = connect(gateway.port, '127.0.0.1');
    tcp.write(
      `${method} ${ACTIVITIES} HTTP/1.0\r\nHost: taskrouter.twilio.com\r\nAuthorization: ${authorization}\r\n\r\n`,
    );
    return heard(tcp, () => false);
  };
  const [head, get] = await Promise.all([ask('HEAD'), ask('GET')]);
  const told = (text: string): unknown[] =>
    ['content-type', 'content-length'].map(name => new RegExp(`${name}: .+`).exec(text)?.[0]);
  expect(told(head)).toEqual(['content-type: application/json', expect.stringMatching(/: [1-9]/)]);
  expect(told(get)).toEqual(told(head));
  expect(head).toMatch(/\r\n\r\n$/);
});

test('a path that is not percent-encoded is the client’s fault', async () => {
  const reply = await dispatch('GET', 'https://taskrouter.twilio.com/v1/Workspaces/%zz', { account });
  expect(reply).toMatchObject({ status: 400, body: { code: 20001 } });
});

test('a body of three megabytes is too large for an API', async () => {
  const form = { FriendlyName: 'x'.repeat(3 * 1024 * 1024) };
  const reply = await dispatch('POST', `https://taskrouter.twilio.com${ACTIVITIES}`, { account, form });
  expect(reply).toMatchObject({ status: 413, body: { code: 20413 } });
});

test('a gateway that cannot listen leaves no folder behind', async () => {
  const folders = (): string[] => readdirSync(tmpdir()).filter(name => name.startsWith('linekit-gateway-'));
  const before = new Set(folders());
  await expect(startGateway({ products: [], world, port: gateway.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  expect(folders().filter(name => !before.has(name))).toEqual([]);
});

test('two first starts in one folder have one authority', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'linekit-race-'));
  try {
    const made = await Promise.all([1, 2, 3].map(() => openCertificateAuthority(folder)));
    expect(new Set(made.map(({ caPem }) => caPem)).size).toBe(1);
    expect((await openCertificateAuthority(folder)).caPem).toBe(made[0]?.caPem);
    expect(readdirSync(folder).sort()).toEqual(['ca-key.pem', 'ca.pem']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
