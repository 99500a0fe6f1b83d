import { ask } from '../testing/ask';
import { testWorld } from '../testing/world';
import { createAnthropic } from './anthropic';
import type { ModelTurn } from './script';

const key = 'sk-ant-test';
const tool = (name: string, properties: object = {}, more: object = {}) => ({
  name,
  strict: true,
  input_schema: { type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
  ...more,
});
const plain = { model: 'claude-haiku-5-5', max_tokens: 200, messages: [{ role: 'user', content: 'Hello there' }] };

function set(turns: readonly ModelTurn[] = []) {
  const world = testWorld();
  const { product, model } = createAnthropic(world, { key, turns });
  const post = (body: object, headers: Record<string, string> = {}, path = '/v1/messages') =>
    ask(product, {
      method: 'POST',
      url: `https://api.anthropic.com${path}`,
      headers: { 'x-api-key': key, 'anthropic-version': '2026-10-21', 'content-type': 'application/json', ...headers },
      body: Buffer.from(JSON.stringify(body)),
    });
  const stream = async (body: object): Promise<{ event: string; data: Record<string, unknown> }[]> => {
    const reply = await post({ ...body, stream: true });
    let text = '';
    for await (const piece of reply.stream ?? []) text += piece;
    return text.split('\n\n').flatMap(each => {
      const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(each) ?? [];
      return event === '' ? [] : [{ event, data: JSON.parse(data) as Record<string, unknown> }];
    });
  };
  return { world, model, post, stream };
}

const errorOf = (reply: { body?: unknown }): string => (reply.body as { error: { message: string } }).error.message;

test('an answer is streamed in the order of the vendor, calls in pieces of JSON', async () => {
  const { stream } = set([{ say: 'One moment please.', calls: [{ name: 'freeSlots', input: { day: 'today' } }] }]);
  const events = await stream({ ...plain, tools: [tool('freeSlots', { day: { type: 'string' } })] });
  const names = events.map(({ event }) => event).filter((name, index, all) => name !== all[index - 1]);
  expect(names).toEqual([
    ...['message_start', 'ping', 'content_block_start', 'content_block_delta', 'content_block_stop'],
    ...['content_block_start', 'content_block_delta', 'content_block_stop', 'message_delta', 'message_stop'],
  ]);
  const deltas = events.filter(({ event }) => event === 'content_block_delta').map(({ data }) => data);
  const joined = (index: number, field: string) =>
    deltas
      .filter(data => data['index'] === index)
      .map(data => (data['delta'] as Record<string, string>)[field])
      .join('');
  expect(joined(0, 'text')).toBe('One moment please.');
  expect(joined(1, 'partial_json')).toBe('{"day":"today"}');
  expect(events.at(-2)?.data).toMatchObject({ delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 9 } });
});

test('an answer that is not streamed has the same content, and nothing of it depends on chance', async () => {
  const first = await set([{ say: 'Good morning.' }]).post(plain);
  const second = await set([{ say: 'Good morning.' }]).post(plain);
  expect(first).toEqual(second);
  expect(first.body).toMatchObject({
    type: 'message',
    content: [{ type: 'text', text: 'Good morning.' }],
    stop_reason: 'end_turn',
    usage: { input_tokens: expect.any(Number) as number, cache_read_input_tokens: 0, output_tokens: 4 },
  });
});

const answered = (...content: object[]) => [
  { role: 'user', content: 'Hello' },
  { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'a', input: {} }] },
  { role: 'user', content },
];
const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'ok' };

