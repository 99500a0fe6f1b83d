import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { callerScript } from './caller-script';

const folder = mkdtempSync(path.join(tmpdir(), 'linekit-caller-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const written = path.join(folder, name);
  writeFileSync(written, content, 'latin1');
  return written;
}
const wav = 'RIFF\0\0\0\0WAVEfmt ';

test('words are spoken after the beep, keys pressed after the first prompt', () => {
  expect(callerScript({ say: 'Hello', press: '1' })).toEqual([
    { do: 'listen', until: 'prompt-end' },
    { do: 'press', digits: '1' },
    { do: 'listen', until: 'beep' },
    { do: 'say', words: 'Hello' },
    { do: 'hang-up' },
  ]);
});

test('without words the caller waits for the line to end the call, or hangs up when told', () => {
  expect(callerScript({})).toEqual([{ do: 'wait' }]);
  expect(callerScript({ hangUpAfter: 900 })).toEqual([{ do: 'listen', until: { ms: 900 } }, { do: 'hang-up' }]);
});

test('in a talk the caller answers each time the line has asked: in words, by keys, or not at all', () => {
  const asked = { do: 'listen', until: 'asked' };
  expect(callerScript({ talk: ['Book me in', '4829#', '...', 'Yes'], hangUpAfter: 0 })).toEqual([
    ...[asked, { do: 'say', words: 'Book me in' }],
    ...[asked, { do: 'press', digits: '4829#' }],
    ...[asked, asked, { do: 'say', words: 'Yes' }],
    ...[{ do: 'listen', until: { ms: 0 } }, { do: 'hang-up' }],
  ]);
  expect(callerScript({ talk: ['A message, please'], say: 'Call me back' }).slice(2)).toEqual([
    { do: 'listen', until: 'beep' },
    { do: 'say', words: 'Call me back' },
    { do: 'hang-up' },
  ]);
});

test('audio comes with the words of the text beside it, or those of --say', () => {
  const audio = file('message.wav', wav);
  const base64 = Buffer.from(wav, 'latin1').toString('base64');
  expect(callerScript({ audio })).toContainEqual({ do: 'say', words: '', audio: base64 });
  file('message.txt', 'As it was said.\n');
  expect(callerScript({ audio })).toContainEqual({ do: 'say', words: 'As it was said.', audio: base64 });
  expect(callerScript({ audio, say: 'Otherwise' })).toContainEqual({ do: 'say', words: 'Otherwise', audio: base64 });
});

test('a file that is absent or no WAV is told as such', () => {
  expect(() => callerScript({ audio: path.join(folder, 'none.wav') })).toThrow('there is no file');
  expect(() => callerScript({ audio: file('message.mp3', 'ID3') })).toThrow('is not a WAV file');
});
