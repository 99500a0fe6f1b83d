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

test('Deepgram’s SDK works as it comes, where its process is led here as Functions are', async () => {
  const preload = path.join(folder, 'redirect.cjs');
  const contents = `import { redirectConnections } from './redirect'; redirectConnections(${emulator.port});`;
  const resolveDir = path.join(__dirname, 'serverless', 'worker');
  buildSync({ stdin: { contents, resolveDir, loader: 'ts' }, bundle: true, platform: 'node', outfile: preload });
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
    ['--require', preload],
  );
  expect(result).toEqual({
    transcript: '',
    duration: 1,
    forbidden: [401, 'INVALID_AUTH', 'Invalid credentials.'],
    broken: [400, 'Bad Request', 'Bad Request: failed to process audio: corrupt or unsupported data'],
    unknown: 400,
  });
});
