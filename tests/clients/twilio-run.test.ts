import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import twilio from 'twilio';
import { runClient } from './client-process';
import { clientsFolder, describeClient } from './installed';
import { openLocalCloud, type LocalCloud } from './local-cloud';

const PROJECT = {
  'package.json': JSON.stringify({
    name: 'front-desk',
    version: '1.0.0',
    dependencies: { '@twilio/runtime-handler': '2.1.0', twilio: '6.2.0', 'libphonenumber-js': '^1.13.0' },
  }),
  'functions/greet.js': `exports.handler = (context, event, callback) => {
    console.log('greeted', event.name);
    console.warn('with a warning');
    const words = require(Runtime.getFunctions()['words'].path);
    callback(null, [context.GREETING, words.polite(event.name), Runtime.getAssets()['/hours.json'].open()].join(' '));
  };`,
  'functions/words.private.js': `exports.polite = name => 'dear ' + name;`,
  'functions/desk/ring.protected.js': `const { parsePhoneNumber } = require('libphonenumber-js');
  exports.handler = (context, event, callback) => {
    const twiml = new Twilio.twiml.VoiceResponse();
    twiml.say(parsePhoneNumber(event.From).country);
    callback(null, twiml);
  };`,
  'assets/assets/index.html': '<h1>Front desk</h1>',
  'assets/logo.protected.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'assets/hours.private.json': '{"opens":8}',
};

let cloud: LocalCloud;

/** Runs twilio-run in the project; throws what it printed when it fails. */
async function run(...words: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runClient('twilio-run', words, {
    cwd: join(cloud.folder, 'desk'),
    environment: cloud.environment,
  });
  if (exitCode !== 0) throw new Error(`twilio-run ${words.join(' ')}: ${stdout}\n${stderr}`);
  return stdout;
}

const json = async <T>(...words: string[]): Promise<T> => JSON.parse(await run(...words, '-o', 'json')) as T;

interface Deployed {
  readonly domain: string;
  readonly serviceSid: string;
  readonly environmentSid: string;
  readonly buildSid: string;
  readonly functions: readonly { readonly path: string; readonly access: string }[];
}

interface Listed {
  readonly services: readonly { sid: string; unique_name: string }[];
  readonly environments: readonly { unique_name: string; domain_suffix: string | null; build_sid: string | null }[];
  readonly builds: readonly { sid: string; status: string }[];
  readonly functions: { readonly entries: readonly { path: string; visibility: string }[] };
  readonly assets: { readonly entries: readonly { path: string; visibility: string }[] };
  readonly variables: { readonly entries: readonly { key: string; value: string }[] };
}

