import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestCloud, textOf } from '../testing/cloud';
import { createPackages } from './packages';

let folder: string;
let installations: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'linekit-packages-'));
  installations = [];
  put('project/node_modules', 'greeting', '2.1.0');
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(modules: string, name: string, version: string): void {
  const place = join(folder, modules, name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version }));
  writeFileSync(join(place, 'index.js'), `module.exports = '${name} ${version}';`);
}

/** Stands for npm: puts the least version of each range in place, and a package that nobody asked for beside them. */
async function install(to: string): Promise<string | undefined> {
  await Promise.resolve();
  const { dependencies } = JSON.parse(readFileSync(join(to, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  installations.push(Object.keys(dependencies).join(' '));
  if ('absent' in dependencies) return 'E404 absent is not in the registry';
  const modules = join(to.slice(folder.length), 'node_modules');
  for (const [name, range] of Object.entries(dependencies)) put(modules, name, range.replace('^', ''));
  put(modules, 'beside', '1.0.0');
  return undefined;
}

const open = () =>
  createPackages({
    modulesFolder: join(folder, 'project/node_modules'),
    packagesFolder: join(folder, 'kept'),
    install,
  });

function required(dependencies: readonly { name: string; version: string }[], name: string): unknown {
  const build = mkdtempSync(join(folder, 'build-'));
  open().link(dependencies, build);
  return createRequire(join(build, 'package.json'))(name);
}

test('what the project has is taken from there, and nothing beside it', async () => {
  const dependencies = [{ name: 'greeting', version: '^2.0.0' }];
  expect(await open().provide(dependencies)).toEqual([]);
  expect(installations).toEqual([]);
  expect(required(dependencies, 'greeting')).toBe('greeting 2.1.0');
});

test('what the project lacks is installed once, together with all that the build declares', async () => {
  const dependencies = [
    { name: 'greeting', version: '^1.4.0' },
    { name: '@scope/other', version: '3.0.0' },
  ];
  const packages = open();
  expect(await Promise.all([packages.provide(dependencies), packages.provide(dependencies)])).toEqual([[], []]);
  expect(await open().provide([...dependencies].reverse())).toEqual([]);
  expect(installations).toEqual(['greeting @scope/other']);
  expect(required(dependencies, 'greeting')).toBe('greeting 1.4.0');
  expect(required(dependencies, '@scope/other')).toBe('@scope/other 3.0.0');
  expect(required(dependencies, 'beside')).toBe('beside 1.0.0');
});

test('what can not be installed is told, leaves nothing behind and may be tried again', async () => {
  const dependencies = [{ name: 'absent', version: '1.0.0' }];
  for (const times of [1, 2]) {
    expect(await open().provide(dependencies)).toEqual([
      `absent@1.0.0 is not installed in ${join(folder, 'project/node_modules')}`,
      'npm could not install them: E404 absent is not in the registry',
    ]);
    expect(installations).toHaveLength(times);
  }
  expect(readdirSync(join(folder, 'kept'))).toEqual([]);
});

test('without a folder for packages nothing is installed', async () => {
  const packages = createPackages({ modulesFolder: join(folder, 'project/node_modules'), install });
  expect(await packages.provide([{ name: 'greeting', version: '1.0.0' }])).toHaveLength(1);
  expect(installations).toEqual([]);
});

test('a Function gets the version that its build declares, on the runtime that comes with linekit', async () => {
  const cloud = await startTestCloud({ packagesFolder: join(folder, 'kept'), install });
  try {
    const source = `exports.handler = (context, event, callback) => callback(null, require('greeting'));`;
    const { origin, status } = await cloud.deploy({
      functions: { '/greet': source },
      dependencies: { greeting: '^1.0.0' },
    });
    expect(status).toBe('completed');
    expect(textOf(await cloud.dispatch('GET', `${origin}/greet`))).toBe('greeting 1.0.0');
    expect(existsSync(join(folder, 'kept'))).toBe(true);
  } finally {
    await cloud.close();
  }
});
