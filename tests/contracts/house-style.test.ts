import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProduct, root, sourceFiles } from './source-files';

const product = sourceFiles('lib', 'functions', 'emulator', 'scripts').filter(isProduct);
const tests = sourceFiles('lib', 'emulator', 'scripts', 'tests').filter(file => file.path.endsWith('.test.ts'));

test('files are small: none over 400 lines, the median at most 90', () => {
  const sizes = product.map(file => file.lines).sort((a, b) => a - b);
  expect(product.filter(file => file.lines > 400).map(file => file.path)).toEqual([]);
  expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(90);
});

test('an environment is read only where it may be', () => {
  const allowed = /^(scripts|emulator)\/|^lib\/function\/|^server\/main\.ts$/;
  expect(
    product.filter(file => /process\.env\b/.test(file.text) && !allowed.test(file.path)).map(file => file.path),
  ).toEqual([]);
});

test('only the log and the command line write to the console', () => {
  const allowed = /^lib\/log\/|^scripts\//;
  expect(
    product.filter(file => /\bconsole\.\w+\(/.test(file.text) && !allowed.test(file.path)).map(file => file.path),
  ).toEqual([]);
});

test('every function has a test that mirrors it', () => {
  const missing = sourceFiles('functions')
    .map(file => `tests/${file.path.replace(/(\.protected)?\.ts$/, '')}.test.ts`)
    .filter(path => !existsSync(join(root, path)));
  expect(missing).toEqual([]);
});

test('every function is protected unless it is on this list', () => {
  const open = sourceFiles('functions')
    .map(file => file.path)
    .filter(path => !path.endsWith('.protected.ts'));
  // Flex's Functions can't be signed by Twilio: each lets in only who has a good token.
  const isFlex = (path: string): boolean => {
    const text = readFileSync(join(root, path), 'utf8');
    return text.includes('export const handler = defineFlex({\n  check: checkFlexToken,');
  };
  expect(open.filter(path => !isFlex(path)).sort()).toEqual(['functions/health.ts', 'functions/voicemail/listen.ts']);
});

test('names say what is in a file', () => {
  const vague = /(^|\/)(utils?|helpers?|common|misc|types)(\/|\.ts$)/;
  expect(
    [...product, ...tests].filter(file => vague.test(file.path) || /[A-Z_]/.test(file.path)).map(file => file.path),
  ).toEqual([]);
});

test('no test waits in real time', () => {
  const waits = /\bsleep\(|timers\/promises|await new Promise\(\w+ => setTimeout\(/;
  expect(
    tests.filter(file => waits.test(file.text) && !file.path.endsWith('house-style.test.ts')).map(file => file.path),
  ).toEqual([]);
});
