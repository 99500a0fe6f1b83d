import { createAnthropic } from '../../emulator/anthropic/anthropic';
import type { ModelTurn } from '../../emulator/anthropic/script';
import { ask } from '../../emulator/testing/ask';
import { testWorld } from '../../emulator/testing/world';
import { isAppError } from '../../lib/errors';
import type { ModelEvent, ModelRequest } from '../../lib/assistant';
import { anthropicModel } from '../../lib/anthropic';

const key = 'sk-ant-test';
const request: ModelRequest = {
  model: 'claude-haiku-5-5',
  effort: 'low',
  maxTokens: 300,
  system: 'You answer the phone. '.repeat(300),
  tools: [
    {
      name: 'bookAppointment',
      description: 'Books.',
      input: {
        type: 'object',
        properties: {
          what: { type: 'string', minLength: 1, maxLength: 80, description: 'What for.' },
          start: { type: 'string', format: 'date-time' },
          guests: { type: 'integer', minimum: 1, maximum: 9 },
        },
        required: ['what', 'start'],
        additionalProperties: false,
      },
    },
  ],
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hello' }] }],
};

/** The adapter with its SDK, on the double of Anthropic's wire. */
function scene(turns: readonly ModelTurn[], givenKey = key) {
  const world = testWorld();
  const { product, model } = createAnthropic(world, { key, turns });
  const fetch: typeof globalThis.fetch = async (url, init) => {
    const headers = Object.fromEntries(new Headers(init?.headers).entries());
    const reply = await ask(product, {
      method: 'POST',
      url: url instanceof Request ? url.url : url.toString(),
      headers,
      body: Buffer.from(await new Response(init?.body).arrayBuffer()),
    });
    const asked = new Headers(Object.entries(reply.headers ?? {}).map(([name, value]) => [name, String(value)]));
    const pieces = reply.stream?.[Symbol.asyncIterator]();
    const body = new ReadableStream({
      start: controller => init?.signal?.addEventListener('abort', () => controller.error(init.signal?.reason)),
      pull: async controller => {
        const next = await pieces?.next();
        if (next === undefined || next.done) controller.close();
        else controller.enqueue(Buffer.from(next.value));
      },
    });
    return new Response(pieces ? body : JSON.stringify(reply.body), { status: reply.status, headers: asked });
  };
  const adapter = anthropicModel({ key: () => givenKey, fetch });
  const answer = async (change: Partial<ModelRequest> = {}, signal = new AbortController().signal) => {
    const events: ModelEvent[] = [];
    for await (const event of adapter.answer({ ...request, ...change }, signal)) events.push(event);
    return events;
  };
  return { world, model, answer };
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'answered',
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );
const textIn = (events: readonly ModelEvent[]): string =>
  events.map(event => (event.type === 'text' ? event.text : '')).join('');

test('words come as they are said, a call when it is whole, and the usage at the end', async () => {
  const input = { what: 'check-up', start: '2026-11-24T10:00:00-08:00' };
  const { answer } = scene([{ say: 'Let me see what is free.', calls: [{ name: 'bookAppointment', input }] }]);
  const events = await answer();
  expect(textIn(events)).toBe('Let me see what is free.');
  expect(events.filter(({ type }) => type === 'text').length).toBeGreaterThan(1);
  expect(events.at(-2)).toMatchObject({ type: 'call', name: 'bookAppointment', input: JSON.stringify(input) });
  expect(events.at(-1)).toMatchObject({ type: 'stop', reason: 'calls', usage: { cacheRead: 0 } });
});

test('tools are strict, what grammars lack is told in words; thinking is off, effort as asked', async () => {
  const { answer, model } = scene([]);
  await answer();
  const sent = model.exchanges()[0]?.request;
  expect(sent).toMatchObject({ thinking: { type: 'disabled' }, output_config: { effort: 'low' } });
  expect(sent?.tools).toMatchObject([
    {
      strict: true,
      input_schema: {
        properties: {
          what: { type: 'string', description: 'What for. Shortest length: 1. Longest length: 80.' },
          start: { type: 'string', format: 'date-time' },
          guests: { type: 'integer', description: 'At least 1. At most 9.' },
        },
      },
    },
  ]);
});

test('more tools than the vendor lets be strict are taken all the same', async () => {
  const { answer, model } = scene([]);
  const tools = request.tools.flatMap(tool =>
    Array.from({ length: 24 }, (_, index) => ({ ...tool, name: `tool${index}` })),
  );
  await answer({ tools });
  expect(model.exchanges()[0]?.request.tools?.filter(({ strict }) => strict)).toHaveLength(20);
});

test('the next turn reads what the last one sent from the cache', async () => {
  const { answer } = scene([{ say: 'Hello.' }, { say: 'Yes.' }]);
  const first = (await answer()).at(-1);
  const longer: ModelRequest['messages'] = [
    ...request.messages,
    { role: 'assistant', text: 'Hello.', calls: [] },
    { role: 'user', parts: [{ type: 'text', text: 'And on Monday?' }] },
  ];
  const second = (await answer({ messages: longer })).at(-1);
  const written = first?.type === 'stop' ? first.usage.cacheWrite : 0;
  expect(written).toBeGreaterThan(1500);
  expect(second).toMatchObject({ usage: { cacheRead: written } });
});

