import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN } from '../testing/world';
import { startTestCloud, textOf, type TestCloud } from './testing/cloud';

const FILES = {
  'functions/voicemail/recorded.protected.js': `exports.handler = (context, event, callback) => callback(null, 'recorded');`,
  'functions/greet.js': `exports.handler = (context, event, callback) => {
    console.log('greeted');
    callback(null, context.GREETING + ' ' + Runtime.getAssets()['/client.json'].open());
  };`,
  'assets/client.private.json': '{"name":"Sample"}',
  'assets/logo.svg': '<svg/>',
};

let cloud: TestCloud;
let folder: string;
beforeAll(async () => {
  cloud = await startTestCloud();
  folder = mkdtempSync(join(tmpdir(), 'linekit-project-'));
  for (const [file, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await cloud.close();
});

interface Printed {
  readonly deployed: { domain: string; serviceSid: string; buildSid: string };
  readonly listed: Record<string, Record<string, unknown>[]> & {
    functions: { entries: unknown[] };
    variables: { entries: unknown[] };
  };
  readonly logs: { message: string }[];
}

async function deploy(): Promise<Printed> {
  const script = join(__dirname, 'testing', 'deploy-client.js');
  const environment = { ...cloud.gateway.environment(), PATH: process.env['PATH'] };
  const argv = [script, TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, folder, 'sample-line'];
  const { stdout } = await promisify(execFile)(process.execPath, argv, { env: environment });
  return JSON.parse(stdout) as Printed;
}

test("Twilio's own deploy client deploys, lists and reads logs, and deploys again over what is there", async () => {
  const { deployed, listed } = await deploy();
  expect(deployed.domain).toMatch(/^sample-line-\d{4}-dev\.twil\.io$/);
  expect(listed.functions.entries).toHaveLength(2);
  expect(listed.variables.entries).toMatchObject([{ key: 'GREETING', value: 'Welcome' }]);
  const greeted = await cloud.dispatch('GET', `https://${deployed.domain}/greet`);
  expect(textOf(greeted)).toBe('Welcome {"name":"Sample"}');
  expect((await cloud.dispatch('POST', `https://${deployed.domain}/voicemail/recorded`)).status).toBe(403);
  expect(textOf(await cloud.dispatch('GET', `https://${deployed.domain}/logo.svg`))).toBe('<svg/>');

  const again = await deploy();
  expect(again.deployed.serviceSid).toBe(deployed.serviceSid);
  expect(again.deployed.buildSid).not.toBe(deployed.buildSid);
  expect(again.logs).toMatchObject([{ message: 'greeted' }]);
});
