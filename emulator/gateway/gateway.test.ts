import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import { promisify } from 'node:util';
import type { Product } from '../contract';
import { createTinyProduct } from '../testing/tiny-product';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld } from '../testing/world';
import { startGateway, type Gateway } from './gateway';

const run = promisify(execFile);
const WORKSPACE = `WS${'0'.repeat(32)}`;

let gateway: Gateway;
const world = testWorld();
const control: Product = {
  name: 'control',
  hosts: [],
  routes: [
    {
      method: 'GET',
      path: '/emulator/ping/{Name}',
      access: 'open',
      handle: ({ path }) => ({ status: 200, body: { pong: path['Name'] } }),
    },
  ],
};

beforeAll(async () => {
  gateway = await startGateway({ products: [createTinyProduct(world)], world, port: 0, control });
});
afterAll(() => gateway.close());

/** Runs a script in a Node of its own, which finds the gateway by environment alone. */
async function inChild(script: string): Promise<string> {
  const env = { PATH: process.env['PATH'], ...gateway.environment() };
  const { stdout } = await run(process.execPath, ['-e', script], { env, cwd: process.cwd() });
  return stdout.trim();
}

test('an unmodified twilio-node creates, lists page by page and reads, and is refused with a wrong token', async () => {
  const output = await inChild(`
    const twilio = require('twilio');
    (async () => {
      const client = twilio('${TEST_ACCOUNT_SID}', '${TEST_AUTH_TOKEN}');
      const { activities } = client.taskrouter.v1.workspaces('${WORKSPACE}');
      for (const friendlyName of ['Offline', 'Available', 'Break']) await activities.create({ friendlyName });
      const listed = await client.taskrouter.v1.workspaces('${WORKSPACE}').activities.list({ pageSize: 2 });
      const one = await activities(listed[0].sid).fetch();
      const stranger = twilio('${TEST_ACCOUNT_SID}', '${'0'.repeat(32)}');
      const refused = await stranger.taskrouter.v1.workspaces('${WORKSPACE}').activities.list().catch(error => error);
      console.log(JSON.stringify({ names: listed.map(a => a.friendlyName), one: one.friendlyName, created: one.dateCreated, refused: [refused.status, refused.code] }));
    })();
  `);
  expect(JSON.parse(output)).toEqual({
    names: ['Offline', 'Available', 'Break'],
    one: 'Offline',
    created: '2026-03-02T15:00:00.000Z',
    refused: [401, 20003],
  });
});

test('a tunnel to a host that no product has is refused, and says why', async () => {
  const answer = await new Promise<string>(resolve => {
    const socket = connect(gateway.port, '127.0.0.1', () => socket.write('CONNECT example.com:443 HTTP/1.1\r\n\r\n'));
    let text = '';
    socket.on('data', chunk => (text += chunk.toString()));
    socket.on('close', () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  expect(answer).toContain('does not stand in for example.com');
  expect(answer).toContain('It stands in for taskrouter.twilio.com');
  expect(answer).toContain('add example.com to NO_PROXY');
});

test('a plain proxy request to another host is not passed on', async () => {
  let asked = 0;
  const other = createServer((_request, response) => {
    asked += 1;
    response.end();
  });
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  expect((await get('http://example.com/')).status).toBe(403);
  expect((await get(`http://127.0.0.1:${port}/`)).status).toBe(404);
  expect(asked).toBe(0);
  other.close();
});

test('TLS without a tunnel works for the name that the client asks for, region folded', async () => {
  const names = ['taskrouter.twilio.com', 'taskrouter.dublin.ie1.twilio.com'];
  const subjects = names.map(servername => peerNames(servername));
  expect(await Promise.all(subjects)).toEqual(names.map(name => `DNS:${name}`));
  await expect(peerNames('example.com')).rejects.toThrow();
});

test('the gateway itself answers under /emulator/ and nowhere else', async () => {
  expect(await get('/emulator/ping/me')).toEqual({ status: 200, body: '{"pong":"me"}' });
  expect((await get('/emulator/nothing')).status).toBe(404);
});

test('an injected fault closes the connection', async () => {
  world.faults.inject({ on: 'api', effect: 'refuse' });
  const authorization = `Basic ${Buffer.from(`${TEST_ACCOUNT_SID}:${TEST_AUTH_TOKEN}`).toString('base64')}`;
  const url = `http://taskrouter.twilio.com/v1/Workspaces/${WORKSPACE}/Activities`;
  await expect(get(url, { authorization })).rejects.toThrow('socket hang up');
  expect((await get(url, { authorization })).status).toBe(200);
});

/** Asks the gateway: in proxy form for a whole URL, otherwise itself. */
function get(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  const host = path.startsWith('http') ? new URL(path).host : `127.0.0.1:${gateway.port}`;
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: gateway.port, path, headers: { host, ...headers }, agent: false };
    const request = httpRequest(options, response => {
      let body = '';
      response.on('data', chunk => (body += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.on('error', reject).end();
  });
}

function peerNames(servername: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const { port } = gateway;
    const ca = readFileSync(gateway.caFile);
    const socket = tlsConnect({ host: '127.0.0.1', port, servername, ca }, () => {
      resolve(socket.getPeerCertificate().subjectaltname);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

test('the environment holds in every folder, though the data folder was named from one', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'linekit-data-'));
  const named = await startGateway({ products: [], world, port: 0, dataFolder: relative(process.cwd(), dataFolder) });
  const environment = named.environment();
  await named.close();
  rmSync(dataFolder, { recursive: true });
  expect(environment).toMatchObject({
    NODE_EXTRA_CA_CERTS: join(dataFolder, 'ca.pem'),
    SSL_CERT_FILE: join(dataFolder, 'ca-bundle.pem'),
  });
});
