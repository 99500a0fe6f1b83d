import { spawn } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../scripts/project';
import { openClientAccounts, type ClientAccounts } from '../support/client-accounts';
import { leaveMessage } from '../support/line';
import { finished, runClient } from './client-process';
import { describeClient } from './installed';

const CLIENT = 'harbor-legal';

describeClient('twilio-run', "linekit's own project, deployed by twilio-run 5.0.1", () => {
  let accounts: ClientAccounts;
  beforeAll(async () => {
    accounts = await openClientAccounts([CLIENT], '2026-11-23T22:00:00-08:00');
    const { root } = accounts.project;
    copyFileSync(join(projectRoot, '.twilioserverlessrc'), join(root, '.twilioserverlessrc'));
    const { TWILIO_ACCOUNT_SID: sid = '', TWILIO_AUTH_TOKEN: token = '' } = accounts.settings(CLIENT);
    writeFileSync(join(root, '.env'), `ACCOUNT_SID=${sid}\nAUTH_TOKEN=${token}\n`);
    const build = [join(root, 'bin/linekit.js'), 'build', '--client', CLIENT];
    const { exitCode, stderr } = await finished(spawn(process.execPath, build, { cwd: root }));
    if (exitCode !== 0) throw new Error(stderr);
  });
  afterAll(() => accounts.close());

  test("it does what the code step does: linekit's own deployment finds nothing to upload, and a caller is answered", async () => {
    const { root } = accounts.project;
    const words = ['deploy', '--environment', 'dev', '-o', 'json'];
    const run = await runClient('twilio-run', words, { cwd: root, environment: accounts.emulator.environment() });
    expect(run).toMatchObject({ exitCode: 0 });
    const { buildSid } = JSON.parse(run.stdout) as { buildSid: string };
    const report = await accounts.deploy(CLIENT);
    expect(report.code).toMatchObject({ outcome: 'unchanged', changed: [] });
    expect(report.buildSid).toBe(buildSid);
    const to = accounts.clients[0]?.numbers[0]?.number ?? '';
    await accounts.call({ to, caller: leaveMessage });
    expect(accounts.emulator.inbox()).toHaveLength(1);
  });

  test('deployed over what linekit deployed, the line goes on to answer', async () => {
    const run = await runClient('twilio-run', ['deploy', '--override-existing-project', '-o', 'json'], {
      cwd: accounts.project.root,
      environment: accounts.emulator.environment(),
    });
    expect(run).toMatchObject({ exitCode: 0 });
    const to = accounts.clients[0]?.numbers[0]?.number ?? '';
    await accounts.call({ to, caller: leaveMessage });
    expect(accounts.emulator.inbox()).toHaveLength(2);
  });
});
