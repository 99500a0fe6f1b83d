import { execFileSync } from 'node:child_process';
import { inProject } from './project';

const help = (command: string): string =>
  execFileSync(process.execPath, [inProject('bin/linekit.js'), command, '--help'], { encoding: 'utf8' });

test('--verbose is an option of every command, in its own words where it has some', () => {
  expect(help('emulator')).toContain('a line on stderr for each request');
  expect(help('flows')).toContain('say more: every step of a call');
});
