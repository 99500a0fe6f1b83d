import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openClientAccounts, type ClientAccounts } from '../support/client-accounts';
import { readWorkflow } from '../support/workflow-file';
import { runJob, type JobResult } from '../support/workflow-runner';

const CLIENT = 'harbor-legal';
const OTHER = 'sample';

let accounts: ClientAccounts;
let shims: string;
beforeAll(async () => {
  accounts = await openClientAccounts([CLIENT, OTHER], '2026-11-23T22:00:00-08:00');
  // What a client's account has before anybody deploys: its numbers, and Flex.
  const { accountSid = '', numbers = [] } = accounts.clients.find(({ client }) => client === CLIENT) ?? {};
  const path = `api.twilio.com/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`;
  for (const { number } of numbers) await accounts.rest(CLIENT, path, { PhoneNumber: number });
  await accounts.rest(CLIENT, 'taskrouter.twilio.com/v1/Workspaces', { FriendlyName: 'Flex Task Assignment' });
  // npx looks around for a second before it finds what the checkout has.
  shims = join(accounts.project.root, '.shims');
  mkdirSync(shims);
  writeFileSync(join(shims, 'npx'), `#!/bin/sh\nshift\nexec node "${accounts.project.root}/bin/linekit.js" "$@"\n`, {
    mode: 0o755,
  });
  git('init', '--quiet');
  commit();
}, 30_000);
afterAll(() => accounts.close());

function git(...words: string[]): string {
  const who = ['-c', 'user.name=linekit', '-c', 'user.email=linekit@example.org', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...who, ...words], { cwd: accounts.project.root, encoding: 'utf8' }).trim();
}

function commit(): string {
  git('add', 'bin', 'clients', 'functions', 'flows', 'assets', 'terraform', 'package.json');
  git('commit', '--quiet', '--allow-empty', '-m', 'x');
  return git('rev-parse', 'HEAD');
}

function run(file: string, name: string, expressions: Record<string, string>): Promise<JobResult> {
  const job = readWorkflow(file).workflow.jobs[name];
  if (!job) throw new Error(`${file} has no job ${name}`);
  const { PATH: path = '', HOME = '', TMPDIR = '/tmp' } = process.env;
  const PATH = `${shims}:${path}`;
  const { HTTP_PROXY = '', HTTPS_PROXY = '', NODE_EXTRA_CA_CERTS = '' } = accounts.emulator.environment();
  const environment = { PATH, HOME, TMPDIR, HTTP_PROXY, HTTPS_PROXY, NODE_EXTRA_CA_CERTS };
  return runJob({ job, folder: accounts.project.root, expressions, environment });
}

/** A secret that is not set is empty. */
const NO_SECRETS = Object.fromEntries(
  ['TWILIO_AUTH_TOKEN', 'TWILIO_API_KEY', 'TWILIO_API_SECRET', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']
    .concat(
      'TF_TOKEN_APP_TERRAFORM_IO',
      'ANTHROPIC_API_KEY',
      'LINEKIT_PIN_PEPPER',
      'CALDAV_USERNAME',
      'CALDAV_PASSWORD',
    )
    .concat('LINEKIT_TOOL_SECRETS')
    .map(name => [`secrets.${name}`, '']),
);

function asSecrets(settings: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [`secrets.${name}`, value]));
}

/** The secrets of a client's environment, and what else the deployment reads. */
function deployment(client: string, change: Record<string, string> = {}): Record<string, string> {
  return {
    ...NO_SECRETS,
    ...asSecrets(accounts.settings(client)),
    'matrix.client': client,
    "inputs.environment || 'production'": 'production',
    "vars.LINEKIT_WIRING || 'terraform'": 'builtin',
    "vars.LINEKIT_ENVIRONMENT || 'production'": 'production',
    ...change,
  };
}

