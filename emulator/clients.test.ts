import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';

import { createEmulator } from '.';
import type { Emulator } from '.';

let emulator: Emulator;
const folder = mkdtempSync(path.join(tmpdir(), 'linekit-clients-'));

beforeAll(async () => {
  emulator = await createEmulator();
});
afterAll(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true });
});

/** Runs a script in a process that knows of the local Twilio by its environment alone; what it prints is JSON. */
async function inProcess(script: string, nodeOptions: readonly string[] = []): Promise<unknown> {
  const program = `(async () => { ${script} })().then(value => console.log(JSON.stringify(value)))`;
  const { stdout } = await promisify(execFile)(process.execPath, [...nodeOptions, '-e', program], {
    cwd: path.join(__dirname, '..'),
    env: { PATH: process.env['PATH'], ...emulator.environment() },
  });
  return JSON.parse(stdout) as unknown;
}

test('twilio-node and mailgun.js work as they come', async () => {
  const result = await inProcess(`
    const twilio = require('twilio')();
    const account = await twilio.api.v2010.accounts(process.env.TWILIO_ACCOUNT_SID).fetch();
    const absent = await twilio.calls('CA' + '0'.repeat(32)).fetch().catch(error => [error.status, error.code]);

    const Mailgun = require('mailgun.js').default ?? require('mailgun.js');
    const client = key => new Mailgun(FormData).client({ username: 'api', key });
    const mailgun = client(process.env.MAILGUN_API_KEY);
    const domain = process.env.MAILGUN_DOMAIN;
    const mail = { from: 'Line <line@' + domain + '>', to: ['ada@example.com'], subject: 'Grüße', text: 'Hello' };
    const data = Buffer.from([0, 1, 2, 255]);
    const attachment = [{ filename: 'message.mp3', data, contentType: 'audio/mpeg', knownLength: data.length }];
    const sent = await mailgun.messages.create(domain, { ...mail, attachment, 'h:Message-Id': 'one@sample' });
    const events = await mailgun.events.get(domain, { event: 'accepted', 'message-id': 'one@sample' });
    const failed = promise => promise.then(() => 'sent', error => [error.status, error.details ?? error.message]);
    return {
      account: account.sid,
      absent,
      sent,
      events: events.items.map(item => item.message.headers['message-id']),
      forbidden: (await failed(client('key-wrong').messages.create(domain, mail)))[0],
      elsewhere: await failed(mailgun.messages.create('mg.absent.example', mail)),
      incomplete: await failed(mailgun.messages.create(domain, { ...mail, to: 'nobody' })),
    };`);
  expect(result).toEqual({
    account: emulator.environment()['TWILIO_ACCOUNT_SID'],
    absent: [404, 20404],
    sent: { status: 200, id: '<one@sample>', message: 'Queued. Thank you.' },
    events: ['one@sample'],
    forbidden: 401,
    elsewhere: [404, 'Domain not found: mg.absent.example'],
    incomplete: [400, "'to' parameter is not a valid address. please check documentation"],
  });
  expect(emulator.inbox()).toMatchObject([
    { subject: 'Grüße', attachments: [{ fileName: 'message.mp3', base64: 'AAEC/w==' }] },
  ]);
});

/** Leads a process here as Functions are led: by its sockets, without a proxy. */
function redirection(): string {
  const preload = path.join(folder, 'redirect.cjs');
  const contents = `import { redirectConnections } from './redirect'; redirectConnections(${emulator.port});`;
  const resolveDir = path.join(__dirname, 'serverless', 'worker');
  buildSync({ stdin: { contents, resolveDir, loader: 'ts' }, bundle: true, platform: 'node', outfile: preload });
  return preload;
}

test('Deepgram’s SDK works as it comes, where its process is led here as Functions are', async () => {
  const result = await inProcess(
    `
    const { DeepgramClient } = require('@deepgram/sdk');
    const samples = Buffer.alloc(8000, 0x55);
    const header = Buffer.from('524946460000000057415645666d7420100000000700010040 1f0000401f000001000800 64617461 401f0000'.replace(/ /g, ''), 'hex');
    const transcribe = (apiKey, audio, query) =>
      new DeepgramClient({ apiKey, maxRetries: 0 }).listen.v1.media.transcribeFile(audio, { model: 'nova-3', ...query });
    const failed = promise => promise.then(() => 'done', error => [error.statusCode, error.body.err_code, error.body.err_msg]);
    const wav = Buffer.concat([header, samples]);
    const key = process.env.DEEPGRAM_API_KEY;
    const heard = await transcribe(key, wav, { smart_format: true });
    return {
      transcript: heard.results.channels[0].alternatives[0].transcript,
      duration: heard.metadata.duration,
      forbidden: await failed(transcribe('wrong', wav)),
      broken: await failed(transcribe(key, Buffer.from('noise'))),
      unknown: (await failed(transcribe(key, wav, { model: 'nova-9' })))[0],
    };`,
    ['--require', redirection()],
  );
  expect(result).toEqual({
    transcript: '',
    duration: 1,
    forbidden: [401, 'INVALID_AUTH', 'Invalid credentials.'],
    broken: [400, 'Bad Request', 'Bad Request: failed to process audio: corrupt or unsupported data'],
    unknown: 400,
  });
});

test('Anthropic’s SDK works as it comes: streams, calls, errors and streams that break', async () => {
  emulator.model.script([
    { say: 'Good morning.', calls: [{ name: 'freeSlots', input: { day: 'monday' } }], firstTokenMs: 5 },
    { fails: 'overloaded' },
    { say: 'This sentence has no end', breaks: 'overloaded' },
    { say: 'This sentence has no end', breaks: 'connection' },
    { say: 'Never heard', firstTokenMs: 60_000 },
  ]);
  const result = await inProcess(
    `
    const { default: Anthropic } = require('@anthropic-ai/sdk');
    const client = new Anthropic({ maxRetries: 0 });
    const schema = { type: 'object', properties: { day: { type: 'string' } }, required: ['day'], additionalProperties: false };
    const body = {
      model: 'claude-haiku-5-5',
      max_tokens: 100,
      thinking: { type: 'disabled' },
      tools: [{ name: 'freeSlots', strict: true, input_schema: schema }],
      messages: [{ role: 'user', content: 'Hello' }],
    };
    const message = await client.messages.stream(body).finalMessage();
    const failed = work => work().then(() => 'answered', error => [error.constructor.name, error.status ?? null, error.type ?? null]);
    const final = () => client.messages.stream(body).finalMessage();
    const overloaded = await failed(final);
    const midway = await failed(final);
    const cut = await failed(final);
    const aborted = await failed(() => client.messages.stream(body, { signal: AbortSignal.timeout(300) }).finalMessage());
    const refused = await failed(() => client.messages.create({ ...body, model: 'claude-1' }));
    return { content: message.content, stop: message.stop_reason, overloaded, midway, cut: cut[1], aborted, refused };`,
    ['--require', redirection()],
  );
  expect(result).toEqual({
    content: [
      { type: 'text', text: 'Good morning.', citations: null },
      {
        ...{ type: 'tool_use', id: expect.stringMatching(/^toolu_/) as string, name: 'freeSlots' },
        ...{ input: { day: 'monday' }, caller: { type: 'direct' } },
      },
    ],
    stop: 'tool_use',
    overloaded: ['OverloadedError', 529, 'overloaded_error'],
    midway: [expect.any(String) as string, null, 'overloaded_error'],
    cut: null,
    aborted: ['APIUserAbortError', null, null],
    refused: ['NotFoundError', 404, 'not_found_error'],
  });
});
