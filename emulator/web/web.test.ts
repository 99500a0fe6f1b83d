import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import type { ApiRequest, Product, WebRequest } from '../contract';
import { createDispatcher } from '../gateway/dispatcher';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld } from '../testing/world';
import { createWeb } from './web';
import { connectionFailure } from './web-failure';

const webhook: WebRequest = {
  accountSid: TEST_ACCOUNT_SID,
  method: 'POST',
  url: 'https://line.twil.io/voice?lang=de',
  parameters: { To: '+4930 1', From: 'é', CallSid: 'CA1' },
  kind: 'voice-url',
  callSid: 'CA1',
};

function webOf(): { world: ReturnType<typeof testWorld>; requests: ApiRequest[] } {
  const requests: ApiRequest[] = [];
  const functions: Product = {
    name: 'functions',
    hosts: ['*.twil.io'],
    routes: [
      {
        method: 'ANY',
        path: '/moved',
        access: 'open',
        handle: record(() => ({ status: 302, headers: { Location: '/voice' } })),
      },
      {
        method: 'ANY',
        path: '/loop',
        access: 'open',
        handle: record(() => ({ status: 307, headers: { location: '/loop' } })),
      },
      {
        method: 'ANY',
        path: '/nowhere',
        access: 'open',
        handle: record(() => ({ status: 302 })),
      },
      {
        method: 'ANY',
        path: '/cookies/set',
        access: 'open',
        handle: record(() => ({
          status: 302,
          headers: {
            location: '/cookies/read',
            'set-cookie': ['seen=1', 'step=2; Path=/; Max-Age=60', 'old=3; Expires=Mon, 02 Mar 2026 14:59:59 GMT'],
          },
        })),
      },
      { method: 'ANY', path: '/failing', access: 'open', handle: record(() => ({ status: 500, body: 'no' })) },
      { method: 'ANY', path: '/*', access: 'open', handle: record(() => ({ status: 200, body: '<Response/>' })) },
    ],
  };
  function record<T>(answer: () => T): (request: ApiRequest) => T {
    return request => {
      requests.push(request);
      return answer();
    };
  }
  const world = testWorld();
  world.setWeb(createWeb(world, createDispatcher([functions], world)));
  return { world, requests };
}

describe('signatures are those that twilio-node expects', () => {
  test('of a POST: URL and fields', async () => {
    const { world, requests } = webOf();
    await world.web.send(webhook);
    const [request] = requests;
    expect(Object.fromEntries(request?.form ?? [])).toEqual(webhook.parameters);
    expect(request?.headers['x-twilio-signature']).toBe(
      getExpectedTwilioSignature(TEST_AUTH_TOKEN, webhook.url, webhook.parameters),
    );
  });

  test('of a GET: the whole URL; overrides after # are kept back', async () => {
    const { world, requests } = webOf();
    await world.web.send({ ...webhook, method: 'GET', url: `${webhook.url}#rc=2` });
    const [request] = requests;
    const href = 'https://line.twil.io/voice?lang=de&To=%2B4930+1&From=%C3%A9&CallSid=CA1';
    expect(request?.url.href).toBe(href);
    expect(request?.headers['x-twilio-signature']).toBe(getExpectedTwilioSignature(TEST_AUTH_TOKEN, href, {}));
  });

  test('of a body of another type: the URL alone', async () => {
    const { world, requests } = webOf();
    await world.web.send({ ...webhook, parameters: {}, body: { contentType: 'application/json', text: '{"a":1}' } });
    expect(requests[0]?.body.toString()).toBe('{"a":1}');
    expect(requests[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-twilio-signature': getExpectedTwilioSignature(TEST_AUTH_TOKEN, webhook.url, {}),
    });
  });
});

test.each([
  ['ECONNREFUSED', 11205],
  ['HPE_INVALID_CONSTANT', 11206],
  ['EPROTO', 11220],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 11235],
  ['CERT_HAS_EXPIRED', 11236],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 11237],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 11237],
])('a connection that breaks with %s is failure %i', (code, failure) => {
  expect(connectionFailure(Object.assign(new Error('broken'), { code }), '').code).toBe(failure);
});

