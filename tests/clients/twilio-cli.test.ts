import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runClient } from './client-process';
import { describeClient, folderOf } from './installed';
import { openLocalCloud, type LocalCloud } from './local-cloud';

const PLUGIN = '@twilio-labs/plugin-serverless';
const FUNCTION = `exports.handler = (context, event, callback) => callback(null, 'hello from the plugin');`;

type Item = Readonly<Record<string, unknown>>;

let cloud: LocalCloud;

/** As `twilio plugins:link` leaves it: the CLI finds the plugin without asking a registry. */
function linkPlugin(folder: string): void {
  const root = join(folderOf('twilio-cli'), 'node_modules', PLUGIN);
  mkdirSync(folder, { recursive: true });
  const plugins = [{ type: 'link', name: PLUGIN, root }];
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, oclif: { schema: 1, plugins } }));
}

/** Runs the CLI, logged in by its environment alone. Throws what it printed when it fails. */
async function run(...words: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runClient('twilio-cli', words, {
    cwd: join(cloud.folder, 'project'),
    environment: {
      ...cloud.environment,
      TWILIO_DATA_DIR: join(cloud.folder, 'data'),
      TWILIO_CONFIG_DIR: join(cloud.folder, 'config'),
      TWILIO_CACHE_DIR: join(cloud.folder, 'cache'),
    },
  });
  if (exitCode !== 0) throw new Error(`twilio ${words.join(' ')}: ${stdout}\n${stderr}`);
  return stdout;
}

/** A list is printed as JSON, an empty one as nothing. */
const items = async (...words: string[]): Promise<Item[]> =>
  JSON.parse((await run(...words, '-o', 'json')) || '[]') as Item[];

async function only(...words: string[]): Promise<Item & { sid: string }> {
  const [item] = await items(...words);
  return { ...item, sid: String(item?.['sid']) };
}

