import { ask } from '../testing/ask';
import { testWorld } from '../testing/world';
import { createAnthropic } from './anthropic';

const request = { model: 'claude-haiku-5-5', max_tokens: 9, stream: true, messages: [{ role: 'user', content: 'Hi' }] };

async function forwarded(answer: () => Promise<Response>) {
  const asked: { url: string; init: RequestInit | undefined }[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    asked.push({ url: url instanceof Request ? url.url : String(url), init });
    return answer();
  };
  const { product } = createAnthropic(testWorld(), { key: 'sk-ant-local', realKey: 'sk-ant-real', fetch });
  const reply = await ask(product, {
    method: 'POST',
    url: 'https://api.anthropic.com/v1/messages',
    headers: { 'x-api-key': 'sk-ant-local', 'anthropic-version': '2023-06-01', 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(request)),
  });
  return { asked, reply };
}

test('with a real key the real API is asked, and its answer comes as it does', async () => {
  const headers = { 'content-type': 'text/event-stream', 'request-id': 'req_1', 'x-other': 'no' };
  const { asked, reply } = await forwarded(async () => new Response('event: ping\n\n', { headers }));
  expect(asked).toMatchObject([
    { url: 'https://api.anthropic.com/v1/messages', init: { headers: { 'x-api-key': 'sk-ant-real' } } },
  ]);
  expect(asked[0]?.init?.body).toBe(JSON.stringify(request));
  let text = '';
  for await (const piece of reply.stream ?? []) text += piece;
  expect(text).toBe('event: ping\n\n');
  expect(reply.headers).toEqual({ 'content-type': 'text/event-stream', 'request-id': 'req_1' });
});

test('a refusal of the real API is told as it is; no network is an error of the API', async () => {
  const refused = await forwarded(async () => new Response('{"type":"error"}', { status: 401 }));
  expect(refused.reply).toMatchObject({ status: 401, body: '{"type":"error"}' });
  const { reply } = await forwarded(async () => Promise.reject(new Error('no network')));
  expect(reply).toMatchObject({ status: 500, body: { error: { type: 'api_error' } } });
});
