import { z } from 'zod';
import type { Fault, StoreSnapshot } from '../../emulator';
import { changesOf, openClientAccounts, type ClientAccounts } from '../support/client-accounts';

const NIGHT = '2026-11-23T22:00:00-08:00';
const CLIENT = 'harbor-legal';
const NUMBER = '+16175550164';
const OTHER = 'sample';

let accounts: ClientAccounts;
/** The client's line as a deployment left it; the other client's account is empty. */
let deployed: StoreSnapshot;
/** Takes the edits of files back. */
let undo: (() => void)[] = [];
beforeAll(async () => {
  accounts = await openClientAccounts([CLIENT, OTHER], NIGHT);
  await accounts.deploy(CLIENT);
  deployed = accounts.emulator.snapshot();
}, 30_000);
afterAll(() => accounts.close());
afterEach(async () => {
  undo.forEach(back => back());
  undo = [];
  await accounts.emulator.settle();
  await accounts.control.clearFaults();
  accounts.emulator.restore(deployed);
});

/** Both accounts as they are, but for what functions logged when they were tried, and Sync's default service, which comes by looking. */
function stored(): StoreSnapshot {
  const store = accounts.emulator.snapshot();
  const services = (store['sync.services'] ?? []).filter(service => Reflect.get(service, 'unique_name') !== 'default');
  return { ...store, 'serverless.logs': [], 'sync.services': services };
}

/** The work is rejected with this code and words, and both accounts stay as they were. */
async function refused(work: () => Promise<unknown>, code: string, words: RegExp | string): Promise<void> {
  const before = stored();
  await expect(work()).rejects.toMatchObject({ code, message: expect.stringMatching(words) });
  expect(stored()).toEqual(before);
}

/** Something for the wiring to do, with the same code: the quickest of changes. */
function editFlowFile(): void {
  edit('flows/voicemail.json', '"finish_on_key": "#"', '"finish_on_key": "*"');
}

function edit(file: string, from: string | RegExp, to: string): void {
  undo.push(accounts.project.edit(file, text => text.replace(from, to)));
}

type ApiFault = Extract<Fault, { on: 'api' }>;

const workspaces = z.object({ workspaces: z.array(z.object({ sid: z.string() })) });
const flows = z.object({ flows: z.array(z.object({ sid: z.string(), revision: z.number() })) });
const environments = z.object({ environments: z.array(z.object({ build_sid: z.string() })) });

async function theFlow(): Promise<{ sid: string; revision: number }> {
  const [flow, second] = flows.parse(await accounts.rest(CLIENT, 'studio.twilio.com/v2/Flows')).flows;
  if (!flow || second) throw new Error('the client has one flow');
  return flow;
}

async function liveBuild(): Promise<string | undefined> {
  const page = await accounts.rest(CLIENT, 'serverless.twilio.com/v1/Services/linekit/Environments');
  return environments.parse(page).environments[0]?.build_sid;
}

/** What somebody does in Twilio's editor. */
async function editFlow(change: (json: string) => string, status = 'published'): Promise<void> {
  const { sid } = await theFlow();
  const { definition } = z
    .object({ definition: z.unknown() })
    .parse(await accounts.rest(CLIENT, `studio.twilio.com/v2/Flows/${sid}`));
  const Definition = change(JSON.stringify(definition));
  await accounts.rest(CLIENT, `studio.twilio.com/v2/Flows/${sid}`, { Status: status, Definition });
}