test.each<[string, object, number, RegExp]>([
  ['temperature', { temperature: 0.2 }, 400, /^temperature: Extra inputs are not permitted/],
  ['an unknown parameter', { top_a: 1 }, 400, /^top_a: Extra inputs/],
  ['no max_tokens', { max_tokens: undefined }, 400, /^max_tokens: Field required/],
  ['a thinking budget', { thinking: { type: 'enabled', budget_tokens: 2000 } }, 400, /thinking.type.enabled/],
  [
    'no thinking where it is always on',
    { model: 'claude-opus-5-5', thinking: { type: 'disabled' } },
    400,
    /type.disabled/,
  ],
  [
    'no thinking with much effort',
    { thinking: { type: 'disabled' }, output_config: { effort: 'max' } },
    400,
    /"high" or below/,
  ],
  ['an unknown model', { model: 'claude-haiku-9' }, 404, /^model: claude-haiku-9$/],
  ['prefill', { messages: [...plain.messages, { role: 'assistant', content: 'I' }] }, 400, /prefill/],
  ['the assistant first', { messages: [{ role: 'assistant', content: 'I' }] }, 400, /first message/],
  ['an empty text', { messages: [{ role: 'user', content: '' }] }, 400, /non-empty/],
  ['a result without a call', { messages: [{ role: 'user', content: [result] }] }, 400, /unexpected `tool_use_id`/],
  ['a call without a result', { messages: answered({ type: 'text', text: 'hi' }) }, 400, /without `tool_result`/],
  [
    'text before the result',
    { messages: answered({ type: 'text', text: 'hi' }, result) },
    400,
    /without `tool_result`/,
  ],
  ['one name twice', { tools: [tool('a'), tool('a')] }, 400, /unique/],
  ['a bad name', { tools: [tool('a b')] }, 400, /tools.0.name/],
  [
    'a keyword grammars lack',
    { tools: [tool('a', { x: { type: 'string', maxLength: 3 } })] },
    400,
    /maxLength are not supported/,
  ],
  ['an open object', { tools: [tool('a', {}, { input_schema: { type: 'object' } })] }, 400, /additionalProperties/],
  [
    'too many strict tools',
    { tools: Array.from({ length: 21 }, (_, index) => tool(`t${index}`)) },
    400,
    /Too many strict tools \(21\)/,
  ],
  ['a server tool', { tools: [{ type: 'web_search_20250305', name: 'web_search' }] }, 501, /not implemented server/],
])('%s is refused', async (_what, change, status, words) => {
  const { post, model } = set();
  const reply = await post({ ...plain, ...change });
  expect([reply.status, errorOf(reply)]).toEqual([status, expect.stringMatching(words)]);
  expect(reply.headers?.['request-id']).toMatch(/^req_/);
  expect(model.exchanges()).toEqual([]);
});

test('what the vendor takes is taken: strict tools without bounds, results before text, thinking switched off', async () => {
  const { post } = set();
  const reply = await post({
    ...plain,
    messages: answered(result, { type: 'text', text: 'and now?' }),
    tools: [tool('a', { day: { type: 'string', format: 'date' } })],
    thinking: { type: 'disabled' },
    output_config: { effort: 'low' },
    cache_control: { type: 'ephemeral' },
  });
  expect(reply.status).toBe(200);
});

test('a wrong key, a missing version and an unknown path are told apart', async () => {
  const { post } = set();
  expect((await post(plain, { 'x-api-key': 'other' })).status).toBe(401);
  expect(errorOf(await post(plain, { 'anthropic-version': '2020-01-01' }))).toMatch(/not a valid version/);
  expect((await post(plain, {}, '/v1/messages/batches')).status).toBe(501);
  expect((await post(plain, {}, '/v1/complete')).status).toBe(404);
});

test.each([
  ['overloaded', 529, 'overloaded_error'],
  ['rate-limited', 429, 'rate_limit_error'],
  ['server-error', 500, 'api_error'],
  ['timeout', 504, 'timeout_error'],
] as const)('a turn that is %s answers %i', async (fails, status, type) => {
  const { post } = set([{ fails, retryAfterSeconds: 3 }]);
  const reply = await post(plain);
  expect(reply).toMatchObject({ status, body: { type: 'error', error: { type } } });
  expect((await post(plain)).status).toBe(200);
});

test('a stream breaks off in the middle: by an error event, or with the connection', async () => {
  const { stream } = set([
    { say: 'A long enough sentence to break.', breaks: 'overloaded' },
    { say: 'A long enough sentence to break.', breaks: 'connection' },
  ]);
  const events = await stream(plain);
  expect(events.at(-1)).toMatchObject({ event: 'error', data: { error: { type: 'overloaded_error' } } });
  await expect(stream(plain)).rejects.toThrow('cut');
});

