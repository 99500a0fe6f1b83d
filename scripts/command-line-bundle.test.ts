import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from './project';

/** A project of a line or two with linekit's own command line. */
function tinyProject() {
  const root = mkdtempSync(join(tmpdir(), 'linekit-bundle-'));
  const at = (...parts: string[]) => join(root, ...parts);
  for (const folder of ['bin', 'scripts', 'lib']) mkdirSync(at(folder));
  copyFileSync(inProject('bin/linekit.js'), at('bin/linekit.js'));
  symlinkSync(inProject('node_modules'), at('node_modules'));
  writeFileSync(at('package.json'), '{}');
  writeFileSync(at('tsconfig.json'), '{}');
  writeFileSync(at('scripts/cli.ts'), "import { word } from '../lib/word';\nprocess.stdout.write(word);\n");
  writeFileSync(at('lib/word.ts'), "export const word: string = 'one';\n");
  /** Runs it so many seconds from now: what was written at that very time is not trusted to be told from what is written next. */
  const run = (afterSeconds = 60): string => {
    const clock = at('clock.cjs');
    writeFileSync(clock, `const { now } = Date; Date.now = () => now() + ${afterSeconds * 1000};\n`);
    return execFileSync(process.execPath, ['-r', clock, at('bin/linekit.js')], { encoding: 'utf8' });
  };
  return { root, at, run };
}

test('the command line is bundled once, and again when a file changes, comes before another or goes', () => {
  const { root, at, run } = tinyProject();
  const bundle = at('dist/bin/linekit.js');
  expect(run()).toBe('one');
  const { mtimeMs } = statSync(bundle);
  expect(run()).toBe('one');
  expect(statSync(bundle).mtimeMs).toBe(mtimeMs);

  writeFileSync(at('lib/word.ts'), "export const word: string = 'two';\n");
  expect(run()).toBe('two');
  // Found before word.ts.
  writeFileSync(at('lib/word.tsx'), "export const word: string = 'three';\n");
  expect(run()).toBe('three');
  rmSync(at('lib/word.tsx'));
  expect(run()).toBe('two');
  writeFileSync(bundle, "process.stdout.write('somebody else’s');");
  expect(run()).toBe('two');
  rmSync(root, { recursive: true });
});

test('what was written while it was bundled is bundled again', () => {
  const { root, at, run } = tinyProject();
  expect(run(-60)).toBe('one');
  expect(existsSync(at('dist/bin/linekit.sources.json'))).toBe(false);
  rmSync(root, { recursive: true });
});
