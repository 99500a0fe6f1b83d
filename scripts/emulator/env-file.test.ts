import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { writeEnvFile } from './env-file';

const folder = mkdtempSync(path.join(tmpdir(), 'linekit-env-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a shell reads the values as they were, whatever is in them', () => {
  const values = { PLAIN: 'AC01/x=1', SPACED: "it's $HOME `here`", EMPTY: '' };
  const file = path.join(folder, 'new', 'shell.env');
  writeEnvFile(file, values);
  const script = `set -a; . ${file}; printf '%s|%s|%s' "$PLAIN" "$SPACED" "$EMPTY"`;
  expect(execFileSync('sh', ['-c', script]).toString()).toBe(Object.values(values).join('|'));
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a file of its own is replaced and taken back; anything else stays as it is', () => {
  const file = path.join(folder, 'a.env');
  const removeFirst = writeEnvFile(file, { A: '1' });
  const removeSecond = writeEnvFile(file, { A: '2' });
  removeFirst();
  expect(readFileSync(file, 'utf8')).toContain('A=2');
  removeSecond();
  expect(existsSync(file)).toBe(false);
  writeFileSync(file, 'SECRET=1\n');
  expect(() => writeEnvFile(file, { A: '3' })).toThrow('holds something else');
  expect(readFileSync(file, 'utf8')).toBe('SECRET=1\n');
});
