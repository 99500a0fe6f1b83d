import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import type { WebReply } from '../contract';
import { createDispatcher } from '../gateway/dispatcher';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld } from '../testing/world';
import { tunnelsOf } from './tunnel';
import { createWeb } from './web';

let server: Server;
let port = 0;
let asked: IncomingMessage[] = [];

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request);
    response.end('<Response/>');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => new Promise(resolve => server.close(resolve)));

function send(url: string): Promise<WebReply> {
  const world = testWorld({ tunnels: { 'My-App.example': port } });
  world.setWeb(createWeb(world, createDispatcher([], world)));
  return world.web.send({
    accountSid: TEST_ACCOUNT_SID,
    method: 'POST',
    url,
    parameters: { a: '1' },
    kind: 'voice-url',
  });
}

test('a server of this machine that speaks no TLS is asked without; it learns what it was asked by, and the signature is of that', async () => {
  const url = `https://127.0.0.1:${port}/voice?x=1`;
  expect(await send(url)).toMatchObject({ status: 200, body: '<Response/>' });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    url: '/voice?x=1',
    headers: {
      host: `127.0.0.1:${port}`,
      'x-forwarded-proto': 'https',
      'x-twilio-signature': getExpectedTwilioSignature(TEST_AUTH_TOKEN, url, { a: '1' }),
    },
  });
});

test.each(['https', 'http'])('a tunnel is reached by its name, %s', async scheme => {
  const url = `${scheme}://my-app.example/voice`;
  expect(await send(url)).toMatchObject({ status: 200 });
  expect(asked[0]?.headers).toMatchObject({
    host: 'my-app.example',
    'x-forwarded-host': 'my-app.example',
    'x-forwarded-proto': scheme,
    'x-twilio-signature': getExpectedTwilioSignature(TEST_AUTH_TOKEN, url, { a: '1' }),
  });
});

test('another name or another port is no tunnel: nothing leaves', async () => {
  for (const url of ['https://app.example/voice', 'https://my-app.example:8443/voice'])
    expect(await send(url)).toMatchObject({ status: 0, failure: { code: 11210 } });
  expect(asked).toEqual([]);
});

test('a server that is not there keeps its failure', async () => {
  expect(await send('https://127.0.0.1:1/')).toMatchObject({ status: 0, failure: { code: 11205 } });
});

test.each([{ 'https://a.example': 1 }, { 'a.example/path': 1 }, { 'a.example': 0 }, { 'a.example': 65_536 }])(
  '%j is no tunnel',
  tunnels => {
    expect(() => tunnelsOf(tunnels as Record<string, number>)).toThrow('tunnel');
  },
);
