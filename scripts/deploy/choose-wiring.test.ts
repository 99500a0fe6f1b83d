import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import twilio from 'twilio';
import { sampleClient } from '../../lib/config/client.fake';
import { chooseWiring, type WiringChoice } from './choose-wiring';
import type { CompletedDeployment } from './history';
import type { WiringName } from './wiring';

/** Without a terraform to call: it is looked for along the PATH. */
let root: string;
let path: string | undefined;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'linekit-wiring-'));
  mkdirSync(join(root, 'terraform'));
  path = process.env['PATH'];
  process.env['PATH'] = root;
});
afterAll(() => {
  process.env['PATH'] = path;
  rmSync(root, { recursive: true });
});

const client = sampleClient();
const credentials = { accountSid: client.accountSid, authToken: '0'.repeat(32) };
const progress = { step: () => undefined, done: () => undefined };

function choice(asked: WiringName | undefined, lastWiring?: WiringName): WiringChoice {
  const last: CompletedDeployment | undefined = lastWiring && {
    at: '2026-11-23T00:00:00Z',
    client: client.client,
    buildSid: 'ZB1',
    code: { client: '', functions: '', assets: '', packages: '', all: '' },
    flows: [],
    workspaceSid: 'WS1',
    wiring: lastWiring,
  };
  const api = twilio(credentials.accountSid, credentials.authToken);
  const account = { api, client, environment: 'dev', root, settings: {}, progress };
  return { asked, last, credentials, wire: { ...account, buyNumbers: false, createWorkspace: false } };
}

test('where nobody asks: what wired the account before; else the built-in one where Terraform is not, and why', async () => {
  expect(await chooseWiring(choice(undefined, 'builtin'))).toMatchObject({
    wiring: { name: 'builtin' },
    because: 'it wired this account before',
  });
  expect(await chooseWiring(choice(undefined))).toMatchObject({
    wiring: { name: 'builtin' },
    because: expect.stringMatching(/^Terraform can't be used here: There is no terraform to call/),
  });
});

test('an account that Terraform wired is not wired past its state; whoever asks for one gets it', async () => {
  await expect(chooseWiring(choice(undefined, 'terraform'))).rejects.toMatchObject({
    code: 'TERRAFORM_UNAVAILABLE',
    message: expect.stringContaining('wired this account before'),
  });
  await expect(chooseWiring(choice('terraform'))).rejects.toMatchObject({ code: 'TERRAFORM_UNAVAILABLE' });
  expect(await chooseWiring(choice('builtin', 'terraform'))).toMatchObject({ wiring: { name: 'builtin' } });
});