function describeFromHere(): void {
  let first: Deployed;

  beforeAll(async () => {
    cloud = await openLocalCloud({ packagesFolder: join(clientsFolder(), 'packages') });
    const account = `ACCOUNT_SID=${cloud.accountSid}\nAUTH_TOKEN=${cloud.authToken}\n`;
    const files = {
      ...PROJECT,
      '.env': `${account}GREETING=Welcome,\n`,
      'more.env': `${account}COLOUR=green\nSIZE=10\n`,
    };
    cloud.write(Object.fromEntries(Object.entries(files).map(([file, content]) => [`desk/${file}`, content])));
  });
  afterAll(() => cloud.close());

  test('deploy: functions and assets of each visibility answer as they should', async () => {
    first = await json<Deployed>('deploy', '--runtime', 'node22');
    expect(first.domain).toMatch(/^front-desk-\d{4}-dev\.twil\.io$/);
    expect(first.functions.map(each => `${each.path} ${each.access}`).sort()).toEqual([
      '/desk/ring protected',
      '/greet public',
      '/words private',
    ]);
    const base = `https://${first.domain}`;
    expect(await cloud.visit(`${base}/greet?name=Ada`)).toMatchObject({
      status: 200,
      text: 'Welcome, dear Ada {"opens":8}',
    });
    expect((await cloud.visit(`${base}/words`)).status).toBe(404);
    expect((await cloud.visit(`${base}/hours.json`)).status).toBe(404);
    // Twilio serves this asset at the root, too.
    for (const path of ['/assets/index.html', '/'])
      expect(await cloud.visit(base + path)).toMatchObject({ status: 200, text: '<h1>Front desk</h1>' });
    const form = { From: '+4930901820' };
    const signed = (path: string) => ({
      'x-twilio-signature': twilio.getExpectedTwilioSignature(cloud.authToken, `${base}${path}`, form),
    });
    for (const path of ['/desk/ring', '/logo.svg'])
      expect((await cloud.visit(`${base}${path}`, new URLSearchParams(form))).status).toBe(403);
    expect(await cloud.visit(`${base}/desk/ring`, new URLSearchParams(form), signed('/desk/ring'))).toMatchObject({
      status: 200,
      text: '<?xml version="1.0" encoding="UTF-8"?><Response><Say>DE</Say></Response>',
    });
  });

  test('deploy again: what did not change keeps its service, what did answers anew', async () => {
    cloud.write({ 'desk/functions/words.private.js': `exports.polite = name => name + '!';` });
    const again = await json<Deployed>('deploy');
    expect(again).toMatchObject({
      serviceSid: first.serviceSid,
      environmentSid: first.environmentSid,
      domain: first.domain,
    });
    expect(again.buildSid).not.toBe(first.buildSid);
    expect((await cloud.visit(`https://${first.domain}/greet?name=Ada`)).text).toBe('Welcome, Ada! {"opens":8}');
    const info = JSON.parse(readFileSync(join(cloud.folder, 'desk/.twiliodeployinfo'), 'utf8')) as object;
    expect(Object.values(info)).toEqual([{ serviceSid: first.serviceSid, latestBuild: again.buildSid }]);
  });

  test('deploy without its cached service: the name is taken, until it may be overridden', async () => {
    const words = ['deploy', '--config', 'none.json', '-o', 'json'];
    cloud.write({ 'desk/.twiliodeployinfo': '{}', 'desk/none.json': '{}' });
    await expect(run(...words)).rejects.toThrow(/already|exists|conflict/i);
    cloud.write({ 'desk/.twiliodeployinfo': '{}' });
    expect(JSON.parse(await run(...words, '--override-existing-project'))).toMatchObject({
      serviceSid: first.serviceSid,
    });
  });

  test('list: services, environments, builds, functions, assets, variables', async () => {
    // Services are listed alone: with other kinds, twilio-run leaves them out.
    const { services } = await json<Pick<Listed, 'services'>>('list', 'services');
    const listed = await json<Listed>('list', 'environments,builds,functions,assets,variables');
    expect(services).toMatchObject([{ sid: first.serviceSid, unique_name: 'front-desk' }]);
    expect(listed.environments).toMatchObject([{ unique_name: 'dev-environment', domain_suffix: 'dev' }]);
    expect(listed.builds.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
    expect(listed.builds.map(({ sid }) => sid)).toContain(listed.environments[0]?.build_sid);
    const named = (entries: readonly { path: string; visibility: string }[]) =>
      entries.map(({ path, visibility }) => `${path} ${visibility}`).sort();
    expect(named(listed.functions.entries)).toEqual(['/desk/ring protected', '/greet public', '/words private']);
    expect(named(listed.assets.entries)).toEqual([
      '/assets/index.html public',
      '/hours.json private',
      '/logo.svg protected',
    ]);
    expect(listed.variables.entries).toMatchObject([{ key: 'GREETING', value: 'Welcome,' }]);
    expect(await run('list', 'services')).toContain('front-desk');
  });

  test('logs: what functions wrote, newest of all, of one function or of all', async () => {
    const lines = (await run('logs', '-o', 'json'))
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Record<string, string>);
    expect(lines.map(({ level, message }) => `${level} ${message}`)).toEqual(
      expect.arrayContaining(['info greeted Ada', 'warn with a warning']),
    );
    const sid = lines[0]?.['function_sid'] ?? '';
    expect(await run('logs', '--function-sid', sid)).toContain('greeted Ada');
    expect(await run('logs', '--function-sid', `ZH${'0'.repeat(32)}`).catch(String)).not.toContain('greeted Ada');
  });

  test('env: set, get, list, import, unset; functions see it without a deployment', async () => {
    await run('env', 'set', '--key', 'GREETING', '--value', 'Hello');
    expect(await run('env', 'get', '--key', 'GREETING')).toContain('Hello');
    expect((await cloud.visit(`https://${first.domain}/greet?name=Ada`)).text).toContain('Hello Ada!');
    // An import takes away what the file does not have.
    await run('env', 'import', '--env', 'more.env');
    expect(await run('env', 'list', '--show-values')).toBe('COLOUR green\nSIZE 10\n');
    await run('env', 'unset', '--key', 'COLOUR');
    expect(await run('env', 'list')).not.toContain('COLOUR');
    await expect(run('env', 'get', '--key', 'COLOUR')).rejects.toThrow();
  });

  test.each(['activate', 'promote'])(
    '%s: a build goes to an environment that is made for it; where it is live already, Twilio refuses it',
    async command => {
      const words = [command, '--from', 'dev', '--to', `${command.slice(0, 3)}-stage`];
      await expect(run(...words)).rejects.toThrow(/environment/i);
      const { domain } = await json<{ domain: string }>(...words, '--create-environment');
      expect(domain).toBe(first.domain.replace('-dev.', `-${command.slice(0, 3)}-stage.`));
      expect((await cloud.visit(`https://${domain}/greet?name=Ada`)).text).toMatch(/Ada! \{"opens":8\}$/);
      await expect(run(...words)).rejects.toThrow(/Failed API Request 20409[^]*already deployed/);
    },
  );

  test('promote to production: the domain has no suffix', async () => {
    const { domain } = await json<{ domain: string }>(
      'promote',
      '--from',
      'dev',
      '--production',
      '--create-environment',
    );
    expect(domain).toBe(first.domain.replace('-dev.', '.'));
    expect((await cloud.visit(`https://${domain}/greet?name=Ada`)).status).toBe(200);
  });

  test('a project of many functions is deployed by an API key, and again, over lists of several pages', async () => {
    const many = Array.from({ length: 120 }, (_, index) => index);
    const keys = `https://api.twilio.com/2010-04-01/Accounts/${cloud.accountSid}/Keys.json`;
    const authorization = `Basic ${Buffer.from(`${cloud.accountSid}:${cloud.authToken}`).toString('base64')}`;
    const made = await cloud.visit(keys, new URLSearchParams({ FriendlyName: 'CI' }), { authorization });
    const key = JSON.parse(made.text) as { sid: string; secret: string };
    const source = (index: number) =>
      `exports.handler = (context, event, callback) => callback(null, 'number ${index}');`;
    cloud.write({
      'many/package.json': JSON.stringify({ name: 'many', version: '1.0.0', dependencies: {} }),
      'many/.env': '',
      ...Object.fromEntries(many.map(index => [`many/functions/f${index}.js`, source(index)])),
    });
    const words = ['deploy', '--cwd', '../many', '-u', key.sid, '--password', key.secret];
    const deployed = await json<Deployed>(...words);
    expect(deployed.functions).toHaveLength(many.length);
    const again = await json<Deployed>(...words, '--service-sid', deployed.serviceSid);
    expect(again.functions).toHaveLength(many.length);
    const listed = await json<Listed>('list', 'functions', '--service-sid', deployed.serviceSid);
    expect(listed.functions.entries).toHaveLength(many.length);
    expect((await cloud.visit(`https://${again.domain}/f119`)).text).toBe('number 119');
  });

  test('a build that can not succeed is told as such, and what is deployed stays', async () => {
    const before = await json<Listed>('list', 'environments');
    const dependencies = { 'no-such-package-anywhere': '1.0.0' };
    cloud.write({ 'desk/package.json': JSON.stringify({ name: 'front-desk', version: '1.0.0', dependencies }) });
    // Twilio tells why in its console alone; twilio-run prints "undefined".
    await expect(run('deploy')).rejects.toThrow('Failed Deployment');
    expect(
      cloud.emulator
        .timeline()
        .map(({ text }) => text)
        .join('\n'),
    ).toContain('no-such-package-anywhere');
    cloud.write({ 'desk/package.json': PROJECT['package.json'] });
    expect(await json<Listed>('list', 'environments')).toEqual(before);
  });

  test('what a project declares and linekit has not is installed, in the version that it wants', async () => {
    const handler = `exports.handler = (context, event, callback) =>
      callback(null, require('moment').version + ' ' + require('ms/package.json').version);`;
    const dependencies = { moment: '2.29.4', ms: '2.0.0' };
    cloud.write({
      'old/package.json': JSON.stringify({ name: 'old-desk', version: '1.0.0', dependencies }),
      'old/.env': '',
      'old/functions/versions.js': handler,
    });
    const credentials = ['-u', cloud.accountSid, '--password', cloud.authToken];
    const { domain } = await json<Deployed>('deploy', '--cwd', '../old', ...credentials);
    expect((await cloud.visit(`https://${domain}/versions`)).text).toBe('2.29.4 2.0.0');
  });

  test('wrong credentials are told as such', async () => {
    const words = ['list', 'services', '-u', cloud.accountSid, '--password', '0'.repeat(32)];
    await expect(run(...words)).rejects.toThrow(/401|20003|Authenticat/i);
  });
}

describeClient('twilio-run', 'twilio-run 5.0.1', describeFromHere);
