import { fromALaw, fromMuLaw } from './companding';
import { resampleTo8Khz } from './resample';
import { SAMPLE_RATE_HZ } from './audio';

const PCM = 1;
const A_LAW = 6;
const MU_LAW = 7;
const EXTENSIBLE = 0xfffe;

interface Format {
  readonly encoding: number;
  readonly channels: number;
  readonly rateHz: number;
  readonly bits: number;
}

/**
 * The samples of a WAV file at 8 kHz, channels mixed to one. Takes PCM of 8, 16, 24 or 32 bit, µ-law and A-law, any rate.
 * Throws an Error that says what is wrong with the file.
 */
export function readWav(bytes: Buffer): Int16Array {
  const { format, data } = chunksOf(bytes);
  return resampleTo8Khz(mixedSamples(data, format), format.rateHz);
}

/** A WAV file of 8 kHz, 16-bit samples; each argument is a channel, all of one length. */
export function writeWav(...channels: Int16Array[]): Buffer {
  const length = channels[0]?.length ?? 0;
  const frameBytes = channels.length * 2;
  const dataBytes = length * frameBytes;
  const file = Buffer.alloc(44 + dataBytes);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + dataBytes, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(PCM, 20);
  file.writeUInt16LE(channels.length, 22);
  file.writeUInt32LE(SAMPLE_RATE_HZ, 24);
  file.writeUInt32LE(SAMPLE_RATE_HZ * frameBytes, 28);
  file.writeUInt16LE(frameBytes, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(dataBytes, 40);
  for (const [channel, samples] of channels.entries())
    for (let index = 0; index < length; index += 1)
      file.writeInt16LE(samples[index] ?? 0, 44 + index * frameBytes + channel * 2);
  return file;
}

/** How long a WAV file plays, milliseconds; undefined when it is none. Reads only its headers. */
export function wavDurationMs(bytes: Buffer): number | undefined {
  try {
    const { format, data } = chunksOf(bytes);
    return Math.round((data.length / (format.channels * (format.bits / 8)) / format.rateHz) * 1000);
  } catch {
    return undefined;
  }
}

function chunksOf(bytes: Buffer): { format: Format; data: Buffer } {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE')
    throw new Error('not a WAV file: it does not begin with RIFF … WAVE');
  let format: Format | undefined;
  for (let offset = 12; offset + 8 <= bytes.length;) {
    const id = bytes.toString('latin1', offset, offset + 4);
    const length = bytes.readUInt32LE(offset + 4);
    const body = bytes.subarray(offset + 8, offset + 8 + length);
    if (id === 'fmt ') format = formatOf(body);
    if (id === 'data') {
      if (!format) throw new Error('WAV file without a "fmt " chunk before its data');
      return { format, data: body };
    }
    offset += 8 + length + (length % 2);
  }
  throw new Error('WAV file without a data chunk');
}

function formatOf(body: Buffer): Format {
  if (body.length < 16) throw new Error('WAV file with a short "fmt " chunk');
  const tag = body.readUInt16LE(0);
  const encoding = tag === EXTENSIBLE && body.length >= 26 ? body.readUInt16LE(24) : tag;
  const format = {
    encoding,
    channels: body.readUInt16LE(2),
    rateHz: body.readUInt32LE(4),
    bits: body.readUInt16LE(14),
  };
  const known = encoding === PCM ? [8, 16, 24, 32] : encoding === MU_LAW || encoding === A_LAW ? [8] : [];
  if (!known.includes(format.bits))
    throw new Error(`WAV encoding ${encoding} with ${format.bits} bit is not read here; use 16-bit PCM or µ-law`);
  if (format.channels < 1 || format.rateHz < 1000) throw new Error('WAV file without channels or with an absurd rate');
  return format;
}

function mixedSamples(data: Buffer, format: Format): Int16Array {
  const width = format.bits / 8;
  const read = sampleReader(data, format);
  const samples = new Int16Array(Math.floor(data.length / (width * format.channels)));
  for (let frame = 0; frame < samples.length; frame += 1) {
    let sum = 0;
    for (let channel = 0; channel < format.channels; channel += 1)
      sum += read((frame * format.channels + channel) * width);
    samples[frame] = sum / format.channels;
  }
  return samples;
}

function sampleReader(data: Buffer, { encoding, bits }: Format): (offset: number) => number {
  if (encoding === MU_LAW) return offset => fromMuLaw(data[offset] ?? 0);
  if (encoding === A_LAW) return offset => fromALaw(data[offset] ?? 0);
  if (bits === 8) return offset => ((data[offset] ?? 128) - 128) << 8;
  // Of wider samples the upper 16 bits are what a phone line can carry.
  return offset => data.readInt16LE(offset + bits / 8 - 2);
}
