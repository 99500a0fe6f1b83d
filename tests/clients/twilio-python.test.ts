import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { finished } from './client-process';
import { describeClient, folderOf } from './installed';
import { openLocalCloud, type LocalCloud } from './local-cloud';

const SCRIPT = join(__dirname, 'twilio-python', 'every-resource.py');

describeClient('twilio-python', "twilio 9.13.0, Twilio's library for Python", () => {
  let cloud: LocalCloud;
  beforeAll(async () => void (cloud = await openLocalCloud({ clock: 'fast-forward' })));
  afterAll(() => cloud.close());

  test('one of every resource is made, listed, paged, fetched and changed', async () => {
    const startedMs = Date.now();
    const { exitCode, stdout, stderr } = await finished(
      spawn(join(folderOf('twilio-python'), 'bin', 'python'), [SCRIPT], {
        cwd: cloud.folder,
        env: { PATH: process.env['PATH'], ...cloud.environment },
      }),
    );
    process.stderr.write(`  ${((Date.now() - startedMs) / 1000).toFixed(1)} s  python every-resource.py\n`);
    if (exitCode !== 0) throw new Error(stderr);
    expect(JSON.parse(stdout)).toEqual({});
  });
});
