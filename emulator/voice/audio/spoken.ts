import { createHash } from 'node:crypto';
import { audioOf, type Audio } from './audio';
import { speakingMs } from '../speaking';
import { Recent } from './recent';
import { murmur } from './tone';
import { readWav } from './wav';

/** Callers of a run say the same few things over and over; decoding them once keeps a call cheap. */
const KEPT = 64;

/** Turns what a caller says into audio: the WAV file that comes with it, or a murmur as long as the words take. Throws on a bad WAV. */
export function createSpeech(): (words: string, wav?: Buffer) => Audio {
  const byBuffer = new WeakMap<Buffer, Audio>();
  const byKey = new Recent<Audio>(KEPT);

  function remembered(key: string, make: () => Int16Array): Audio {
    const audio = byKey.get(key) ?? audioOf(make());
    byKey.set(key, audio);
    return audio;
  }

  return (words, wav) => {
    if (!wav) return remembered(`words:${words}`, () => murmur(words, speakingMs(words)));
    const known = byBuffer.get(wav);
    if (known) return known;
    const audio = remembered(createHash('sha256').update(wav).digest('hex'), () => readWav(wav));
    byBuffer.set(wav, audio);
    return audio;
  };
}
