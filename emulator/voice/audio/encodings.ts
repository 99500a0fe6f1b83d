import { createHash } from 'node:crypto';
import { samplesOf, type Clip } from './clip';
import { createMp3 } from './mp3';
import { Recent } from './recent';
import { writeWav } from './wav';

export type MediaFormat = 'wav' | 'mp3';

export interface Encodings {
  /** The clip as a file: WAV (8 kHz, 16 bit) or MP3 (32 kbit/s a channel). Encoded once for equal clips. Two channels need a clip of two. */
  encode(clip: Clip, format: MediaFormat, channels: 1 | 2): Promise<Buffer>;
  /** The words said in a file that `encode` made, known again by its bytes; undefined for any other file. */
  wordsIn(media: Buffer): string | undefined;
}

/** Files kept ready, and fingerprints remembered. A voicemail is fetched within moments of its end. */
const KEPT_FILES = 32;
const KEPT_FINGERPRINTS = 20_000;

/** The files of recordings, made when first asked for. */
export function createEncodings(): Encodings {
  const mp3 = createMp3();
  const files = new Recent<Promise<Buffer>>(KEPT_FILES);
  const words = new Recent<string>(KEPT_FINGERPRINTS);

  async function make(clip: Clip, format: MediaFormat, channels: 1 | 2): Promise<Buffer> {
    const samples = channels === 2 ? [samplesOf(clip, 0), samplesOf(clip, 1)] : [samplesOf(clip)];
    const file = format === 'wav' ? writeWav(...samples) : await mp3(...samples);
    words.set(fingerprint(file), clip.words);
    return file;
  }

  return {
    encode(clip, format, channels) {
      const key = `${format}:${channels}:${clip.key}`;
      const file = files.get(key) ?? make(clip, format, channels);
      files.set(key, file);
      return file;
    },
    wordsIn: media => words.get(fingerprint(media)),
  };
}

function fingerprint(file: Buffer): string {
  return createHash('sha256').update(file).digest('hex');
}