describe('refused with nothing changed', () => {
  test('a wrong token', async () => {
    const settings = { ...accounts.settings(CLIENT), TWILIO_AUTH_TOKEN: 'f'.repeat(32) };
    await refused(() => accounts.deploy(CLIENT, { settings }), 'CREDENTIALS_REFUSED', 'auth token');
  });

  test('an API key with another secret, or of another account', async () => {
    const wrong = { ...accounts.settingsByKey(CLIENT), TWILIO_API_SECRET: 'another' };
    await refused(
      () => accounts.deploy(CLIENT, { settings: wrong }),
      'CREDENTIALS_REFUSED',
      /refused API key SK\w+ given for AC1f7c.*Nothing was changed/,
    );
    const foreign = accounts.settingsByKey(CLIENT, OTHER);
    await refused(
      () => accounts.deploy(CLIENT, { settings: foreign }),
      'CREDENTIALS_REFUSED',
      /a key of another account/,
    );
    const theirs = accounts.settingsByKey(OTHER);
    await refused(
      () => accounts.deploy(CLIENT, { settings: theirs }),
      'WRONG_ACCOUNT',
      /but the credentials open AC5a3d/,
    );
  });

  test("another client's credentials", async () => {
    await refused(
      () => accounts.deploy(CLIENT, { settings: accounts.settings(OTHER) }),
      'WRONG_ACCOUNT',
      /clients\/harbor-legal\.yaml is for AC1f7c.* but the credentials open AC5a3d.*Nothing was changed/,
    );
  });

  test('another workspace than before', async () => {
    const [workspace] = workspaces.parse(await accounts.rest(CLIENT, 'taskrouter.twilio.com/v1/Workspaces')).workspaces;
    const elsewhere = { ...accounts.settings(CLIENT), TWILIO_FLEX_WORKSPACE_SID: `WS${'0'.repeat(32)}` };
    await refused(
      () => accounts.deploy(CLIENT, { settings: elsewhere }),
      'WRONG_WORKSPACE',
      /of your environment names/,
    );
    const rename = { FriendlyName: 'Another' };
    await accounts.rest(CLIENT, `taskrouter.twilio.com/v1/Workspaces/${workspace?.sid ?? ''}`, rename);
    await refused(() => accounts.deploy(CLIENT), 'WRONG_WORKSPACE', /The last deployment names .* is gone/);
  });

  test('two workspaces of the name that Flex gives', async () => {
    // Twilio refuses a second one of a name today; nothing says that it always did.
    const store = accounts.emulator.snapshot();
    const [own, ...others] = store['taskrouter.workspaces'] ?? [];
    if (!own) throw new Error('the client has a workspace');
    const second = { ...own, sid: `WS${'0'.repeat(32)}` };
    accounts.emulator.restore({ ...store, 'taskrouter.workspaces': [own, second, ...others] });
    await refused(
      () => accounts.deploy(CLIENT),
      'WORKSPACE_AMBIGUOUS',
      new RegExp(`has 2 workspaces .*: ${own.sid}, ${second.sid}\\. Rename those .* Nothing was changed`),
    );
  });

  test('numbers that another environment answers, unless somebody says so', async () => {
    const production = { environment: 'production' };
    await refused(
      () => accounts.deploy(CLIENT, production),
      'NUMBERS_OF_ANOTHER_ENVIRONMENT',
      /\+16175550164 is answered by environment "dev"[\s\S]*Nothing was changed[\s\S]*--take-numbers/,
    );
    const { warnings } = await accounts.deploy(CLIENT, { ...production, dryRun: true });
    expect(warnings?.[0]).toMatch('takes numbers from another environment');
    await accounts.deploy(CLIENT, { ...production, flags: { takeNumbers: true } });
    expect(changesOf(await accounts.deploy(CLIENT, production))).toEqual([]);
    await refused(
      () => accounts.deploy(CLIENT),
      'NUMBERS_OF_ANOTHER_ENVIRONMENT',
      /answered by environment "production"/,
    );
  });

  test('a number that the account does not own', async () => {
    edit(`clients/${CLIENT}.yaml`, NUMBER, '+16175550199');
    await refused(
      () => accounts.deploy(CLIENT, { flags: { buyNumbers: false } }),
      'NUMBER_MISSING',
      /no number \+16175550199/,
    );
    await accounts.rest(
      OTHER,
      `api.twilio.com/2010-04-01/Accounts/${accounts.settings(OTHER)['TWILIO_ACCOUNT_SID'] ?? ''}/IncomingPhoneNumbers.json`,
      { PhoneNumber: '+16175550199' },
    );
    const theirs = accounts.belongings(OTHER);
    await expect(accounts.deploy(CLIENT)).rejects.toMatchObject({ code: 'NUMBER_TAKEN' });
    expect(accounts.belongings(OTHER)).toBe(theirs);
  });

  test("a number of another client's file", async () => {
    edit(`clients/${CLIENT}.yaml`, NUMBER, '+12025550142');
    await refused(
      () => accounts.deploy(CLIENT),
      'CLIENTS_COLLIDE',
      /harbor-legal\.yaml and clients\/sample\.yaml both have number/,
    );
  });

  test('a fault in the file; a key that nobody set', async () => {
    await refused(
      () => accounts.deploy(OTHER, { settings: { ...accounts.settings(OTHER), MAILGUN_API_KEY: '' } }),
      'ENVIRONMENT_INVALID',
      'MAILGUN_API_KEY is missing',
    );
    edit(`clients/${CLIENT}.yaml`, 'language: en-US', 'language: English');
    await refused(() => accounts.deploy(CLIENT), 'CLIENT_FILE_INVALID', /harbor-legal\.yaml:\d+ {2}language/);
  });

  test('code that does not compile, or needs what the cloud would not install', async () => {
    edit('functions/health.ts', "from '../lib/function'", "from '../lib/nowhere'");
    await refused(() => accounts.deploy(CLIENT), 'BUILD_FAILED', /functions\/health\.ts:1/);
    undo.pop()?.();
    edit('functions/health.ts', /^/, "import 'prettier';\n");
    await refused(() => accounts.deploy(CLIENT), 'NOT_A_DEPENDENCY', 'requires prettier');
  });
});

