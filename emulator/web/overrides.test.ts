import type { ApiReply, ApiRequest, Product, WebReply } from '../contract';
import { createDispatcher } from '../gateway/dispatcher';
import { TEST_ACCOUNT_SID, testWorld } from '../testing/world';
import { deliveryOf } from './overrides';
import { createWeb } from './web';

const URL_OF = 'https://line.twil.io/hook';

async function send(url: string, answers: readonly ApiReply[]): Promise<{ reply: WebReply; requests: ApiRequest[] }> {
  const requests: ApiRequest[] = [];
  const handle = (request: ApiRequest): ApiReply => {
    requests.push(request);
    return answers[requests.length - 1] ?? { status: 200 };
  };
  const product: Product = {
    name: 'hooks',
    hosts: ['*.twil.io'],
    routes: [{ method: 'ANY', path: '/*', access: 'open', handle }],
  };
  const world = testWorld();
  world.setWeb(createWeb(world, createDispatcher([product], world)));
  const reply = await world.web.send({
    accountSid: TEST_ACCOUNT_SID,
    method: 'POST',
    url,
    parameters: {},
    kind: 'action',
  });
  return { reply, requests };
}

const BROKEN = { status: 503 };

test.each([
  ['', [BROKEN], 1, 503],
  ['#rp=5xx', [BROKEN], 2, 200],
  ['#rc=3&rp=5xx', [BROKEN, BROKEN], 3, 200],
  ['#rc=1&rp=all', [BROKEN, BROKEN], 2, 503],
  ['#rc=0&rp=all', [BROKEN], 1, 503],
  ['#rp=4xx', [BROKEN], 1, 503],
  ['#rp=4xx', [{ status: 404 }], 2, 200],
])('%s: %j is asked %i times', async (fragment, answers, times, status) => {
  const { reply, requests } = await send(URL_OF + fragment, answers);
  expect(requests).toHaveLength(times);
  expect(reply.status).toBe(status);
  expect(new Set(requests.map(({ headers }) => headers['i-twilio-idempotency-token'])).size).toBe(1);
});

test('the fragment is not sent', async () => {
  const { requests } = await send(`${URL_OF}#rc=2`, []);
  expect(requests[0]?.url.href).toBe(URL_OF);
});

test('what is given, and what is out of range', () => {
  expect(deliveryOf(`${URL_OF}#rc=2&rp=ct,5xx&rt=3000&tt=10000&e=dublin`)).toEqual({
    retries: 2,
    reasons: new Set(['ct', '5xx']),
    answerLimitMs: 3000,
    totalLimitMs: 10_000,
  });
  expect(deliveryOf(`${URL_OF}#rc=9&rt=99&tt=x`)).toEqual({
    retries: 1,
    reasons: new Set(['ct']),
    answerLimitMs: 15_000,
    totalLimitMs: 15_000,
  });
});
