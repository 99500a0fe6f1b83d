import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { HOLD_MUSIC_SECONDS } from '../../lib/lines/wait';
import { root, sourceFiles } from './source-files';

const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};
const built = join(root, 'dist/functions');
const bundles = () => readdirSync(built, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.js'));

beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'bin/linekit.js'), 'build'], { stdio: 'pipe' });
});

test('the build makes one bundle of each function and nothing else: every .js is a public URL', () => {
  const expected = sourceFiles('functions').map(file => file.path.replace(/^functions\//, '').replace(/\.ts$/, '.js'));
  expect(bundles().sort()).toEqual(expected.sort());
  expect(bundles().length).toBeLessThanOrEqual(50);
});

test('each bundle is small and requires nothing by a relative path', () => {
  for (const name of bundles()) {
    const code = readFileSync(join(built, name), 'utf8');
    // The assistant's whole engine, and the metadata of phone numbers for the callbacks that it books.
    expect(Buffer.byteLength(code)).toBeLessThan(name.startsWith('assistant/') ? 320_000 : 200_000);
    expect(code).not.toMatch(/require\(["']\.{1,2}\//);
  }
});

test('each bundle loads alone, under a SID-like name, with only the declared dependencies', () => {
  const folder = mkdtempSync(join(tmpdir(), 'linekit-bundles-'));
  try {
    for (const name of Object.keys(dependencies)) {
      mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    }
    const files = bundles().map((name, index) => {
      const sid = `ZN${String(index).padStart(32, '0')}`;
      mkdirSync(join(folder, sid));
      cpSync(join(built, name), join(folder, sid, `${sid}.js`));
      return join(folder, sid, `${sid}.js`);
    });
    writeFileSync(
      join(folder, 'load.js'),
      `for (const file of ${JSON.stringify(files)}) console.log(typeof require(file).handler);`,
    );
    const printed = execFileSync(process.execPath, [join(folder, 'load.js')], { encoding: 'utf8' });
    expect(printed.trim().split('\n')).toEqual(files.map(() => 'function'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("every dependency is used by a function, or is the runtime's own", () => {
  const code = bundles()
    .map(name => readFileSync(join(built, name), 'utf8'))
    .join('\n');
  const isRequired = (name: string): boolean => new RegExp(`(?:require|import)\\(["']${name}["'/]`).test(code);
  const unused = Object.keys(dependencies).filter(name => !isRequired(name));
  // The runtime requires these two itself: the handler, and twilio for the Twilio global and getTwilioClient.
  expect(unused.sort()).toEqual(['@twilio/runtime-handler', 'twilio']);
  expect(dependencies['@twilio/runtime-handler']).toMatch(/^\d+\.\d+\.\d+$/);
});

test("the client's file and the fingerprint are in the build as private assets, and nothing private is public", () => {
  const assets = readdirSync(join(root, 'dist/assets'), { recursive: true, encoding: 'utf8' });
  expect(assets.sort()).toEqual(['build.private.json', 'client.private.json', 'hold-music.wav']);
  expect(statSync(join(root, 'dist/assets/hold-music.wav')).size).toBeLessThan(25 * 1024 * 1024);
});

test('the hold music lasts as long as the wait document counts for it', () => {
  const wav = readFileSync(join(root, 'assets/hold-music.wav'));
  // µ-law, 8,000 bytes a second; the data chunk is the last one.
  const bytesPerSecond = wav.readUInt32LE(wav.indexOf('fmt ') + 16);
  const dataBytes = wav.readUInt32LE(wav.indexOf('data') + 4);
  expect(dataBytes / bytesPerSecond).toBe(HOLD_MUSIC_SECONDS);
});
