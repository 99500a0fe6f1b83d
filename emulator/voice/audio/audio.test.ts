import { audioOf, SAMPLE_RATE_HZ } from './audio';
import { clipOf, samplesOf, silentFor, soundIn, type Speech } from './clip';
import { fromALaw, fromMuLaw } from './companding';
import { createEncodings } from './encodings';
import { createMp3 } from './mp3';
import { createSpeech } from './spoken';
import { murmur } from './tone';
import { readWav, wavDurationMs, writeWav } from './wav';

/** A WAV file of a 200 Hz tone in any of the forms. */
function wavFile(form: { encoding: number; bits: number; channels: number; rateHz: number; ms: number }): Buffer {
  const { encoding, bits, channels, rateHz, ms } = form;
  const width = bits / 8;
  const frames = Math.round((rateHz * ms) / 1000);
  const data = Buffer.alloc(frames * channels * width);
  for (let index = 0; index < frames * channels; index += 1) {
    const sample = Math.round(10_000 * Math.sin((2 * Math.PI * 200 * Math.floor(index / channels)) / rateHz));
    if (encoding === 7) data[index] = sample >= 0 ? 0x9f : 0x1f;
    else if (bits === 8) data[index] = (sample >> 8) + 128;
    else data.writeInt16LE(sample, index * width + width - 2);
  }
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(encoding, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rateHz, 24);
  head.writeUInt32LE(rateHz * channels * width, 28);
  head.writeUInt16LE(channels * width, 32);
  head.writeUInt16LE(bits, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

describe('WAV', () => {
  test.each([
    { encoding: 1, bits: 16, channels: 1, rateHz: 8000, ms: 500 },
    { encoding: 1, bits: 16, channels: 2, rateHz: 44_100, ms: 500 },
    { encoding: 1, bits: 8, channels: 1, rateHz: 11_025, ms: 500 },
    { encoding: 1, bits: 24, channels: 2, rateHz: 48_000, ms: 500 },
    { encoding: 7, bits: 8, channels: 1, rateHz: 8000, ms: 500 },
    { encoding: 1, bits: 16, channels: 1, rateHz: 6000, ms: 500 },
  ])('reads $bits bit, $channels channels, $rateHz Hz, encoding $encoding', form => {
    const file = wavFile(form);
    const samples = readWav(file);
    expect(Math.abs(samples.length - SAMPLE_RATE_HZ / 2)).toBeLessThan(3);
    expect(wavDurationMs(file)).toBe(500);
    // A tone of 200 Hz crosses zero upwards 100 times in half a second.
    const rises = samples.reduce((sum, sample, index) => sum + Number(sample >= 0 && (samples[index - 1] ?? 0) < 0), 0);
    expect(Math.abs(rises - 100)).toBeLessThan(3);
  });

  test('what is written is read again unchanged', () => {
    const samples = murmur('hello there', 300);
    expect(readWav(writeWav(samples))).toEqual(samples);
  });

  test.each([
    ['an MP3', Buffer.from('ID3 something long enough to look at')],
    ['nothing', Buffer.alloc(0)],
    ['a float file', wavFile({ encoding: 3, bits: 32, channels: 1, rateHz: 8000, ms: 10 })],
    ['a file without data', wavFile({ encoding: 1, bits: 16, channels: 1, rateHz: 8000, ms: 10 }).subarray(0, 36)],
  ])('%s is refused with a reason', (_, bytes) => {
    expect(() => readWav(bytes)).toThrow(/WAV/);
    expect(wavDurationMs(bytes)).toBeUndefined();
  });

  test('companding matches the G.711 tables at their ends', () => {
    expect([0x00, 0x80, 0xff, 0x7f].map(fromMuLaw)).toEqual([-32_124, 32_124, 0, -0]);
    expect([0xd5, 0x55, 0xaa, 0x2a].map(fromALaw)).toEqual([8, -8, 32_256, -32_256]);
  });
});

/** Speech that is loud in the given spans of `ms`. */
function speech(startMs: number, ms: number, loud: [number, number][]): Speech {
  const samples = new Int16Array(ms * 8);
  for (const [fromMs, toMs] of loud) for (let i = fromMs * 8; i < toMs * 8; i += 1) samples[i] = i % 2 ? 8000 : -8000;
  return { words: 'one two three four', audio: audioOf(samples), startMs, endMs: startMs + ms };
}

describe('what a recording holds', () => {
  test('silence is found within speech', () => {
    expect(
      speech(0, 1000, [
        [200, 400],
        [600, 1000],
      ]).audio.sounds,
    ).toEqual([
      { fromMs: 200, toMs: 400 },
      { fromMs: 600, toMs: 1000 },
    ]);
  });

  test('a long pause within what is said counts as silence', () => {
    const said = [
      speech(1000, 6000, [
        [0, 1000],
        [5000, 6000],
      ]),
    ];
    expect(silentFor(said, 0, 2000)).toBe(4000);
    expect(silentFor(said, 0, 5000)).toBe(12_000);
    expect(silentFor([], 700, 2000)).toBe(2700);
  });

  test('trimming leaves what is between the first and the last sound', () => {
    const said = [speech(1000, 2000, [[500, 1500]])];
    expect(soundIn(said, { fromMs: 0, toMs: 9000 })).toEqual({ fromMs: 1500, toMs: 2500 });
    expect(soundIn(said, { fromMs: 2600, toMs: 9000 })).toBeUndefined();
  });

  test('a clip has the words and samples of its part', () => {
    const said = speech(1000, 4000, [[0, 4000]]);
    const clip = clipOf([said], { fromMs: 0, toMs: 3000 });
    expect(clip).toMatchObject({ durationMs: 3000, words: 'one two' });
    const samples = samplesOf(clip);
    expect(samples).toHaveLength(24_000);
    expect(samples[7999]).toBe(0);
    expect(Math.abs(samples[8000] ?? 0)).toBe(8000);
    const other: Speech = { ...said, words: 'five six seven eight' };
    expect(clipOf([other], { fromMs: 0, toMs: 3000 }).key).not.toBe(clip.key);
  });
});

/** Counts MPEG-2.5 layer III frames of 32 kbit/s at 8 kHz: header FF E2/E3 48, 72 × 32,000 ÷ 8,000 = 288 bytes each, one more when padded. */
function framesOf(mp3: Buffer): number {
  let frames = 0;
  for (let offset = 0; offset + 4 <= mp3.length; frames += 1) {
    expect(mp3.readUInt16BE(offset) & 0xfffe).toBe(0xffe2);
    expect((mp3[offset + 2] ?? 0) >> 2).toBe(0x48 >> 2);
    offset += 288 + (((mp3[offset + 2] ?? 0) >> 1) & 1);
  }
  return frames;
}

describe('files', () => {
  test('an MP3 is whole frames, as long as the samples', async () => {
    const mp3 = await createMp3()(murmur('hello', 2000));
    const seconds = (framesOf(mp3) * 576) / SAMPLE_RATE_HZ;
    expect(seconds).toBeGreaterThan(1.9);
    expect(seconds).toBeLessThan(2.4);
  });

  test('two recordings encoded at once do not mix', async () => {
    const mp3 = createMp3();
    const [one, two] = await Promise.all([mp3(murmur('one', 500)), mp3(murmur('two', 500))]);
    expect(await mp3(murmur('one', 500))).toEqual(one);
    expect(two).not.toEqual(one);
  });

  test('words are known again by the bytes of either file', async () => {
    const encodings = createEncodings();
    const clip = clipOf([speech(0, 1000, [[0, 1000]])], { fromMs: 0, toMs: 1000 });
    const wav = await encodings.encode(clip, 'wav', 1);
    const mp3 = await encodings.encode(clip, 'mp3', 1);
    expect(await encodings.encode(clip, 'wav', 1)).toBe(wav);
    expect(encodings.wordsIn(Buffer.from(wav))).toBe('one two three four');
    expect(encodings.wordsIn(mp3)).toBe('one two three four');
    expect(encodings.wordsIn(wav.subarray(1))).toBeUndefined();
  });

  test('speech is decoded once, and words without audio take their time', () => {
    const speak = createSpeech();
    const file = writeWav(murmur('hi', 400));
    expect(speak('hi', file)).toBe(speak('hi', Buffer.from(file)));
    expect(speak('five words take two seconds').durationMs).toBe(2000);
    expect(speak('other words take two seconds').id).not.toBe(speak('five words take two seconds').id);
  });
});
