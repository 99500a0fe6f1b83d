import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../../scripts/provision/change';
import { skipLoudly, terraformIsInstalled, type TerraformEnvironment } from '../support/terraform';
import type { InventoryItem } from './account-inventory';
import { copyWithProvider, openLocalAccounts, type LocalAccounts } from './local-accounts';

const copy = terraformIsInstalled() ? copyWithProvider() : undefined;
if (!copy) skipLoudly('Terraform does not find its provider on this machine: tests/terraform');

const CLIENTS = ['sample', 'faro-travel', 'harbor-legal'];
/** What `terraform destroy` refuses to take: terraform/README.md names them. */
const KEPT = ['module.numbers', 'module.taskrouter', 'module.serverless.twilio_serverless_variable.secret'];
/** Terraform's variables that hold keys: those of the sample client. */
const SECRETS = ['mailgun_api_key', 'deepgram_api_key', 'anthropic_api_key', 'linekit_pin_pepper', 'caldav_password'];
const MAP = { kind: 'sync Maps', name: 'voicemails' };

(copy ? describe : describe.skip)("Terraform, with its real provider, on a local Twilio's accounts", () => {
  jest.setTimeout(120_000);
  let accounts: LocalAccounts;
  beforeAll(async () => {
    if (copy) accounts = await openLocalAccounts(copy, CLIENTS);
  });
  beforeEach(() => accounts.reset());
  afterAll(async () => {
    copy?.remove();
    await accounts.close();
  });

  const apply = async (client: string, environment?: TerraformEnvironment) => {
    const { exitCode, stderr } = await accounts.terraform(client, ['apply', '-auto-approve'], environment);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.not.stringContaining('Error') });
  };

  test.each(CLIENTS)('it leaves in the account of %s what the wiring leaves there', async client => {
    await accounts.wire(client);
    const wired = await accounts.inventory(client);
    accounts.reset();
    await apply(client);
    const applied = await accounts.inventory(client);
    // The provider knows no Sync maps: the first voicemail makes it.
    expect(wired).toContainEqual(expect.objectContaining(MAP));
    expect(applied).toEqual(wired.filter(({ kind, name }) => kind !== MAP.kind || name !== MAP.name));
    expect(applied.filter(({ kind }) => kind === 'number').length).toBeGreaterThan(0);
  });

  test('a second apply has nothing to do, the wiring after it but the map, and no other account was touched', async () => {
    const others = await accounts.inventory('harbor-legal');
    await apply('faro-travel');
    expect(await accounts.plan('faro-travel')).toEqual({});
    const changes = await accounts.wire('faro-travel');
    expect(changes.map(({ kind }) => kind)).toEqual(['sync map']);
    expect(await accounts.plan('faro-travel')).toEqual({});
    expect(await accounts.inventory('harbor-legal')).toEqual(others);
  });

  test('an account that was wired before is taken over: nothing is made twice or changed', async () => {
    const changes = await accounts.wire('sample');
    const wired = await accounts.inventory('sample');
    const environment = { TF_VAR_existing: JSON.stringify(existingIn(changes)) };
    const planned = await accounts.plan('sample', environment);
    const { 'terraform_data.client': own, ...rest } = planned;
    expect(own).toBe('create');
    // Marks that can't be read back (that a flow is to be validated, that a value is secret) count as changed once. Values stay.
    const marked = Object.keys(rest).filter(address => rest[address] !== 'import');
    expect(new Set(Object.values(rest))).toEqual(new Set(['import', 'import+update']));
    expect(new Set(marked.map(address => address.split('[')[0]))).toEqual(
      new Set(['module.flows.twilio_studio_flow.line', 'module.serverless.twilio_serverless_variable.secret']),
    );
    await apply('sample', environment);
    expect(withoutRevisions(await accounts.inventory('sample'))).toEqual(withoutRevisions(wired));
    expect(await accounts.plan('sample')).toEqual({});
  });

  test('changed words of one number change one flow; words that Functions speak change nothing here', async () => {
    await apply('faro-travel');
    accounts.editClientFile('faro-travel', yaml => yaml.replace('Lo sentimos,', 'Lo sentimos mucho,'));
    expect(await accounts.plan('faro-travel')).toEqual({
      'module.flows.twilio_studio_flow.line["linekit direct-with-options +17875550129"]': 'update',
    });
    accounts.editClientFile('faro-travel', yaml =>
      yaml.replace('Lo sentimos mucho,', 'Lo sentimos,').replace('Gracias por llamar', 'Hola'),
    );
    expect(await accounts.plan('faro-travel')).toEqual({});
  });

  test("another client's credentials change nothing, and the plan says whose they are", async () => {
    const before = accounts.emulator.snapshot();
    const { exitCode, stderr } = await accounts.terraform(
      'sample',
      ['apply', '-auto-approve'],
      accounts.environment('harbor-legal'),
    );
    expect(exitCode).toBe(1);
    expect(words(stderr)).toMatch(
      /clients\/sample\.yaml is for AC5a3\w+, but the credentials are for AC\w+\. Nothing was changed\./,
    );
    expect(accounts.emulator.snapshot()).toEqual(before);
  });

  test("another client's state is noticed, whatever the credentials", async () => {
    await apply('sample');
    const before = accounts.emulator.snapshot();
    const { exitCode, stderr } = await accounts.terraform('harbor-legal', ['apply', '-auto-approve']);
    expect(exitCode).toBe(1);
    expect(words(stderr)).toContain('This state belongs to client sample, but the plan is for harbor-legal.');
    expect(accounts.emulator.snapshot()).toEqual(before);
  });

  test.each([
    ['TF_VAR_buy_numbers', 'has no number +12025550142'],
    ['TF_VAR_create_workspace', 'has no workspace "Flex Task Assignment"'],
    ['TF_VAR_environment', 'Nothing is deployed to environment "false"'],
  ])('without %s it stops before it begins', async (variable, complaint) => {
    const before = accounts.emulator.snapshot();
    const { exitCode, stderr } = await accounts.terraform('sample', ['apply', '-auto-approve'], {
      [variable]: 'false',
    });
    expect(exitCode).toBe(1);
    expect(words(stderr)).toContain(complaint);
    expect(accounts.emulator.snapshot()).toEqual(before);
  });

  test('a destroy leaves numbers and open work, and a later apply takes them over again', async () => {
    await apply('sample');
    const before = await accounts.inventory('sample');
    const refused = await accounts.terraform('sample', ['destroy', '-auto-approve']);
    expect(refused.stderr).toContain('Instance cannot be destroyed');
    expect(await accounts.inventory('sample')).toEqual(before);

    expect(await accounts.terraform('sample', ['state', 'rm', ...KEPT])).toMatchObject({
      exitCode: 0,
    });
    expect(await accounts.terraform('sample', ['destroy', '-auto-approve'])).toMatchObject({ exitCode: 0 });
    const kept = await accounts.inventory('sample');
    const gone = before.filter(({ kind, name }) => !kept.some(each => each.kind === kind && each.name === name));
    expect([...new Set(gone.map(({ kind }) => kind))]).toEqual(['flow', 'sync service', 'variable']);
    // The secrets were kept, and out of the state they are nobody's.
    await apply('sample', Object.fromEntries(SECRETS.map(name => [`TF_VAR_${name}`, undefined])));
    expect(await accounts.inventory('sample')).toEqual(before);
  });

  test('no credentials are in the state, and keys only when they were given', async () => {
    const { TWILIO_AUTH_TOKEN = '', MAILGUN_API_KEY = '' } = accounts.environment('sample');
    await apply('sample');
    expect(accounts.state()).not.toContain(TWILIO_AUTH_TOKEN);
    expect(accounts.state()).toContain(MAILGUN_API_KEY);
    accounts.reset();
    await apply('sample', { TF_VAR_mailgun_api_key: undefined });
    expect(accounts.state()).not.toContain(MAILGUN_API_KEY);
  });

  test('the tests of all modules pass', async () => {
    for (const module of readdirSync(join(copy?.folder ?? '', 'terraform/modules'))) {
      const folder = `terraform/modules/${module}`;
      expect(await copy?.run(folder, ['init', '-no-color'])).toMatchObject({ exitCode: 0 });
      expect(await copy?.run(folder, ['test', '-no-color'])).toMatchObject({ exitCode: 0 });
    }
  });
});

/** Terraform's variable `existing`, of what the wiring made. */
function existingIn(changes: readonly Change[]) {
  const sids = (kind: string) =>
    Object.fromEntries(changes.filter(change => change.kind === kind).map(({ name, sid }) => [name, sid]));
  return { flows: sids('flow'), sync_service: sids('sync service')['linekit'], variables: sids('variable') };
}

const withoutRevisions = (inventory: readonly InventoryItem[]) =>
  inventory.map(item => ({ ...item, revision: undefined }));

/** Without the line breaks and bars by which Terraform fits its errors to a terminal. */
const words = (text: string): string => text.replace(/[\s│╷╵]+/g, ' ');
