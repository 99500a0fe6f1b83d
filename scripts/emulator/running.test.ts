import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { refuseSecondLine } from '../local/stay-up';
import { announceRunning, findRunning, numberOfLine } from './running';

const folder = mkdtempSync(path.join(tmpdir(), 'linekit-running-'));
afterAll(() => rmSync(folder, { recursive: true }));

const accountSid = `AC${'0'.repeat(32)}`;
const line = { port: 4011, pid: process.pid, accountSid, number: '+12025550142' };
const bare = { port: 4010, pid: process.pid, accountSid };

test('a line that is up is found whatever starts or ends beside it, and its first number needs no naming', () => {
  const endLine = announceRunning(line, folder);
  const endBare = announceRunning(bare, folder);
  expect(findRunning(folder)).toEqual(line);
  expect([numberOfLine(4011, folder), numberOfLine(4010, folder)]).toEqual(['+12025550142', undefined]);
  endBare();
  expect(findRunning(folder)).toEqual(line);
  endLine();
  expect(findRunning(folder)).toBeUndefined();
});

test('a second line is refused while the first is up, and what a killed process left counts for nothing', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  announceRunning({ ...line, pid }, folder);
  expect(findRunning(folder)).toBeUndefined();
  const end = announceRunning(line, folder);
  expect(readdirSync(path.join(folder, 'running'))).toHaveLength(1);
  expect(() => refuseSecondLine(folder)).toThrow('on port 4011');
  end();
  const endBare = announceRunning(bare, folder);
  expect(() => refuseSecondLine(folder)).not.toThrow();
  endBare();
});
