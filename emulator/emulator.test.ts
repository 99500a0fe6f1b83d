import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { createControlClient, createEmulator, localAccount, localMailgun } from '.';
import type { Emulator, EmulatorOptions } from '.';
import { TEST_START_MS } from './testing/world';

const emulators: Emulator[] = [];
afterEach(async () => {
  for (const emulator of emulators.splice(0)) await emulator.close();
});

async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await createEmulator({ clock: 'fast-forward', startAtMs: TEST_START_MS, ...options });
  emulators.push(emulator);
  return emulator;
}

interface Answer {
  readonly status: number | undefined;
  readonly body: Record<string, unknown>;
}

/** Asks an emulated host over plain HTTP, with the account's or other credentials. */
async function post({ port }: Emulator, url: string, form: Record<string, string>, auth?: string): Promise<Answer> {
  const { hostname, pathname } = new URL(url);
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const headers = { host: hostname, 'content-type': 'application/x-www-form-urlencoded' };
    const credentials = auth ?? `${localAccount.sid}:${localAccount.authToken}`;
    http
      .request({ port, path: pathname, method: 'POST', headers, auth: credentials, agent: false }, resolve)
      .on('error', reject)
      .end(new URLSearchParams(form).toString());
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return { status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown> };
}

const numbersUrl = `https://api.twilio.com/2010-04-01/Accounts/${localAccount.sid}/IncomingPhoneNumbers.json`;
const mail = { from: 'line@mg.local.example', to: 'ada@example.com', subject: 'Hello', text: 'Hello' };
const mailUrl = 'https://api.mailgun.net/v3/mg.local.example/messages';
const mailAuth = `api:${localMailgun.key}`;

test('the environment leads unmodified clients here', async () => {
  const emulator = await start();
  const environment = emulator.environment();
  expect(environment).toMatchObject({
    TWILIO_ACCOUNT_SID: localAccount.sid,
    TWILIO_AUTH_TOKEN: localAccount.authToken,
    ACCOUNT_SID: localAccount.sid,
    AUTH_TOKEN: localAccount.authToken,
    MAILGUN_DOMAIN: 'mg.local.example',
    HTTP_PROXY: `http://127.0.0.1:${emulator.port}`,
    NODE_EXTRA_CA_CERTS: emulator.caFile,
  });
  expect(() => emulator.environment('AC00000000000000000000000000000000')).toThrow('no account AC0000');
});

test('a call over the control routes is played and told to its end', async () => {
  const emulator = await start();
  const client = createControlClient(emulator.port);
  const twiml = '<Response><Say>Welcome.</Say></Response>';
  const server = http.createServer((_, response) => response.setHeader('content-type', 'text/xml').end(twiml));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const voiceUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/voice`;
  const number = await post(emulator, numbersUrl, { PhoneNumber: '+15005550006', VoiceUrl: voiceUrl });
  expect(number.status).toBe(201);
  expect(await client.status()).toMatchObject({ numbers: [{ phoneNumber: '+15005550006' }], mails: 0 });

  const call = await client.playCall({ from: '+12025550147', to: '+15005550006', steps: [{ do: 'wait' }] });
  server.close();
  expect(call.status).toBe('completed');
  expect(call.entries.map(entry => entry.kind)).toEqual(expect.arrayContaining(['call', 'request', 'heard']));
  expect(emulator.timeline(call.callSid)).toEqual(call.entries);
  await expect(client.playCall({ from: '+12025550147', to: '+19' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a reset brings back the beginning', async () => {
  const emulator = await start();
  const client = createControlClient(emulator.port);
  expect((await post(emulator, mailUrl, mail, mailAuth)).status).toBe(200);
  expect(await client.mails()).toMatchObject([{ subject: 'Hello' }]);
  await client.reset();
  expect(emulator.inbox()).toEqual([]);
  expect(emulator.timeline()).toEqual([]);
});

test('what one run kept the next goes on with, and gives out no id twice', async () => {
  const first = await start();
  await post(first, mailUrl, mail, mailAuth);
  const second = await start({ snapshot: first.snapshot() });
  await post(second, mailUrl, mail, mailAuth);
  expect(second.inbox()).toHaveLength(2);
});

test('a data folder keeps the authority from run to run, and the mails', async () => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'linekit-data-'));
  const emulator = await start({ dataFolder });
  expect(emulator.caFile).toBe(path.join(dataFolder, 'ca.pem'));
  await post(emulator, mailUrl, mail, mailAuth);
  expect(readdirSync(path.join(dataFolder, 'mails'))).toEqual([expect.stringMatching(/^2026-03-02T15-00-00-/)]);
  await emulator.close();
  expect(existsSync(emulator.caFile)).toBe(true);
  rmSync(dataFolder, { recursive: true });
});

test('without one it leaves nothing on disk', async () => {
  const emulator = await start();
  expect(existsSync(emulator.caFile)).toBe(true);
  await emulator.close();
  expect(existsSync(emulator.caFile)).toBe(false);
});

test('a port that is taken is told as such', async () => {
  const { port } = await start();
  await expect(createEmulator({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
