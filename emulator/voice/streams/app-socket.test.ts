import { validateRequest } from 'twilio';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld } from '../../testing/world';
import { socketServer, type SocketServer } from '../testing/socket-server';
import { openSocket } from './app-socket';

let server: SocketServer;
beforeEach(async () => void (server = await socketServer()));
afterEach(() => server.close());

async function connectTo(url: string): Promise<void> {
  const world = testWorld({ tunnels: { 'my-app.example': Number(new URL(server.url).port) } });
  const socket = await openSocket(
    world,
    { url, accountSid: TEST_ACCOUNT_SID },
    { message: () => undefined, closed: () => undefined },
  );
  socket.close();
}

test('wss to a server of this machine that speaks no TLS: it is asked without, and told so', async () => {
  const url = server.url.replace('ws:', 'wss:');
  await connectTo(url);
  const headers = server.requests[0]?.headers ?? {};
  expect(headers).toMatchObject({ host: new URL(url).host, 'x-forwarded-proto': 'https' });
  expect(validateRequest(TEST_AUTH_TOKEN, String(headers['x-twilio-signature']), url, {})).toBe(true);
});

test("wss to a tunnel's name", async () => {
  await connectTo('wss://my-app.example/media?a=1');
  expect(server.requests[0]).toMatchObject({ url: '/media?a=1', headers: { host: 'my-app.example' } });
});

test('a server that is not there, and one outside', async () => {
  await expect(connectTo('wss://127.0.0.1:1/')).rejects.toMatchObject({ code: 31902 });
  await expect(connectTo('wss://app.example/media')).rejects.toMatchObject({ code: 31904 });
});