test('the first token comes when the emulated clock says so', async () => {
  const { world, stream } = set([{ say: 'Late.', firstTokenMs: 90_000 }]);
  let events: unknown[] | undefined;
  const done = stream(plain).then(all => (events = all));
  await world.controls.settle();
  await world.controls.advance(89_999);
  expect(events).toBeUndefined();
  await world.controls.advance(1);
  expect((await done).length).toBeGreaterThan(3);
});

test('a refusal and a cut-off answer say so; broken JSON goes over the wire as the model wrote it', async () => {
  const { post, stream } = set([
    { stop: 'refusal' },
    { say: 'word '.repeat(400) },
    { calls: [{ name: 'a', input: '{"x' }] },
  ]);
  expect((await post(plain)).body).toMatchObject({
    content: [],
    stop_reason: 'refusal',
    stop_details: { type: 'refusal' },
  });
  expect((await post(plain)).body).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: 200 } });
  const events = await stream(plain);
  expect(events.find(({ data }) => JSON.stringify(data).includes('{\\"x'))).toBeDefined();
});

test('a marked prefix is read from the cache, until its time is over or it changes', async () => {
  const { world, post, model } = set();
  const system = [{ type: 'text', text: 'rule '.repeat(1000), cache_control: { type: 'ephemeral' } }];
  const talk = [{ role: 'user', content: 'Hello' }];
  const ask = async (change: object = {}) => {
    await post({ ...plain, system, messages: talk, ...change });
    return model.exchanges().at(-1)?.answer?.prompt;
  };
  expect(await ask()).toMatchObject({ read: 0, written: 1257 });
  expect(await ask()).toMatchObject({ read: 1257, written: 0 });
  expect(await ask({ model: 'claude-opus-5-5' })).toMatchObject({ read: 0 });
  const longer = [...talk, { role: 'assistant', content: 'Hi' }, { role: 'user', content: 'more '.repeat(100) }];
  expect(await ask({ messages: longer, cache_control: { type: 'ephemeral' } })).toMatchObject({ read: 1257 });
  const grown = [...longer, { role: 'assistant', content: 'Yes' }, { role: 'user', content: 'And?' }];
  const again = await ask({ messages: grown, cache_control: { type: 'ephemeral' } });
  expect(again?.read).toBeGreaterThan(1380);
  await world.controls.advance(300_001);
  expect(await ask()).toMatchObject({ read: 0, written: 1257 });
  expect(await ask({ system: 'short' })).toMatchObject({ read: 0, written: 0 });
});

test('turns go to the requests that fit them; without one the model calls the tool that was spoken of and reads its result', async () => {
  const { post, model } = set([
    { when: 'ROSA', say: 'Hello Rosa.' },
    { model: 'claude-opus-5-5', say: 'From the other one.', times: 2 },
  ]);
  const tools = [tool('openingHours', { day: { type: 'string', format: 'date' } }), tool('endCall')];
  const body = async (change: object) => (await post({ ...plain, tools, ...change })).body;
  const hours = [{ role: 'user', content: 'What are your opening hours?' }];
  expect(await body({ messages: hours })).toMatchObject({
    content: [{ type: 'tool_use', name: 'openingHours', input: { day: '2026-03-02' } }],
  });
  expect(await body({ messages: [{ role: 'user', content: 'This is Rosa.' }] })).toMatchObject({
    content: [{ text: 'Hello Rosa.' }],
  });
  expect(model.left()).toHaveLength(1);
  expect(await body({ model: 'claude-opus-5-5' })).toMatchObject({ content: [{ text: 'From the other one.' }] });
  expect(await body({ messages: answered({ ...result, content: 'Nine to five.' }) })).toMatchObject({
    content: [{ text: 'This is what I found: Nine to five.' }],
  });
});

test('tokens are counted, and a prompt is warmed without an answer', async () => {
  const { post } = set();
  expect((await post({ ...plain, max_tokens: undefined }, {}, '/v1/messages/count_tokens')).body).toEqual({
    input_tokens: expect.any(Number) as number,
  });
  expect((await post({ ...plain, max_tokens: 0 })).body).toMatchObject({ content: [], stop_reason: 'max_tokens' });
});
