import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { openCertificateAuthority } from './gateway/certificate-authority';

/** Beside Node's own. The start is loading for the most part: what grows here makes everybody wait. */
const MOST_MODULES = 170;

test('with an authority that is there already, it is up with few modules loaded, and without what only some requests need', async () => {
  const root = join(__dirname, '..');
  mkdirSync(join(root, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(root, 'dist/start-'));
  const file = join(folder, 'start.js');
  const contents = `
    import { createEmulator } from './emulator';
    void createEmulator({ dataFolder: __dirname }).then(emulator => {
      process.stdout.write(JSON.stringify(Object.keys(require.cache)));
      return emulator.close();
    });`;
  const options = { bundle: true, write: false, platform: 'node', packages: 'external', logLevel: 'error' } as const;
  const built = buildSync({ ...options, stdin: { contents, resolveDir: root, loader: 'ts' } });
  writeFileSync(file, built.outputFiles[0]?.text ?? '');
  await openCertificateAuthority(folder);
  const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(stderr).toBe('');
  const modules = JSON.parse(stdout) as string[];
  expect(modules.filter(each => /x509|libphonenumber|wasm-media|ajv|node_modules.twilio/.test(each))).toEqual([]);
  expect(modules.length).toBeLessThanOrEqual(MOST_MODULES);
});
