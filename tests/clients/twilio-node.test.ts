import { spawn } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from './client-process';
import { describeClient, folderOf } from './installed';
import { openLocalCloud, type LocalCloud } from './local-cloud';

let cloud: LocalCloud;

/** Runs a script of `twilio-node/` in a process that knows of the local Twilio by its environment alone; gives what it found. */
async function run(script: string): Promise<unknown> {
  const startedMs = Date.now();
  // Away from the repository, whose own twilio-node would be found first.
  copyFileSync(join(__dirname, 'twilio-node', script), join(cloud.folder, script));
  const program = `require('./${script}').run().then(found => console.log(JSON.stringify(found)))`;
  const { exitCode, stdout, stderr } = await finished(
    spawn(process.execPath, ['-e', program], {
      cwd: cloud.folder,
      env: {
        PATH: process.env['PATH'],
        NODE_PATH: join(folderOf('twilio-node'), 'node_modules'),
        ...cloud.environment,
      },
    }),
  );
  process.stderr.write(`  ${((Date.now() - startedMs) / 1000).toFixed(1)} s  twilio-node ${script}\n`);
  if (exitCode !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

describeClient('twilio-node', 'twilio-node 6.2.0', () => {
  beforeEach(async () => void (cloud = await openLocalCloud({ clock: 'fast-forward' })));
  afterEach(() => cloud.close());

  test('lists of every product: list, limit, page, next, previous, each, stopped', async () => {
    const found = (await run('paging.js')) as Record<string, string[]>;
    expect(Object.keys(found).length).toBeGreaterThan(15);
    expect(Object.entries(found).filter(([, faults]) => faults.length > 0)).toEqual([]);
  });

  test('what is refused is a RestException with status, code and link', async () => {
    const refused = (status: number, code: number) => [
      'RestException',
      status,
      code,
      `https://www.twilio.com/docs/errors/${code}`,
    ];
    expect(await run('errors.js')).toEqual({
      absentCall: refused(404, 20404),
      absentWorkspace: refused(404, 20404),
      absentFlow: refused(404, 20404),
      absentService: refused(404, 20404),
      wrongToken: refused(401, 20003),
      foreignAccount: refused(401, 20003),
      nameTaken: refused(409, 54301),
      wrongRevision: refused(412, 54103),
      workerTaken: refused(400, 20001),
      badExpression: refused(400, 20001),
      badFlow: refused(400, 20001),
      badNumber: refused(400, 21421),
      numberTaken: refused(400, 21422),
      badUrl: refused(400, 21402),
      badEnum: refused(400, 20001),
      badSink: refused(400, 20001),
    });
  });

  test('changes and deletions by revision; by API key; on behalf of a subaccount', async () => {
    const item = {
      revisions: ['0', '1'],
      stale: [412, 54103],
      data: { n: 2 },
      staleRemoval: [412, 54103],
      removal: 'done',
      after: [404, 20404],
    };
    expect(await run('changes.js')).toEqual({
      // A document is deleted whatever its revision: Twilio's API has no If-Match there.
      revisions: { document: { ...item, staleRemoval: 'done', removal: [404, 20404] }, mapItem: item, listItem: item },
      tasks: { attributes: '{"n":2}', stale: [412, 20412], canceled: 'canceled', removed: 'done', after: [404, 20404] },
      credentials: { byKey: true, theirs: ['Theirs'], ours: [], afterRemoval: [401, 20003] },
    });
  });

  test('hosts of edges and regions', async () => {
    expect(await run('hosts.js')).toEqual({ none: [1, 2], dublin: [2, 3], ie1: [3, 4], 'dublin ie1': [4, 5] });
  });

  test('webhooks: forms and JSON bodies have the signature that twilio-node works out', async () => {
    const heard = (await run('webhooks.js')) as Record<string, unknown>[];
    expect(heard.filter(({ valid, elsewhere }) => valid !== true || elsewhere !== false)).toEqual([]);
    expect(heard).toContainEqual(expect.objectContaining({ path: '/voice', method: 'GET' }));
    expect(heard.flatMap(({ path, status }) => (path === '/status' ? [status] : []))).toEqual([
      'initiated',
      'ringing',
      'in-progress',
      'completed',
    ]);
    expect(heard.find(({ path }) => path === '/sink')).toMatchObject({ isJson: true, hasBodyHash: true });
    expect(heard).toContainEqual(expect.objectContaining({ path: '/callback', event: 'worker.created' }));
  });
});
