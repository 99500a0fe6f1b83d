import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changesOf, openClientAccounts, type ClientAccounts } from '../support/client-accounts';
import { skipLoudly, terraformIsInstalled } from '../support/terraform';
import { copyWithProvider } from './local-accounts';

const CLIENT = 'harbor-legal';

let accounts: ClientAccounts;
const copy = terraformIsInstalled() ? copyWithProvider() : undefined;
copy?.remove();
if (!copy) skipLoudly('Terraform does not find its provider on this machine: tests/terraform/deploy.test.ts');

(copy ? describe : describe.skip)('npx linekit deploy by Terraform', () => {
  jest.setTimeout(120_000);
  beforeAll(async () => {
    accounts = await openClientAccounts([CLIENT], '2026-11-23T22:00:00-08:00');
    // Here and not by the deployment, which only finds the local Twilio: that knows no registry.
    const words = ['init', '-no-color', '-input=false'];
    const { status } = spawnSync('terraform', words, {
      cwd: join(accounts.project.root, 'terraform'),
      timeout: 120_000,
    });
    expect(status).toBe(0);
  });
  afterAll(() => accounts.close());

  test('takes over what the built-in wiring left, and changes nothing of it', async () => {
    await accounts.deploy(CLIENT);
    const { wiring } = await accounts.deploy(CLIENT, { wiring: 'terraform' });
    const changes = wiring?.changes ?? [];
    expect(changes.filter(({ outcome }) => outcome === 'taken over').length).toBeGreaterThan(5);
    // `validate` is an argument of the provider alone, and `state` is Terraform's own.
    const others = changes.filter(({ outcome }) => outcome !== 'taken over');
    expect(others).toMatchObject([
      { outcome: 'created', kind: 'state' },
      { outcome: 'updated', properties: ['validate'] },
    ]);
  });

  test('is chosen from then on; has nothing to do a second time; keeps the keys out of its state', async () => {
    const report = await accounts.deploy(CLIENT, { wiring: 'chosen' });
    expect(report.wiring).toMatchObject({ by: 'terraform', changes: [] });
    expect(await accounts.drift(CLIENT)).toMatchObject({ drifts: [], notes: [] });
    const byKey = await accounts.deploy(CLIENT, { wiring: 'chosen', settings: accounts.settingsByKey(CLIENT) });
    expect(byKey.wiring).toMatchObject({ by: 'terraform', changes: [] });
    const states = join(accounts.project.root, 'terraform/terraform.tfstate.d');
    expect(readdirSync(states)).toEqual([CLIENT]);
    const state = readFileSync(join(states, CLIENT, 'terraform.tfstate'), 'utf8');
    const { MAILGUN_API_KEY: key = '', TWILIO_AUTH_TOKEN: token = '' } = accounts.settings(CLIENT);
    expect([key, token].filter(secret => state.includes(secret))).toEqual([]);
  });

  test('queues, channels and capacities of the file come; what leaves the file is handed back, not destroyed', async () => {
    const file = `clients/${CLIENT}.yaml`;
    const routing = `
queues:
  - queue: Intake
    skills: [intake]
topics:
  - topic: housing
    queue: Intake
capacity:
  voicemail: 3
`;
    const undo = accounts.project.edit(file, yaml => yaml + routing);
    expect(changesOf(await accounts.deploy(CLIENT, { wiring: 'chosen' })).sort()).toEqual([
      'created channel voicemail',
      'created queue Intake',
      'updated workflow linekit callbacks and voicemail',
      'updated workflow linekit calls',
    ]);
    expect(changesOf(await accounts.deploy(CLIENT, { wiring: 'chosen' }))).toEqual([]);
    undo();
    const before = await accounts.drift(CLIENT);
    expect(before.notes?.join('\n')).toMatch(/state of Terraform still holds .*"voicemail".*"Intake"/);
    expect(changesOf(await accounts.deploy(CLIENT, { wiring: 'chosen' })).sort()).toEqual([
      'updated workflow linekit callbacks and voicemail',
      'updated workflow linekit calls',
    ]);
    expect(accounts.belongings(CLIENT)).toContain('"friendly_name":"Intake"');
    expect(await accounts.drift(CLIENT)).toMatchObject({
      drifts: [],
      notes: [expect.stringContaining('no queue "Intake"')],
    });
  });

  test('a changed file changes what it should; a rollback takes it back, which both ways of looking tell', async () => {
    accounts.project.edit(`clients/${CLIENT}.yaml`, yaml => yaml.replace(/apology: .*/, 'apology: We are sorry.'));
    const report = await accounts.deploy(CLIENT, { wiring: 'chosen' });
    expect(changesOf(report)).toEqual(['updated flow linekit voicemail']);
    expect(report.wiring?.changes).toMatchObject([{ details: [expect.stringMatching(/^state \w+: say$/)] }]);
    const { putBack } = await accounts.rollback(CLIENT);
    expect(putBack?.map(({ kind }) => kind)).toEqual(['build', 'flow']);
    const drifts = (await accounts.drift(CLIENT)).drifts?.map(({ kind, says }) => `${kind} ${says}`);
    expect(drifts).toContain('flow is otherwise in the account than Terraform left it');
  });
});