test('the shell steps of the deployment bring a line up by an API key, and say nothing secret; the sweep signs with the token', async () => {
  const byKey = accounts.settingsByKey(CLIENT);
  const result = await run('deploy.yml', 'deploy', {
    ...deployment(CLIENT),
    ...NO_SECRETS,
    ...asSecrets(byKey),
  });
  expect(result).toMatchObject({ exitCode: 0, ran: ['Deploy'] });
  expect(result.summary).toMatch(/✓ harbor-legal: https:\/\/linekit-\d{4}-production\.twil\.io is live/);
  for (const name of ['TWILIO_API_SECRET', 'MAILGUN_API_KEY']) {
    expect(result.log + result.summary).not.toContain(byKey[name]);
  }
  const { call } = await accounts.call({
    to: '+16175550164',
    caller: [{ do: 'listen', until: 'beep' }, { do: 'hang-up' }],
  });
  expect(call.status).toBe('completed');
  const swept = await run('sweep.yml', 'sweep', deployment(CLIENT));
  expect(swept).toMatchObject({ exitCode: 0, ran: ['Sweep'] });
  expect(swept.summary).toContain('harbor-legal: ');
});

test("with another client's secrets, and with a state that would be lost, the deployment stops before anything is changed", async () => {
  const before = accounts.belongings(OTHER);
  const wrong = await run('deploy.yml', 'deploy', { ...deployment(OTHER), 'matrix.client': CLIENT });
  expect(wrong).toMatchObject({ exitCode: 2, failed: 'Deploy', log: expect.stringContaining('WRONG_ACCOUNT') });
  const stateless = deployment(OTHER, { "vars.LINEKIT_WIRING || 'terraform'": 'terraform' });
  expect(await run('deploy.yml', 'deploy', stateless)).toMatchObject({
    exitCode: 1,
    failed: 'Make sure that the state of Terraform outlives this runner',
    log: expect.stringMatching(/^::error::terraform\/ names no backend/),
  });
  expect(accounts.belongings(OTHER)).toBe(before);
});

describe('which clients', () => {
  const choose = async (change: Record<string, string>) => {
    const expressions = {
      'vars.LINEKIT_CLIENTS': `${CLIENT} ${OTHER}`,
      'inputs.clients': '',
      'github.event.before': '',
    };
    const { output, log, exitCode } = await run('deploy.yml', 'clients', { ...expressions, ...change });
    return exitCode === 0 ? (JSON.parse(output.replace('list=', '')) as string[]) : log;
  };

  test('a push deploys those whose file changed; everybody, when more changed or nothing is known of before', async () => {
    const first = git('rev-parse', 'HEAD');
    accounts.project.edit(`clients/${OTHER}.yaml`, yaml => `${yaml}# changed\n`);
    const second = commit();
    appendFileSync(join(accounts.project.root, 'functions/health.ts'), '// changed\n');
    commit();
    expect(await choose({ 'github.event.before': first })).toEqual([CLIENT, OTHER]);
    expect(await choose({ 'github.event.before': '0'.repeat(40) })).toEqual([CLIENT, OTHER]);
    git('checkout', '--quiet', second);
    expect(await choose({ 'github.event.before': first })).toEqual([OTHER]);
    expect(await choose({ 'github.event.before': second })).toEqual([]);
  });

  test('a person deploys those that they name, all, and nobody who is not live', async () => {
    expect(await choose({ 'inputs.clients': OTHER })).toEqual([OTHER]);
    expect(await choose({ 'inputs.clients': 'all' })).toEqual([CLIENT, OTHER]);
    expect(await choose({ 'inputs.clients': 'all', 'vars.LINEKIT_CLIENTS': '' })).toEqual([]);
    expect(await choose({ 'inputs.clients': `${OTHER} acme` })).toMatch(/^::error::acme is not among the clients/);
  });
});

test('the plan of each changed client is rendered for the pull request', async () => {
  accounts.project.edit(`clients/${CLIENT}.yaml`, yaml => `${yaml}# changed once more\n`);
  commit();
  const { exitCode, output, log } = await run('check.yml', 'plans', {});
  expect({ exitCode, log }).toMatchObject({ exitCode: 0 });
  expect(output).toMatch(/^markdown<<(end-\S+)\n### Harbor Legal Aid[\s\S]*```mermaid[\s\S]*\n\1\n$/);
});