test('a talk with calls, results, silence and broken input is one that the vendor takes', async () => {
  const { answer, model } = scene([]);
  const messages: ModelRequest['messages'] = [
    { role: 'user', parts: [{ type: 'text', text: ' ' }] },
    { role: 'assistant', text: '', calls: [{ id: 't1r0c0', name: 'bookAppointment', input: '{"what' }] },
    { role: 'user', parts: [{ type: 'result', callId: 't1r0c0', text: 'not valid JSON', failed: true }] },
    { role: 'assistant', text: ' ', calls: [] },
    { role: 'user', parts: [{ type: 'text', text: 'Are you there?' }] },
  ];
  await answer({ messages });
  expect(model.exchanges()[0]?.request.messages).toMatchObject([
    { content: [{ text: '(nothing)' }] },
    { content: [{ type: 'tool_use', input: {} }] },
    { content: [{ type: 'tool_result', is_error: true }] },
    { content: [{ text: '(nothing)' }] },
    { content: [{ text: 'Are you there?' }] },
  ]);
});

test.each([
  ['claude-sonnet-5-5', { type: 'between_tools' }],
  ['claude-opus-5-5', undefined],
  ['claude-haiku-4-5', { type: 'disabled' }],
])('%s is asked in the way it takes', async (model, thinking) => {
  const { answer, model: local } = scene([{ say: 'Yes.', thinking: 'Hm.' }]);
  expect(textIn(await answer({ model }))).toBe('Yes.');
  expect(local.exchanges()[0]?.request.thinking).toEqual(thinking);
});

test('broken JSON of a call arrives as the model wrote it; refusals and cut answers say so', async () => {
  const { answer } = scene([
    { calls: [{ name: 'bookAppointment', input: '{"what": "x' }] },
    { stop: 'refusal' },
    { say: 'word '.repeat(400) },
  ]);
  expect((await answer())[0]).toMatchObject({ type: 'call', input: '{"what": "x' });
  expect((await answer()).at(-1)).toMatchObject({ reason: 'refusal' });
  expect((await answer()).at(-1)).toMatchObject({ reason: 'length', usage: { output: 300 } });
});

test.each<[string, ModelTurn, string]>([
  ['overloaded', { fails: 'overloaded' }, 'VENDOR_UNAVAILABLE'],
  ['too many requests', { fails: 'rate-limited', retryAfterSeconds: 2 }, 'RATE_LIMITED'],
  ['a bad request', { fails: 'bad-request' }, 'VENDOR_REJECTED'],
  ['an overload in the middle', { say: 'A long sentence that ends', breaks: 'overloaded' }, 'VENDOR_UNAVAILABLE'],
])('%s is an error of ours, and nothing is repeated', async (_what, turn, code) => {
  const { answer, model } = scene([turn]);
  expect(await codeOf(answer())).toBe(code);
  expect(model.exchanges()).toHaveLength(1);
});

test('a wrong key and a model that does not exist are told', async () => {
  expect(await codeOf(scene([], 'sk-ant-other').answer())).toBe('VENDOR_REJECTED');
  expect(await codeOf(scene([]).answer({ model: 'claude-haiku-9' }))).toBe('NOT_FOUND');
});

test('when the signal fires, nothing is waited for any more', async () => {
  const { answer } = scene([{ say: 'Late.', firstTokenMs: 60_000 }, { say: 'Never asked.' }]);
  const abort = new AbortController();
  const code = codeOf(answer({}, abort.signal));
  setImmediate(() => abort.abort());
  expect(await code).toBe('DEADLINE_EXCEEDED');
  expect(await codeOf(answer({}, abort.signal))).toBe('DEADLINE_EXCEEDED');
});

test('an answer ends with the reason, not with a count of tokens on the way', async () => {
  const usage = { input_tokens: 7, cache_read_input_tokens: 0, cache_creation_input_tokens: 0, output_tokens: 1 };
  const delta = (stop_reason: string | null, output_tokens: number) => ({
    ...{ type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { ...usage, output_tokens } },
  });
  const events = [
    { type: 'message_start', message: { id: 'm', type: 'message', role: 'assistant', content: [], usage } },
    delta(null, 1),
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Yes.' } },
    { type: 'content_block_stop', index: 0 },
    delta('end_turn', 2),
    { type: 'message_stop' },
  ];
  const wire = events.map(event => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
  const fetch = async () => new Response(wire, { headers: { 'content-type': 'text/event-stream' } });
  const heard: ModelEvent[] = [];
  for await (const event of anthropicModel({ key: () => key, fetch }).answer(request, new AbortController().signal))
    heard.push(event);
  expect(heard).toMatchObject([
    { type: 'text', text: 'Yes.' },
    { type: 'stop', reason: 'end', usage: { output: 2 } },
  ]);
});
