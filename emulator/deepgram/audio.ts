/** What a decoder sees in audio bytes. */
export interface AudioFacts {
  readonly durationSeconds: number;
  readonly channels: number;
}

/** Audio without a container, described by the query: `encoding`, `sample_rate`, `channels`. */
export interface RawAudio {
  readonly encoding: 'linear16' | 'mulaw' | 'alaw';
  readonly sampleRate: number;
  readonly channels: number;
}

/** Reads WAV, MP3 or, when described, raw audio. Undefined when the bytes are none of these: "corrupt or unsupported data". */
export function readAudio(bytes: Buffer, raw?: RawAudio): AudioFacts | undefined {
  if (bytes.length === 0) return undefined;
  return readWav(bytes) ?? readMp3(bytes) ?? (raw && readRaw(bytes, raw));
}

function readRaw(bytes: Buffer, { encoding, sampleRate, channels }: RawAudio): AudioFacts {
  const bytesPerSample = encoding === 'linear16' ? 2 : 1;
  return { durationSeconds: bytes.length / (sampleRate * channels * bytesPerSample), channels };
}

function readWav(bytes: Buffer): AudioFacts | undefined {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') return undefined;
  let format: { channels: number; bytesPerSecond: number } | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const declared = bytes.readUInt32LE(at + 4);
    const start = at + 8;
    if (name === 'fmt ' && start + 16 <= bytes.length)
      format = { channels: bytes.readUInt16LE(start + 2), bytesPerSecond: bytes.readUInt32LE(start + 8) };
    if (name === 'data') {
      if (!format || format.channels === 0 || format.bytesPerSecond === 0) return undefined;
      // A stream that did not know its length declares 0xffffffff: what is there counts.
      const size = Math.min(declared, bytes.length - start);
      return { durationSeconds: size / format.bytesPerSecond, channels: format.channels };
    }
    at = start + declared + (declared % 2);
  }
  return undefined;
}

/** Bit rates of Layer III in kbit/s by index, for MPEG 1 and for MPEG 2 and 2.5 (ISO 11172-3, 13818-3). */
const bitRates = {
  one: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  two: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const sampleRates = [44100, 48000, 32000];

function readMp3(bytes: Buffer): AudioFacts | undefined {
  let at = bytes.toString('latin1', 0, 3) === 'ID3' ? id3End(bytes) : 0;
  let durationSeconds = 0;
  let channels = 0;
  for (let frame = readFrame(bytes, at); frame; frame = readFrame(bytes, at)) {
    durationSeconds += frame.seconds;
    channels = frame.channels;
    at += frame.sizeBytes;
  }
  return channels > 0 ? { durationSeconds, channels } : undefined;
}

/** The tag's size is four groups of seven bits. */
function id3End(bytes: Buffer): number {
  const groups = [...bytes.subarray(6, 10)];
  return 10 + groups.reduce((size, group) => (size << 7) | (group & 0x7f), 0);
}

function readFrame(bytes: Buffer, at: number): { seconds: number; sizeBytes: number; channels: number } | undefined {
  if (at + 4 > bytes.length) return undefined;
  const header = bytes.readUInt32BE(at);
  const [sync, version, layer] = [header >>> 21, (header >>> 19) & 3, (header >>> 17) & 3];
  if (sync !== 0x7ff || version === 1 || layer !== 1) return undefined;
  const isOne = version === 3;
  const bitRate = (isOne ? bitRates.one : bitRates.two)[(header >>> 12) & 15];
  const fullRate = sampleRates[(header >>> 10) & 3];
  if (!bitRate || !fullRate) return undefined;
  const sampleRate = isOne ? fullRate : version === 2 ? fullRate / 2 : fullRate / 4;
  const samples = isOne ? 1152 : 576;
  const padding = (header >>> 9) & 1;
  const sizeBytes = Math.floor(((samples / 8) * bitRate * 1000) / sampleRate) + padding;
  return { seconds: samples / sampleRate, sizeBytes, channels: ((header >>> 6) & 3) === 3 ? 1 : 2 };
}
