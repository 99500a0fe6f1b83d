import { handler } from '../../../functions/voicemail/record.protected';
import { sampleClient } from '../../../lib/config/client.fake';
import { captureLog, runFunction } from '../run-function';

captureLog();
const RECORD =
  '<Record action="/voicemail/received" recordingStatusCallback="/voicemail/recorded" recordingStatusCallbackEvent="completed absent" ';

test("takes a message by the client's policy, in its voice", async () => {
  const { body } = await runFunction(handler, {});
  expect(body).toContain(
    '<Say voice="Polly.Joanna-Neural" language="en-US">We are sorry, something went wrong on our side.',
  );
  expect(body).toContain(`${RECORD}maxLength="180" timeout="5" trim="trim-silence" playBeep="true"/>`);
});

test('speaks the language of the number that was called, and does so even when something broke', async () => {
  const client = sampleClient();
  const [number, ...others] = client.numbers;
  if (!number) throw new Error('the sample has a number');
  const spanish = { ...number, language: 'es-US', voice: 'Polly.Lupe-Neural', greetings: { apology: 'Lo sentimos.' } };
  const scene = { client: { ...client, numbers: [spanish, ...others] } };
  const said = '<Say voice="Polly.Lupe-Neural" language="es-US">Lo sentimos.</Say>';
  const To = number.number;
  expect((await runFunction(handler, { To }, scene)).body).toContain(said);
  const elsewhere = { ...scene, context: { ACCOUNT_SID: `AC${'9'.repeat(32)}` } };
  expect((await runFunction(handler, { To }, elsewhere)).body).toContain(said);
});

test.each([
  ['in the wrong account', { context: { ACCOUNT_SID: `AC${'9'.repeat(32)}` } }],
  ["without the client's file", { client: null }],
])('still takes a message %s', async (_name, scene) => {
  const { status, body } = await runFunction(handler, {}, scene);
  expect(status).toBe(200);
  expect(body).toMatch(/<Say.*>We are sorry/);
  expect(body).toContain(RECORD);
});
