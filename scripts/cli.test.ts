import { spawnSync } from 'node:child_process';
import { inProject } from './project';
import { HELP_COLUMNS, refilled } from './terminal/refill';

function linekit(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [inProject('bin/linekit.js'), ...words], { encoding: 'utf8' });
}

test('--verbose is an option of every command, in its own words where it has some; no line of help is too wide', () => {
  const emulator = linekit('emulator', '--help').stdout;
  expect(emulator).toContain('a line on stderr for each request');
  expect(linekit('flows', '--help').stdout).toContain('say more: every step of a call');
  expect(Math.max(...emulator.split('\n').map(line => line.length))).toBeLessThanOrEqual(HELP_COLUMNS);
});

test.each([[['nope', '--help']], [['client', 'nope', '-h']]])('%j asks for a command that is not there', words => {
  const { status, stderr, stdout } = linekit(...words);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain("unknown command 'nope'");
});

test('a paragraph that is too wide is filled anew, the examples under it are not', () => {
  const text = 'One two three\nfour five six seven.\n  $ stays as wide as it is\n\nShort\nlines';
  expect(refilled(text, 14)).toBe('One two three\nfour five six\nseven.\n  $ stays as wide as it is\n\nShort\nlines');
});
