import { existsSync, readFileSync } from 'node:fs';

import type { ControlCallRequest } from '../../emulator';
import { badInput } from '../command-error';

/** What the caller of `npx linekit call` does, as it was typed. */
export interface CallerOptions {
  /** A WAV file. */
  readonly audio?: string;
  readonly say?: string;
  /** What the caller answers each time the line asks: words, keys ("4829#"), or "..." for silence. */
  readonly talk?: readonly string[];
  readonly press?: string;
  readonly hangUpAfter?: number;
}

export type Steps = NonNullable<ControlCallRequest['steps']>;

/**
 * The caller's script: keys after the first prompt, then a talk, words after the beep, then the end.
 * Throws AUDIO_NOT_FOUND or AUDIO_NOT_WAV, exit code 2.
 */
export function callerScript({ audio, say, talk = [], press, hangUpAfter }: CallerOptions): Steps {
  const keys: Steps =
    press === undefined
      ? []
      : [
          { do: 'listen', until: 'prompt-end' },
          { do: 'press', digits: press },
        ];
  const words: Steps =
    audio === undefined && say === undefined ? [] : [{ do: 'listen', until: 'beep' }, spoken(audio, say)];
  const end: Steps =
    hangUpAfter !== undefined
      ? [{ do: 'listen', until: { ms: hangUpAfter } }, { do: 'hang-up' }]
      : words.length > 0
        ? [{ do: 'hang-up' }]
        : [{ do: 'wait' }];
  return [...keys, ...talk.flatMap(answered), ...words, ...end];
}

/** One answer, given when the line has asked and waits for it. */
function answered(answer: string): Steps {
  return [{ do: 'listen', until: 'asked' }, ...answerNow(answer)];
}

/** An answer as it was typed: keys ("4829#"), words, or nothing for "...". */
export function answerNow(answer: string): Steps {
  if (/^(\.{3}|…)?$/.test(answer.trim())) return [];
  return /^[0-9*#]+$/.test(answer.trim()) ? [{ do: 'press', digits: answer.trim() }] : [{ do: 'say', words: answer }];
}

function spoken(audio: string | undefined, say: string | undefined): Steps[number] {
  if (audio === undefined) return { do: 'say', words: say ?? '' };
  return { do: 'say', words: say ?? sidecarWords(audio), audio: readWav(audio).toString('base64') };
}

function readWav(file: string): Buffer {
  if (!existsSync(file)) throw badInput('AUDIO_NOT_FOUND', `there is no file ${file}`);
  const bytes = readFileSync(file);
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WAVE') return bytes;
  throw badInput('AUDIO_NOT_WAV', `${file} is not a WAV file; ffmpeg -i IN -ar 8000 -ac 1 OUT.wav makes one`);
}

/** "message.wav" has its words in "message.txt"; without it nobody knows what was said. */
function sidecarWords(audio: string): string {
  const sidecar = audio.replace(/\.[^./\\]+$/, '') + '.txt';
  return existsSync(sidecar) ? readFileSync(sidecar, 'utf8').trim() : '';
}
