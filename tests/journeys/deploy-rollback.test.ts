import type { StoreSnapshot } from '../../emulator';
import { openClientAccounts, type ClientAccounts } from '../support/client-accounts';

const CLIENT = 'harbor-legal';
const APOLOGIES = ['Sorry, first.', 'Sorry, second.', 'Sorry, third.'] as const;

let accounts: ClientAccounts;
/** After three deployments, each with other words in the flow and in the code. */
let deployed: StoreSnapshot;
beforeAll(async () => {
  accounts = await openClientAccounts([CLIENT], '2026-11-23T22:00:00-08:00');
  for (const words of APOLOGIES) {
    accounts.project.edit(`clients/${CLIENT}.yaml`, yaml => yaml.replace(/apology: .*/, `apology: ${words}`));
    await accounts.deploy(CLIENT);
  }
  deployed = accounts.emulator.snapshot();
}, 30_000);
afterAll(() => accounts.close());
beforeEach(() => accounts.emulator.restore(deployed));

/** What callers of the published flow, and of the deployed code, hear when something breaks. */
async function live(): Promise<{ flow: string | undefined; code: string | undefined }> {
  const flows = JSON.stringify(await accounts.rest(CLIENT, 'studio.twilio.com/v2/Flows'));
  const sid = /FW[0-9a-f]{32}/.exec(flows)?.[0] ?? '';
  const flow = JSON.stringify(await accounts.rest(CLIENT, `studio.twilio.com/v2/Flows/${sid}`));
  const environments = 'serverless.twilio.com/v1/Services/linekit/Environments';
  const environment = JSON.stringify(await accounts.rest(CLIENT, environments));
  const store = accounts.emulator.snapshot();
  const build = store['serverless.builds']?.find(({ sid: each }) => environment.includes(each));
  const contents = store['serverless.contents']?.filter(({ sid: each }) => JSON.stringify(build).includes(each)) ?? [];
  const code = contents
    .map(each => Buffer.from(String(Reflect.get(each, 'base64')), 'base64').toString('utf8'))
    .join('');
  const said = (text: string) => APOLOGIES.find(words => text.includes(words));
  return { flow: said(flow), code: said(code) };
}

test('each rollback goes one deployment back, with code and flow together, until there is none', async () => {
  expect(await live()).toEqual({ flow: APOLOGIES[2], code: APOLOGIES[2] });
  const first = await accounts.rollback(CLIENT);
  expect(first.putBack).toMatchObject([
    { kind: 'build' },
    { kind: 'flow', name: 'linekit voicemail', from: 'revision 3', to: 'revision 2' },
  ]);
  expect(first).toMatchObject({ takenBack: expect.any(String), before: expect.any(String) });
  expect(await live()).toEqual({ flow: APOLOGIES[1], code: APOLOGIES[1] });
  const second = await accounts.rollback(CLIENT);
  expect(second).not.toHaveProperty('before');
  expect(await live()).toEqual({ flow: APOLOGIES[0], code: APOLOGIES[0] });
  await expect(accounts.rollback(CLIENT)).rejects.toMatchObject({ code: 'NOTHING_TO_GO_BACK_TO' });
  expect(await live()).toEqual({ flow: APOLOGIES[0], code: APOLOGIES[0] });
});

test('a rollback looks first, asks, and changes nothing without a yes', async () => {
  const dry = await accounts.rollback(CLIENT, { dryRun: true });
  expect(dry.putBack?.map(({ kind }) => kind)).toEqual(['build', 'flow']);
  await expect(accounts.rollback(CLIENT, { consent: 'no' })).rejects.toMatchObject({ code: 'NOT_CONFIRMED' });
  expect(await live()).toEqual({ flow: APOLOGIES[2], code: APOLOGIES[2] });
});

test('a rollback that is killed at any step is finished by the next, and not by going further back', async () => {
  for (const killedBefore of ['writing the rollback down', 'putting back build', 'putting back flow', 'trying']) {
    await expect(accounts.rollback(CLIENT, { killedBefore })).rejects.toThrow('killed');
    await accounts.emulator.settle();
  }
  expect(await live()).toEqual({ flow: APOLOGIES[1], code: APOLOGIES[1] });
});

test('a deployment after a rollback goes forward again; the one after it back to where the rollback was', async () => {
  await accounts.rollback(CLIENT);
  await accounts.deploy(CLIENT);
  expect(await live()).toMatchObject({ flow: APOLOGIES[2] });
  await accounts.rollback(CLIENT);
  expect(await live()).toEqual({ flow: APOLOGIES[1], code: APOLOGIES[1] });
});

test('a build that is gone cannot run again: said before anything is changed', async () => {
  const builds = deployed['serverless.builds'] ?? [];
  accounts.emulator.restore({ ...deployed, 'serverless.builds': builds.slice(-1) });
  await expect(accounts.rollback(CLIENT)).rejects.toMatchObject({ code: 'BUILD_GONE' });
  expect((await live()).flow).toBe(APOLOGIES[2]);
});
