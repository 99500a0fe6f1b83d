import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';

import { runCall } from './call-command';
import { emulatorCommand, runEmulator } from './emulator-command';
import { findRunning } from './emulator/running';

const dataFolder = mkdtempSync(path.join(tmpdir(), 'linekit-emulator-'));
const usual = { port: 0, clock: 'fast-forward', dataFolder } as const;
let printed = '';

beforeEach(() => {
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation(text => {
    printed += String(text);
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => rmSync(dataFolder, { recursive: true }));

/** Runs the command for as long as `work` takes, which gets what was printed at its start. */
async function whileUp(options: Parameters<typeof runEmulator>[0], work: () => Promise<void>): Promise<void> {
  let stop = (): void => undefined;
  const stopped = new Promise<void>(resolve => (stop = resolve));
  let up = (): void => undefined;
  const isUp = new Promise<void>(resolve => (up = resolve));
  // The command waits for this only once everything is up.
  const running = runEmulator(options, { then: (...args) => (up(), stopped.then(...args)) } as Promise<void>);
  await Promise.race([isUp, running]);
  await work().finally(stop);
  await running;
}

test('it is found by its note and its environment while it is up, and leaves neither behind', async () => {
  const envFile = path.join(dataFolder, 'twilio.env');
  await whileUp({ ...usual, writeEnv: envFile, json: true }, async () => {
    const { port, environment } = JSON.parse(printed) as { port: number; environment: Record<string, string> };
    expect(environment['HTTP_PROXY']).toBe(`http://127.0.0.1:${port}`);
    expect(findRunning(dataFolder)).toMatchObject({ port, accountSid: environment['TWILIO_ACCOUNT_SID'] });
    expect(readFileSync(envFile, 'utf8')).toContain(`TWILIO_AUTH_TOKEN=${environment['TWILIO_AUTH_TOKEN']}\n`);
  });
  expect(existsSync(envFile)).toBe(false);
  expect(findRunning(dataFolder)).toBeUndefined();
});

test('people get a summary in aligned columns', async () => {
  const [accountSid, authToken] = [`AC${'0'.repeat(31)}1`, '0'.repeat(32)];
  await whileUp({ ...usual, accountSid, authToken }, async () => {
    const rows = printed.split('\n').filter(line => /^ {2}\S/.test(line));
    expect(rows.map(row => row.slice(0, 15))).toEqual([
      '  listens on   ',
      '  account      ',
      '  auth token   ',
      '  clock        ',
      '  environment  ',
    ]);
    expect(printed).toContain(accountSid);
  });
});

test('tunnels are hosts and ports, as many as one likes', () => {
  const parsed = (...values: string[]): unknown => {
    const command = emulatorCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => undefined });
    command.parseOptions(values.flatMap(value => ['--tunnel', value]));
    return command.opts()['tunnel'];
  };
  expect(parsed('a.example=3000', 'B.example=80')).toEqual({ 'a.example': 3000, 'B.example': 80 });
  for (const wrong of ['a.example', 'a.example=0', 'a.example=65536', 'https://a.example=80', 'a.example:1=80'])
    expect(() => parsed(wrong)).toThrow();
});

test('what is stored is kept in a file, from run to run', async () => {
  const state = path.join(dataFolder, 'state.json');
  const options = { ...usual, json: true, state } as const;
  const ask = async (method: string, body?: string): Promise<string> => {
    const { port, environment } = JSON.parse(printed) as { port: number; environment: Record<string, string> };
    const [user = '', password = ''] = [environment['TWILIO_ACCOUNT_SID'], environment['TWILIO_AUTH_TOKEN']];
    const headers = { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
    return send({ port, method, headers, ...(body !== undefined && { body }) });
  };
  await whileUp(options, async () => expect(await ask('POST', 'UniqueName=kept')).toContain('"kept"'));
  expect(statSync(state).mode & 0o077).toBe(0);
  printed = '';
  await whileUp(options, async () => expect(await ask('GET')).toContain('"kept"'));
  writeFileSync(state, '[');
  const never = new Promise<void>(() => undefined);
  await expect(runEmulator(options, never)).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
});

test('verbose, each request is a line with its status and error', async () => {
  const lines: string[] = [];
  jest.spyOn(process.stderr, 'write').mockImplementation(text => lines.push(String(text)) > 0);
  await whileUp({ ...usual, json: true, verbose: true }, async () => {
    await send({ port: (JSON.parse(printed) as { port: number }).port, method: 'GET', headers: {} });
  });
  expect(lines).toContainEqual(
    expect.stringMatching(/^401 +\d+ ms {2}GET http:\/\/sync\.twilio\.com\/v1\/Services\/default\/Documents {2}20003 /),
  );
});

/** Asks for Sync's documents, over the emulator as a proxy. */
function send({ port, method, headers, body }: Sent): Promise<string> {
  return new Promise((resolve, reject) => {
    const path = 'http://sync.twilio.com/v1/Services/default/Documents';
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const request = http.request({ port, method, path, headers: { ...type, ...headers } }, response => {
      let text = '';
      response.on('data', chunk => (text += String(chunk)));
      response.on('end', () => resolve(text));
    });
    request.on('error', reject).end(body);
  });
}
interface Sent {
  readonly port: number;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

test('a port that is taken, and half an account, are told as such', async () => {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const never = new Promise<void>(() => undefined);
  await expect(runEmulator({ ...usual, port }, never)).rejects.toMatchObject({ code: 'PORT_TAKEN', exitCode: 1 });
  const accountSid = `AC${'0'.repeat(32)}`;
  await expect(runEmulator({ ...usual, accountSid }, never)).rejects.toMatchObject({ code: 'ACCOUNT_INCOMPLETE' });
  await new Promise(resolve => server.close(resolve));
});

test('a call needs a local Twilio, and a number on it', async () => {
  const from = '+12025550147';
  await expect(runCall({ from, port: 1 })).rejects.toMatchObject({ code: 'EMULATOR_NOT_RUNNING' });
  await whileUp({ ...usual, json: true }, async () => {
    const { port } = JSON.parse(printed) as { port: number };
    await expect(runCall({ from, port })).rejects.toMatchObject({ code: 'NUMBER_UNCLEAR', exitCode: 2 });
    await expect(runCall({ from, port, to: '+19' })).rejects.toMatchObject({ code: 'CALL_REFUSED', exitCode: 2 });
  });
});

/** Gives the account a number that answers nothing. */
async function buyNumber(phoneNumber: string, voiceUrl = ''): Promise<void> {
  const { port, environment } = JSON.parse(printed) as { port: number; environment: Record<string, string> };
  const [sid = '', token = ''] = [environment['TWILIO_ACCOUNT_SID'], environment['TWILIO_AUTH_TOKEN']];
  const headers = { host: 'api.twilio.com', 'content-type': 'application/x-www-form-urlencoded' };
  const path = `/2010-04-01/Accounts/${sid}/IncomingPhoneNumbers.json`;
  await new Promise<void>((resolve, reject) => {
    http
      .request({ port, method: 'POST', path, headers, auth: `${sid}:${token}`, agent: false }, response => {
        response.resume().on('end', resolve);
      })
      .on('error', reject)
      .end(new URLSearchParams({ PhoneNumber: phoneNumber, VoiceUrl: voiceUrl }).toString());
  });
}

test('the only number is called without being named, and the call is printed; a call that is turned away is a failure', async () => {
  await whileUp({ ...usual, json: true }, async () => {
    await buyNumber('+15005550006');
    const { port } = JSON.parse(printed) as { port: number };
    printed = '';
    const failure = { code: 'CALL_FAILED', exitCode: 1 };
    await expect(runCall({ from: '+12025550147', port })).rejects.toMatchObject(failure);
    expect(printed).toMatch(/^ {2}0:00 {2}☎ {2}call {7}\+12025550147 calls \+15005550006\n/);
    printed = '';
    await expect(runCall({ from: '+12025550147', port, json: true })).rejects.toMatchObject(failure);
    expect(JSON.parse(printed)).toMatchObject({
      status: 'no-answer',
      entries: [{ kind: 'call' }, { kind: 'verb', text: 'Reject' }, { kind: 'call' }],
    });
  });
});

test('whoever sits at the keyboard is the caller: keys are pressed, words are said, the end of the input hangs up', async () => {
  const keyboard = Object.assign(new PassThrough(), { isTTY: true });
  const heard: string[] = [];
  const app = http.createServer((request, response) => {
    request.on('data', chunk => {
      const sent = new URLSearchParams(String(chunk));
      const answer = sent.get('Digits') ?? sent.get('SpeechResult');
      if (answer) heard.push(answer);
      if (heard.length === 0) keyboard.write('12#\n');
      else if (answer === '12') keyboard.write('a person, please\n');
      else keyboard.end();
      response.setHeader('content-type', 'text/xml');
      response.end('<Response><Gather input="dtmf speech" timeout="100" speechTimeout="1"/></Response>');
    });
  });
  await new Promise<void>(resolve => app.listen(0, '127.0.0.1', resolve));
  await whileUp({ ...usual, json: true }, async () => {
    await buyNumber('+15005550006', `http://127.0.0.1:${(app.address() as AddressInfo).port}/`);
    const { port } = JSON.parse(printed) as { port: number };
    await expect(runCall({ from: '+12025550147', port, live: true }, new PassThrough())).rejects.toMatchObject({
      code: 'NO_KEYBOARD',
    });
    await runCall({ from: '+12025550147', port, live: true }, keyboard);
  });
  expect(heard).toEqual(['12', 'a person, please']);
  app.close();
});
