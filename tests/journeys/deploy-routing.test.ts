import { z } from 'zod';
import { changesOf, openClientAccounts, type ClientAccounts } from '../support/client-accounts';

const CLIENT = 'harbor-legal';
const ROUTING = `
queues:
  - queue: Intake
    skills: [intake]
  - queue: Spanish
    skills: [intake, spanish]

topics:
  - topic: housing
    queue: Spanish
    escalation:
      - afterSeconds: 60
        queue: Intake

capacity:
  voice: 2
  voicemail: 3
`;

const list = z.record(z.string(), z.unknown());
const items = z.array(z.looseObject({ sid: z.string() }));

let accounts: ClientAccounts;
let workspace = '';
/** Deployed, then two agents came, of whom one takes intake. */
beforeAll(async () => {
  accounts = await openClientAccounts([CLIENT], '2026-11-23T22:00:00-08:00');
  await accounts.deploy(CLIENT);
  const [found] = await listOf('taskrouter.twilio.com/v1/Workspaces');
  workspace = `taskrouter.twilio.com/v1/Workspaces/${found?.sid ?? ''}`;
  for (const [FriendlyName, skills] of [
    ['ann', ['intake']],
    ['bo', []],
  ] as const) {
    const Attributes = JSON.stringify({ routing: { skills } });
    await accounts.rest(CLIENT, `${workspace}/Workers`, { FriendlyName, Attributes });
  }
}, 30_000);
afterAll(() => accounts.close());

/** A list of Twilio's, whatever it calls the items on that page. */
async function listOf(address: string): Promise<z.infer<typeof items>> {
  const page = list.parse(await accounts.rest(CLIENT, address));
  return items.parse(Object.values(page).find(Array.isArray));
}

async function workerNamed(name: string): Promise<string> {
  const worker = (await listOf(`${workspace}/Workers`)).find(each => each['friendly_name'] === name);
  return worker?.sid ?? '';
}

async function queueNamed(name: string): Promise<z.infer<typeof items>[number] | undefined> {
  return (await listOf(`${workspace}/TaskQueues`)).find(each => each['friendly_name'] === name);
}

test('queues, topics and capacities of the file come to the account; a queue that nobody works in is told', async () => {
  accounts.project.edit(`clients/${CLIENT}.yaml`, yaml => yaml + ROUTING);
  const { wiring } = await accounts.deploy(CLIENT, { dryRun: true });
  const capacity = wiring?.changes.filter(({ kind }) => kind === 'capacity');
  expect(capacity?.map(({ name, details }) => [name, details])).toEqual([
    ['voice', ['2 for 2 agents: ann has 1, bo has 1']],
    ['voicemail', ['3 for 2 agents: ann has 1, bo has 1']],
  ]);
  const report = await accounts.deploy(CLIENT);
  expect(changesOf(report)).toEqual([
    'created queue Intake',
    'created queue Spanish',
    'created channel voicemail',
    'updated workflow linekit calls',
    'updated workflow linekit callbacks and voicemail',
    'updated capacity voice',
    'updated capacity voicemail',
  ]);
  expect(report.warnings).toEqual([
    expect.stringMatching(/^Nobody works in queue "Spanish".*topic "housing".* all of the skills intake, spanish/),
  ]);
  expect(await queueNamed('Spanish')).toMatchObject({
    target_workers: "routing.skills HAS 'intake' AND routing.skills HAS 'spanish'",
  });
});

test('a second deployment changes nothing, and only reads of TaskRouter', async () => {
  const refused = { on: 'api', host: 'taskrouter.twilio.com', method: 'POST', effect: 'fail', status: 400 } as const;
  await accounts.control.inject({ ...refused, times: 99 });
  expect(changesOf(await accounts.deploy(CLIENT))).toEqual([]);
  await accounts.control.clearFaults();
  expect(await accounts.drift(CLIENT)).toMatchObject({ drifts: [] });
});

test('an agent with another capacity and a queue with other workers drifted, and a deployment mends both', async () => {
  await accounts.rest(CLIENT, `${workspace}/Workers/${await workerNamed('bo')}/Channels/voice`, { Capacity: '5' });
  const queue = await queueNamed('Intake');
  await accounts.rest(CLIENT, `${workspace}/TaskQueues/${queue?.sid ?? ''}`, { TargetWorkers: '1==1' });
  const { drifts = [] } = await accounts.drift(CLIENT);
  expect(drifts.map(({ kind, name, details }) => [kind, name, ...details])).toEqual([
    ['queue', 'Intake', "workers: 1==1 → routing.skills HAS 'intake'"],
    ['capacity', 'voice', '2 for 1 agent: bo has 5'],
  ]);
  expect(changesOf(await accounts.deploy(CLIENT))).toEqual(['updated queue Intake', 'updated capacity voice']);
  expect((await accounts.drift(CLIENT)).drifts).toEqual([]);
});

test('a queue that leaves the file stays in the account, and is named', async () => {
  accounts.project.edit(`clients/${CLIENT}.yaml`, yaml =>
    yaml
      .replace(/ {2}- queue: Spanish\n.*\n/, '')
      .replace('queue: Spanish', 'queue: Intake')
      .replace(/ {4}escalation:\n.*\n.*\n/, ''),
  );
  expect(changesOf(await accounts.deploy(CLIENT))).toEqual([
    'updated workflow linekit calls',
    'updated workflow linekit callbacks and voicemail',
  ]);
  expect(await queueNamed('Spanish')).toBeDefined();
  const { drifts, notes } = await accounts.drift(CLIENT);
  expect(drifts).toEqual([]);
  expect(notes).toEqual([expect.stringMatching(/^The file has no queue "Spanish" .*left alone/)]);
});
