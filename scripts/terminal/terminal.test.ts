import { coloursFor } from './colours';
import { createProgress } from './progress';
import { showBytes, showMs, table } from './table';
import { wrap } from './wrap';

test('columns line up whatever the colours, without blanks at the end', () => {
  expect(
    table(
      [
        ['a', '\u001b[32m10\u001b[39m', ''],
        ['bbb', '5', 'x'],
      ],
      { right: [1] },
    ),
  ).toBe('  a    \u001b[32m10\u001b[39m\n  bbb   5  x\n');
  expect(table([['a', 'b', 'long'], ['longer']], { indent: '' })).toBe('a       b  long\nlonger\n');
  expect(table([])).toBe('');
});

test('amounts read as people say them', () => {
  expect([showBytes(812), showBytes(4096), showBytes(2_300_000)]).toEqual(['812 B', '4.1 kB', '2.3 MB']);
  expect([showMs(60.6), showMs(1440)]).toEqual(['61 ms', '1.4 s']);
});

test('words wrap at the width; a longer word stands alone', () => {
  expect(wrap('one two three\n\nfour-hundred-and-four', 8)).toEqual(['one two', 'three', '', 'four-hundred-and-four']);
});

test('NO_COLOR and a dumb terminal mean no colours, FORCE_COLOR means colours', () => {
  const screen = { isTTY: true };
  expect(coloursFor(screen, {}).isColorSupported).toBe(true);
  expect(coloursFor(screen, { NO_COLOR: '1' }).isColorSupported).toBe(false);
  expect(coloursFor(screen, { TERM: 'dumb' }).isColorSupported).toBe(false);
  expect(coloursFor({}, {}).isColorSupported).toBe(false);
  expect(coloursFor({}, { FORCE_COLOR: '1' }).isColorSupported).toBe(true);
});

test('progress is a line a step in a log, and nothing at all when quiet', () => {
  const written: string[] = [];
  const screen = { write: (text: string) => written.push(text) };
  const progress = createProgress({ screen });
  progress.step('building');
  progress.done();
  createProgress({ screen, quiet: true }).step('never');
  expect(written).toEqual(['building\n']);
});
