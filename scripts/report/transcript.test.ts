import type { TimelineEntry } from '../../emulator/contract';
import { textWidth } from './text-width';
import { createTranscriptPrinter, duration, renderTranscript, timeOffset } from './transcript';

const plain = { colour: false, width: 80 };
const call: TimelineEntry[] = [
  { atMs: 1000, kind: 'call', text: '+4930111 rings +4930222' },
  { atMs: 1000, kind: 'request', text: 'POST /lines/now 200', durationMs: 12 },
  { atMs: 1400, kind: 'widget', text: 'opening: open' },
  { atMs: 1400, kind: 'heard', text: 'Welcome.  Please leave a message after the beep.', durationMs: 3100 },
  { atMs: 4500, kind: 'heard', text: 'beep' },
  { atMs: 5000, kind: 'said', text: 'Hello, it is Ada. '.repeat(6).trim(), durationMs: 12_340 },
  { atMs: 65_000, kind: 'pressed', text: '1#' },
  { atMs: 66_000, kind: 'fault', text: 'mailgun refused' },
];

test('a call reads as a transcript in columns', () => {
  expect(renderTranscript(call, plain)).toMatchInlineSnapshot(`
   "  0:00  ☎  call       +4930111 rings +4930222
     0:00  →  request    POST /lines/now 200                                  12 ms
     0:00  ◆  widget     opening: open
     0:00  ◀  line       “Welcome. Please leave a message after the           3.1 s
                         beep.”
     0:03  ◀  line       ♪ beep
     0:04  ▶  caller     “Hello, it is Ada. Hello, it is Ada. Hello, it      12.3 s
                         is Ada. Hello, it is Ada. Hello, it is Ada.
                         Hello, it is Ada.”
     1:04  ▶  caller     presses 1 #
     1:05  ✗  fault      mailgun refused
   "
  `);
});

test('printing line by line gives the same text', () => {
  const printer = createTranscriptPrinter(plain);
  expect(call.map(entry => `${printer.line(entry)}\n`).join('')).toBe(renderTranscript(call, plain));
});

test.each([50, 80, 132])('no line is longer than %i columns, whatever the words', width => {
  const entries: TimelineEntry[] = [
    ...call,
    {
      atMs: 0,
      kind: 'said',
      text: `${'x'.repeat(200)} お電話ありがとうございます。 ${'📞'.repeat(70)}`,
      durationMs: 1,
    },
  ];
  const lines = renderTranscript(entries, { colour: false, width }).split('\n');
  expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(width);
});

test('colour changes nothing but colour', () => {
  const coloured = renderTranscript(call, { colour: true, width: 80 });
  expect(coloured).toContain('\u001b[');
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(renderTranscript(call, plain));
});

test('what a caller or a web server sends cannot steer the terminal', () => {
  const text = '\u001b[2Jgone \u0007\u009b31m';
  expect(renderTranscript([{ atMs: 0, kind: 'said', text }], plain)).toContain('“[2Jgone 31m”');
});

test('times and durations', () => {
  expect([0, 999, 61_500, 3_600_000].map(timeOffset)).toEqual(['0:00', '0:00', '1:01', '60:00']);
  expect([0.4, 850, 9999, 12_340].map(duration)).toEqual(['0 ms', '850 ms', '9,999 ms', '12.3 s']);
  expect(renderTranscript([], plain)).toBe('');
});