describeClient('twilio-cli', 'Twilio CLI 6.2.4 with plugin-serverless 3.1.3', () => {
  beforeAll(async () => {
    cloud = await openLocalCloud();
    linkPlugin(join(cloud.folder, 'data'));
    cloud.write({
      'project/package.json': JSON.stringify({ name: 'by-plugin', version: '1.0.0', dependencies: {} }),
      'project/functions/hello.js': FUNCTION,
      'project/assets/note.txt': 'a note',
      'project/.env': 'GREETING=Hello\n',
    });
  });
  afterAll(() => cloud.close());

  test('numbers: bought, listed, pointed elsewhere by number or SID, fetched, given back', async () => {
    const [available] = await items(
      'api:core:available-phone-numbers:local:list',
      '--country-code',
      'US',
      '--limit',
      '1',
    );
    const number = String(available?.['phoneNumber']);
    const { sid } = await only('api:core:incoming-phone-numbers:create', '--phone-number', number);
    expect(await items('phone-numbers:list')).toMatchObject([{ sid, phoneNumber: number }]);
    await run('phone-numbers:update', number, '--voice-url', 'https://example.com/voice', '--friendly-name', 'Desk');
    expect(await only('api:core:incoming-phone-numbers:fetch', '--sid', sid)).toMatchObject({
      voiceUrl: 'https://example.com/voice',
      friendlyName: 'Desk',
    });
    await run('api:core:incoming-phone-numbers:remove', '--sid', sid);
    expect(await items('phone-numbers:list')).toEqual([]);
    await expect(run('phone-numbers:update', number, '--friendly-name', 'Gone')).rejects.toThrow(/could not find/i);
  });

  test('api:core: applications, calls, keys; what is refused is told with its code', async () => {
    const { sid } = await only('api:core:applications:create', '--friendly-name', 'App', '--voice-method', 'GET');
    expect(await only('api:core:applications:fetch', '--sid', sid)).toMatchObject({ voiceMethod: 'GET' });
    expect(await items('api:core:calls:list')).toEqual([]);
    const key = await only('api:core:keys:create', '--friendly-name', 'CI');
    expect(String(key['secret'])).toMatch(/^\w{32}$/);
    await expect(run('api:core:calls:fetch', '--sid', `CA${'0'.repeat(32)}`)).rejects.toThrow(/20404/);
    expect(await only('api:core:accounts:fetch', '--sid', cloud.accountSid)).toMatchObject({ sid: cloud.accountSid });
  });

  test('api:taskrouter:v1: a workspace with its parts, changed and removed', async () => {
    const { sid } = await only('api:taskrouter:v1:workspaces:create', '--friendly-name', 'Desk', '--template', 'FIFO');
    const inside = ['--workspace-sid', sid];
    expect(await items('api:taskrouter:v1:workspaces:list')).toMatchObject([{ sid, friendlyName: 'Desk' }]);
    const worker = await only('api:taskrouter:v1:workspaces:workers:create', ...inside, '--friendly-name', 'ada');
    const attributes = JSON.stringify({ languages: ['de'] });
    await run(
      'api:taskrouter:v1:workspaces:workers:update',
      ...inside,
      '--sid',
      worker.sid,
      '--attributes',
      attributes,
    );
    const listed = await items(
      'api:taskrouter:v1:workspaces:workers:list',
      ...inside,
      ...['--target-workers-expression', 'languages HAS "de"', '--properties', 'friendlyName,attributes'],
    );
    expect(listed).toMatchObject([{ friendlyName: 'ada', attributes }]);
    const statistics = await items('api:taskrouter:v1:workspaces:statistics:fetch', '--workspace-sid', sid);
    expect(statistics).toMatchObject([{ workspaceSid: sid }]);
    await run('api:taskrouter:v1:workspaces:remove', '--sid', sid);
    expect(await items('api:taskrouter:v1:workspaces:list')).toEqual([]);
  });

  test('other products: Studio, Sync, Event Streams', async () => {
    const definition = JSON.stringify({
      description: 'Nothing yet',
      states: [{ name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingCall' }], properties: {} }],
      initial_state: 'Trigger',
      flags: { allow_concurrent_calls: true },
    });
    const flow = ['--friendly-name', 'Line', '--status', 'draft', '--definition', definition];
    const { sid } = await only('api:studio:v2:flows:create', ...flow);
    expect(await items('api:studio:v2:flows:list')).toMatchObject([{ sid, status: 'draft', revision: 1 }]);
    const service = await only('api:sync:v1:services:create', '--friendly-name', 'State');
    const document = ['--service-sid', service.sid, '--unique-name', 'one', '--data', '{"a":1}'];
    expect(await only('api:sync:v1:services:documents:create', ...document)).toMatchObject({ data: { a: 1 } });
    const types = await items('api:events:v1:types:list', '--limit', '60');
    expect(types.length).toBe(60);
  });

  test('serverless:deploy, twice, list, activate and env: as twilio-run does', async () => {
    for (const _time of ['first', 'second']) await run('serverless:deploy');
    const services = JSON.parse(await run('serverless:list', 'services', '--output-format', 'json')) as {
      services: Item[];
    };
    expect(services.services).toMatchObject([{ unique_name: 'by-plugin' }]);
    const listed = JSON.parse(
      await run('serverless:list', 'environments,functions,variables', '--output-format', 'json'),
    ) as {
      environments: { domain_name: string }[];
      functions: object;
      variables: object;
    };
    expect(listed).toMatchObject({
      functions: { entries: [{ path: '/hello', visibility: 'public' }] },
      variables: { entries: [{ key: 'GREETING', value: 'Hello' }] },
    });
    const domain = listed.environments[0]?.domain_name ?? '';
    expect((await cloud.visit(`https://${domain}/hello`)).text).toBe('hello from the plugin');
    await run('serverless:promote', '--from', 'dev', '--to', 'stage', '--create-environment');
    const stage = domain.replace('-dev.', '-stage.');
    expect((await cloud.visit(`https://${stage}/note.txt`)).text).toBe('a note');
    expect(await run('serverless:env:list', '--show-values')).toContain('GREETING Hello');
  });
});
