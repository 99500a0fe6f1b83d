import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadClient } from '../client/client-file';
import { requireEnvironment } from './operator-variables';
import { readCredentials, requireAuthToken } from './credentials';
import { readSettings } from './settings';

const sid = `AC${'0'.repeat(32)}`;
const token = 'f'.repeat(32);

test('the shell goes before the file, and the file fills what the shell leaves blank', () => {
  const folder = mkdtempSync(join(tmpdir(), 'linekit-env-'));
  const file = join(folder, 'env');
  writeFileSync(file, 'A=file\nB=file\nC=file\n');
  expect(readSettings(file, { A: 'shell', B: '' })).toEqual({ A: 'shell', B: 'file', C: 'file' });
  expect(readSettings(false, { A: 'shell' })).toEqual({ A: 'shell' });
  expect(() => readSettings(join(folder, 'none'), {})).toThrow('There is no file');
  rmSync(folder, { recursive: true });
});

test('credentials come under both names, and their faults name what to set', () => {
  expect(readCredentials({ TWILIO_ACCOUNT_SID: sid, AUTH_TOKEN: token })).toEqual({
    accountSid: sid,
    authToken: token,
  });
  expect(() => readCredentials({})).toThrow('Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN');
  const key = { TWILIO_API_KEY: `SK${token}`, TWILIO_API_SECRET: 'a secret' };
  expect(readCredentials({ ACCOUNT_SID: sid, ...key })).toEqual({
    accountSid: sid,
    apiKey: { sid: `SK${token}`, secret: 'a secret' },
  });
  expect(readCredentials({ ACCOUNT_SID: sid, AUTH_TOKEN: token, ...key }).authToken).toBe(token);
  expect(() => readCredentials({ ...key, ACCOUNT_SID: sid, TWILIO_API_SECRET: '' })).toThrow(
    'Set TWILIO_API_SECRET in',
  );
  expect(() => readCredentials({ ...key, ACCOUNT_SID: sid, TWILIO_API_KEY: 'SK1' })).toThrow(
    'TWILIO_API_KEY is not SK',
  );
  const byKey = readCredentials({ ACCOUNT_SID: sid, ...key });
  expect(() => requireAuthToken(byKey, 'The sweep')).toThrow(/^The sweep asks .* Set TWILIO_AUTH_TOKEN\.$/);
  expect(() => readCredentials({ ACCOUNT_SID: 'AC1', AUTH_TOKEN: token })).toThrow('TWILIO_ACCOUNT_SID is not AC');
});

test('a deploy asks for what a person sets, names each thing that lacks, and not for what the wiring sets', () => {
  const client = loadClient('sample');
  expect(() => requireEnvironment(client, {})).toThrow(/MAILGUN_API_KEY is missing[\s\S]*DEEPGRAM_API_KEY is missing/);
  expect(() => requireEnvironment(client, {})).not.toThrow(/TWILIO_FLEX_WORKSPACE_SID/);
  const others = {
    MAILGUN_API_KEY: 'key-12345678',
    ANTHROPIC_API_KEY: 'key-12345678',
    LINEKIT_PIN_PEPPER: `a:${'b'.repeat(32)}`,
    CALDAV_USERNAME: 'desk',
    CALDAV_PASSWORD: 'key-12345678',
  };
  const keys = { ...others, DEEPGRAM_API_KEY: 'key-12345678' };
  expect(() => requireEnvironment(client, keys)).not.toThrow();
  expect(() => requireEnvironment(client, { ...keys, ADMIN_EMAIL: 'nobody' })).toThrow('ADMIN_EMAIL is malformed');
  const deaf = { ...client, voicemail: { ...client.voicemail, transcribe: false } };
  expect(() => requireEnvironment(deaf, others)).not.toThrow();
});
