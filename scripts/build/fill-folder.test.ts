import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesIn, fillFolder } from './fill-folder';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'linekit-fill-'))));
afterEach(() => rmSync(root, { recursive: true }));

test('the folder holds exactly what it should, and what was right is not touched', () => {
  const folder = join(root, 'out');
  const [same, changed] = [Buffer.from('same'), Buffer.from('new')];
  mkdirSync(join(folder, 'deep'), { recursive: true });
  writeFileSync(join(folder, 'same.js'), same);
  utimesSync(join(folder, 'same.js'), 1, 1);
  writeFileSync(join(folder, 'deep/changed.js'), 'old');
  writeFileSync(join(folder, 'deep/stale.js'), 'stale');
  fillFolder(folder, [
    { file: 'same.js', bytes: same },
    { file: 'deep/changed.js', bytes: changed },
    { file: 'a/b/fresh.js', bytes: changed },
  ]);
  expect(filesIn(folder)).toEqual(['a/b/fresh.js', 'deep/changed.js', 'same.js']);
  expect(statSync(join(folder, 'same.js')).mtimeMs).toBe(1000);
  expect(readFileSync(join(folder, 'deep/changed.js'), 'utf8')).toBe('new');
  expect(filesIn(root)).toHaveLength(3);
});

test('a folder that is not there has no files', () => {
  expect(filesIn(join(root, 'none'))).toEqual([]);
});
