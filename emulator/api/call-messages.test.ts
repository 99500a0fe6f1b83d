import type { CallerStep } from '../contract';
import { CALLER_NUMBER, LINE_NUMBER, testLine, type TestLine } from '../voice/testing/test-line';

const HELD = '<Response><Pause length="60"/></Response>';
const CALLBACK = { Callback: 'https://app.example/messages' };
const MESSAGES: readonly CallerStep[] = ['{"n":1}', '{"n":2}'].flatMap(content => [
  { do: 'listen', until: { ms: 10_000 } },
  { do: 'message', content },
]);

/** A call to a client (or a phone) that is answered. */
async function calling(to: string): Promise<{ line: TestLine; call: string }> {
  const line = await testLine({ '/messages': '' });
  line.voice.callees.set(to, { do: 'answer', steps: MESSAGES });
  const form = { To: to, From: LINE_NUMBER, Twiml: HELD };
  const { body } = await line.api('POST', '/Calls.json', { form });
  await line.world.controls.advance(5000);
  return { line, call: `/Calls/${(body as { sid: string }).sid}` };
}

test("a client's messages go to who subscribed, as long as they want", async () => {
  const { line, call } = await calling('client:ana');
  const form = { ...CALLBACK, IdempotencyKey: 'one' };
  const made = await line.api('POST', `${call}/UserDefinedMessageSubscriptions.json`, { form });
  expect(made.status).toBe(201);
  const { sid, uri } = made.body as { sid: string; uri: string };
  expect(uri).toMatch(new RegExp(`${call}/UserDefinedMessageSubscriptions/${sid}.json$`));
  expect(await line.api('POST', `${call}/UserDefinedMessageSubscriptions.json`, { form })).toMatchObject({
    body: { sid },
  });
  await line.world.controls.advance(10_000);
  const [sent, ...others] = line.sentTo('/messages');
  expect(others).toEqual([]);
  expect(sent).toMatchObject({
    method: 'POST',
    kind: 'user-defined-message',
    body: { contentType: 'application/json' },
  });
  expect(JSON.parse(sent?.body?.text ?? '')).toMatchObject({ Content: '{"n":1}', SubscriptionSid: sid });
  const gone = `${call}/UserDefinedMessageSubscriptions/${sid}.json`;
  expect(await line.api('DELETE', gone)).toMatchObject({ status: 204 });
  expect(await line.api('DELETE', gone)).toMatchObject({ status: 404 });
  await line.world.controls.advance(20_000);
  expect(line.sentTo('/messages')).toHaveLength(1);
});

test('by GET, messages are in the query', async () => {
  const { line, call } = await calling('client:ana');
  await line.api('POST', `${call}/UserDefinedMessageSubscriptions.json`, { form: { ...CALLBACK, Method: 'GET' } });
  await line.world.controls.advance(30_000);
  const contents = line.sentTo('/messages').map(({ method, parameters }) => [method, parameters['Content']]);
  expect(contents).toEqual([
    ['GET', '{"n":1}'],
    ['GET', '{"n":2}'],
  ]);
});

test('a client is sent messages: JSON, once for a key', async () => {
  const { line, call } = await calling('client:ana');
  const path = `${call}/UserDefinedMessages.json`;
  const form = { Content: '{"a":1}', IdempotencyKey: 'one' };
  const { status, body } = await line.api('POST', path, { form });
  expect(status).toBe(201);
  expect(await line.api('POST', path, { form })).toMatchObject({ body });
  expect(await line.api('POST', path, { form: { Content: 'none' } })).toMatchObject({
    status: 400,
    body: { code: 20001 },
  });
  expect(await line.api('POST', path, { form: {} })).toMatchObject({ status: 400, body: { code: 20001 } });
});

test('a phone has no app to talk with, and a call that is over neither', async () => {
  const { line, call } = await calling(CALLER_NUMBER);
  for (const [path, form] of [
    [`${call}/UserDefinedMessages.json`, { Content: '{}' }],
    [`${call}/UserDefinedMessageSubscriptions.json`, CALLBACK],
  ] as const) {
    expect(await line.api('POST', path, { form })).toMatchObject({ status: 400, body: { code: 20001 } });
  }
  await line.world.controls.advance(120_000);
  const late = await line.api('POST', `${call}/UserDefinedMessages.json`, { form: { Content: '{}' } });
  expect(late).toMatchObject({ status: 404 });
});