test('an API key does what the token does, but for requests with a signature, and says so', async () => {
  const settings = accounts.settingsByKey(CLIENT);
  editFlowFile();
  const report = await accounts.deploy(CLIENT, { settings });
  expect(changesOf(report)).toEqual(['updated flow linekit voicemail']);
  expect(report.warnings?.[0]).toMatch('an API key cannot sign');
  expect((await accounts.drift(CLIENT, { settings })).drifts).toEqual([]);
  const { putBack, warnings } = await accounts.rollback(CLIENT, { settings });
  expect(putBack).toMatchObject([{ kind: 'flow' }]);
  expect(warnings?.[0]).toMatch('an API key cannot sign');
});

describe('an edit by hand', () => {
  test('is not overwritten without a consent of its own; what was pulled is no edit', async () => {
    await editFlow(json => json.replace('"loop":1', '"loop":2'));
    await refused(
      () => accounts.deploy(CLIENT),
      'FLOW_EDITED_BY_HAND',
      /published as revision 2[\s\S]*state \w+: loop/,
    );
    const { warnings } = await accounts.deploy(CLIENT, { dryRun: true });
    expect(warnings?.[0]).toMatch('overwrites what somebody changed');
    const report = await accounts.deploy(CLIENT, { flags: { overwriteEdits: true } });
    expect(changesOf(report)).toEqual(['updated flow linekit voicemail']);
    expect((await theFlow()).revision).toBe(3);
  });

  test('that nobody published is told too; on a terminal the question covers it', async () => {
    await editFlow(json => json.replace('"loop":1', '"loop":2'), 'draft');
    await refused(() => accounts.deploy(CLIENT), 'FLOW_EDITED_BY_HAND', 'draft as revision 2');
    await expect(accounts.deploy(CLIENT, { consent: 'no' })).rejects.toMatchObject({ code: 'NOT_CONFIRMED' });
    expect((await theFlow()).revision).toBe(2);
    expect(changesOf(await accounts.deploy(CLIENT, { consent: 'yes' }))).toEqual(['updated flow linekit voicemail']);
  });

  test('and everything else that drifted is said in words, values of variables are not', async () => {
    await editFlow(json => json.replace('"loop":1', '"loop":2'));
    const settings = { ...accounts.settings(CLIENT), MAILGUN_API_KEY: 'key-another-one' };
    edit(`clients/${CLIENT}.yaml`, /apology: .*/, 'apology: We are sorry.');
    const { drifts } = await accounts.drift(CLIENT, { settings });
    expect(drifts?.map(({ kind, name, says }) => `${kind} ${name} ${says}`)).toEqual([
      expect.stringMatching(/^code dev changed here since the deployment of .*: the client's file$/),
      expect.stringMatching(/^flow linekit voicemail is otherwise in the account: edited by hand, revision 2 of /),
      'variable MAILGUN_API_KEY differs in the account',
    ]);
    expect(drifts?.[1]?.details).toEqual([expect.stringMatching(/^state \w+: loop/), expect.stringMatching(/: say$/)]);
    expect(JSON.stringify(drifts)).not.toContain('key-');
  });
});

describe('a deployment that fails half-way is finished by the next', () => {
  const mended = async (): Promise<void> => {
    await accounts.control.clearFaults();
    const report = await accounts.deploy(CLIENT);
    expect((await accounts.drift(CLIENT)).drifts).toEqual([]);
    expect(report.buildSid).toBe(await liveBuild());
  };

  test('a build that the cloud cannot make: what ran still runs', async () => {
    const before = await liveBuild();
    edit('package.json', /"twilio": "[^"]*"/, '"twilio": "3.0.0"');
    await expect(accounts.deploy(CLIENT)).rejects.toMatchObject({
      code: 'DEPLOY_FAILED',
      message: expect.stringMatching(/could not build[\s\S]*"dependencies" of package\.json/),
    });
    expect(await liveBuild()).toBe(before);
    undo.pop()?.();
    await mended();
    expect(await liveBuild()).toBe(before);
  });

  test('code that does not answer as it should: the wiring stays, and a rollback brings back what was', async () => {
    const before = await liveBuild();
    edit('functions/lines/now.protected.ts', 'run: (', "run: () => { throw new Error('broken'); }, never: (");
    edit(`clients/${CLIENT}.yaml`, /apology: .*/, 'apology: We are sorry.');
    await expect(accounts.deploy(CLIENT)).rejects.toMatchObject({
      code: 'SMOKE_TEST_FAILED',
      message: expect.stringMatching(/\/lines\/now → 500[\s\S]*--rollback/),
    });
    expect((await theFlow()).revision).toBe(1);
    expect(await liveBuild()).not.toBe(before);
    const { putBack } = await accounts.rollback(CLIENT);
    expect(putBack).toMatchObject([{ kind: 'build', to: before }]);
    expect(await liveBuild()).toBe(before);
  });

  test('one failure after the other: each says what it is and what to do, and the deployment after them mends all', async () => {
    const studio = { host: 'studio.twilio.com', method: 'POST' } as const;
    const failures: [code: string, fault: Omit<ApiFault, 'on'>][] = [
      ['CREDENTIALS_REFUSED', { ...studio, effect: 'fail', status: 401 }],
      ['RATE_LIMITED', { ...studio, effect: 'fail', status: 429 }],
      ['TWILIO_UNAVAILABLE', { host: 'serverless.twilio.com', effect: 'fail', status: 503 }],
      ['TWILIO_UNREACHABLE', { host: 'sync.twilio.com', effect: 'refuse' }],
      // The work is done; only the answer is lost.
      ['TWILIO_UNAVAILABLE', { ...studio, effect: 'fail-after', status: 500 }],
    ];
    editFlowFile();
    for (const [code, fault] of failures) {
      await accounts.control.inject({ ...fault, on: 'api', times: 99 });
      await expect(accounts.deploy(CLIENT)).rejects.toMatchObject({
        code,
        message: expect.stringMatching(/run the command again/i),
      });
      await accounts.control.clearFaults();
    }
    await mended();
  });

  test('an upload that breaks off leaves what ran', async () => {
    const before = await liveBuild();
    edit(`clients/${CLIENT}.yaml`, /apology: .*/, 'apology: We are sorry.');
    await accounts.control.inject({ on: 'api', host: 'serverless-upload.twilio.com', effect: 'fail', status: 503 });
    await expect(accounts.deploy(CLIENT)).rejects.toMatchObject({
      code: 'DEPLOY_FAILED',
      message: expect.stringMatching(/Failed to upload .*What ran before still runs. Run the command again/),
    });
    expect(await liveBuild()).toBe(before);
    await mended();
  });

  test('too many requests now and then are waited out', async () => {
    editFlowFile();
    for (const host of ['studio.twilio.com', 'taskrouter.twilio.com', 'sync.twilio.com']) {
      await accounts.control.inject({ on: 'api', host, effect: 'fail', status: 429, times: 2 });
    }
    expect(changesOf(await accounts.deploy(CLIENT))).toEqual(['updated flow linekit voicemail']);
  });
});

/** Kills a deployment before the first of these steps, then one before the second, and so on; the next goes through. */
async function killedBeforeEach(steps: readonly string[], client: string): Promise<void> {
  // The domain of an account that begins anew is another one.
  for (const killedBefore of new Set(steps.map(step => step.replace(/https:.*/, 'https:')))) {
    await expect(accounts.deploy(client, { killedBefore })).rejects.toThrow('killed');
    await accounts.emulator.settle();
  }
  await accounts.deploy(client);
}

/** How many of each there are, of what a line consists of. */
function counts(): Record<string, number> {
  const lines =
    /^(api\.incoming|studio\.flows|taskrouter\.(workspaces|queues|workflows)|sync\.(services|maps|documents)|serverless\.(services|environments|functions|assets|variables))/;
  const entries = Object.entries(accounts.emulator.snapshot()).filter(([name]) => lines.test(name));
  return Object.fromEntries(entries.map(([name, records]) => [name, records.length]));
}

describe('killed at every step', () => {
  test('a first deployment is finished by the run after the last kill, and has nothing twice', async () => {
    const client = accounts.belongings(CLIENT);
    const { steps } = await accounts.deploy(OTHER);
    const clean = counts();
    accounts.emulator.restore(deployed);
    expect(steps.length).toBeGreaterThan(15);
    await killedBeforeEach(steps, OTHER);
    expect(counts()).toEqual(clean);
    expect(changesOf(await accounts.deploy(OTHER))).toEqual([]);
    expect((await accounts.drift(OTHER)).drifts).toEqual([]);
    expect(accounts.belongings(CLIENT)).toBe(client);
  }, 60_000);

  test('so is a later one, of the same code with another flow', async () => {
    editFlowFile();
    const steps = ['building', 'looking at', 'trying', 'wiring TaskRouter', 'wiring flows', 'verifying', 'writing'];
    await killedBeforeEach(steps, CLIENT);
    expect((await accounts.drift(CLIENT)).drifts).toEqual([]);
    expect((await theFlow()).revision).toBe(2);
    const { putBack } = await accounts.rollback(CLIENT);
    expect(putBack).toMatchObject([{ kind: 'flow', from: 'revision 2', to: 'revision 1' }]);
  }, 60_000);
});