describe('what comes back', () => {
  test('has the credentials of its account when it asks for that, and those of its URL', async () => {
    const { world, requests } = webOf();
    await world.web.send({ ...webhook, authenticated: true });
    await world.web.send({ ...webhook, url: 'https://ana:p%40ss@line.twil.io/voice' });
    await world.web.send(webhook);
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    expect(requests.map(({ headers }) => headers['authorization'])).toEqual([
      basic(`${TEST_ACCOUNT_SID}:${TEST_AUTH_TOKEN}`),
      basic('ana:p@ss'),
      undefined,
    ]);
  });

  test('is on the timeline', async () => {
    const { world } = webOf();
    const reply = await world.web.send(webhook);
    expect(reply).toMatchObject({ status: 200, body: '<Response/>' });
    expect(world.timeline).toMatchObject([
      { kind: 'request', text: 'POST /voice → 200', callSid: 'CA1', durationMs: reply.durationMs },
    ]);
  });

  test('sets cookies, which come back with the requests of the same call until they expire or the call is over', async () => {
    const { world, requests } = webOf();
    const cookiesOf = async (path: string, callSid = 'CA1'): Promise<unknown> => {
      await world.web.send({ ...webhook, callSid, url: `https://line.twil.io${path}` });
      return requests.at(-1)?.headers['cookie'];
    };
    expect(await cookiesOf('/cookies/set')).toBe('seen=1; step=2');
    expect(await cookiesOf('/voice')).toBe('step=2');
    expect(await cookiesOf('/cookies/read', 'CA2')).toBeUndefined();
    await world.controls.advance(60_000);
    expect(await cookiesOf('/cookies/read')).toBe('seen=1');
    world.bus.emit('call-ended', { accountSid: TEST_ACCOUNT_SID, callSid: 'CA1', status: 'completed' });
    expect(await cookiesOf('/cookies/read')).toBeUndefined();
  });

  test('after a redirect is the answer of the other place, asked with GET', async () => {
    const { world, requests } = webOf();
    expect((await world.web.send({ ...webhook, url: 'https://line.twil.io/moved' })).status).toBe(200);
    expect(requests.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual(['POST /moved', 'GET /voice']);
    const studio = await world.web.send({ ...webhook, url: 'https://line.twil.io/moved', kind: 'run-function' });
    expect(studio.status).toBe(302);
  });

  test.each([
    ['https://line.twil.io/failing', 500, 11200],
    ['https://line.twil.io/loop', 0, 11215],
    ['https://line.twil.io/nowhere', 0, 11216],
    ['https://example.com/', 0, 11210],
    ['no url', 0, 11100],
    ['http://127.0.0.1:1/', 0, 11205],
  ])('from %s is status %i, failure %i', async (url, status, code) => {
    const { world } = webOf();
    const reply = await world.web.send({ ...webhook, url });
    expect(reply).toMatchObject({ status, failure: { code } });
  });
});

describe('a server on this machine', () => {
  let server: Server;
  let asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      request.on('data', chunk => asked.push(`${request.url ?? ''} ${String(chunk)}`));
      request.on('end', () => response.setHeader('content-type', 'text/xml').end('<Response/>'));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  test('is really asked', async () => {
    asked = [];
    const { world } = webOf();
    const { port } = server.address() as AddressInfo;
    const reply = await world.web.send({ ...webhook, url: `http://localhost:${port}/x`, parameters: { a: 'b c' } });
    expect(reply).toMatchObject({ status: 200, body: '<Response/>', headers: { 'content-type': 'text/xml' } });
    expect(asked).toEqual(['/x a=b+c']);
  });
});

describe('injected faults', () => {
  test('lose a webhook', async () => {
    const { world, requests } = webOf();
    world.faults.inject({ on: 'webhook', effect: 'drop' });
    expect(await world.web.send(webhook)).toMatchObject({ status: 0, failure: { code: 11205 } });
    expect(requests).toEqual([]);
    expect(world.timeline.map(({ kind }) => kind)).toEqual(['fault']);
  });

  test('double it', async () => {
    const { world, requests } = webOf();
    world.faults.inject({ on: 'webhook', effect: 'duplicate' });
    expect((await world.web.send(webhook)).status).toBe(200);
    await world.controls.settle();
    expect(requests).toHaveLength(2);
  });

  test('delay it, on the emulated clock', async () => {
    const { world, requests } = webOf();
    world.faults.inject({ on: 'webhook', effect: 'delay', delayMs: 5_000 });
    const sent = world.web.send(webhook);
    await world.controls.advance(4_999);
    expect(requests).toHaveLength(0);
    await world.controls.advance(1);
    expect((await sent).status).toBe(200);
  });
});
