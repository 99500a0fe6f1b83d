import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { ApiRequest } from '../../emulator/contract';
import { changesOf, openClientAccounts, type ClientAccounts } from '../support/client-accounts';

const CLIENT = 'harbor-legal';
const WORDS = ['--yes', '--no-dotenv', '--json', '--wiring', 'builtin', '--buy-numbers', '--create-workspace'];

let accounts: ClientAccounts;
beforeAll(async () => {
  accounts = await openClientAccounts([CLIENT], '2026-11-23T22:00:00-08:00');
}, 30_000);
afterAll(() => accounts.close());

/** Runs the command as people do, and kills its process while Twilio does what such a request asks. Gives the signal that ended it. */
async function killedAt(moment: (request: ApiRequest) => boolean): Promise<NodeJS.Signals | null> {
  const { emulator, project } = accounts;
  const child = spawn(process.execPath, [join(project.root, 'bin/linekit.js'), 'deploy', CLIENT, ...WORDS], {
    env: { ...process.env, ...emulator.environment(), NO_COLOR: '1' },
    stdio: 'ignore',
  });
  const forApi = emulator.faults.forApi.bind(emulator.faults);
  const watch = jest.spyOn(emulator.faults, 'forApi').mockImplementation(request => {
    if (moment(request)) child.kill('SIGKILL');
    return forApi(request);
  });
  const signal = await new Promise<NodeJS.Signals | null>(resolve => child.on('close', (_code, by) => resolve(by)));
  watch.mockRestore();
  await emulator.settle();
  return signal;
}

const posts =
  (host: string, path: RegExp) =>
  (request: ApiRequest): boolean =>
    request.method === 'POST' && request.host === host && path.test(request.url.pathname);

test('a process that is killed while the code is built or the flow is published: the next run mends it', async () => {
  const moments = [posts('serverless.twilio.com', /\/Builds$/), posts('studio.twilio.com', /\/Flows$/)];
  for (const moment of moments) expect(await killedAt(moment)).toBe('SIGKILL');
  const changes = changesOf(await accounts.deploy(CLIENT));
  expect(changes.some(change => change.includes('number'))).toBe(true);
  expect(changesOf(await accounts.deploy(CLIENT))).toEqual([]);
  expect((await accounts.drift(CLIENT)).drifts).toEqual([]);
  const store = accounts.emulator.snapshot();
  const count = (name: string) => store[name]?.length;
  expect([count('taskrouter.workspaces'), count('taskrouter.workflows'), count('serverless.services')]).toEqual([
    1, 2, 1,
  ]);
  expect([count('studio.flows'), count('api.incoming_phone_numbers')]).toEqual([1, 1]);
}, 30_000);
