import type { WasmMediaEncoder } from 'wasm-media-encoders';
import { SAMPLE_RATE_HZ } from './audio';

type Mp3Encoder = WasmMediaEncoder<'audio/mpeg'>;

/** Encodes 8 kHz samples as MP3, a channel each argument: MPEG-2.5 layer III, 32 kbit/s a channel. The encoder is compiled at the first call. */
export type Mp3 = (...channels: Int16Array[]) => Promise<Buffer>;

/** Samples handed to the encoder at a time: its buffers stay small and full scale is cheap to compute. */
const BLOCK = SAMPLE_RATE_HZ * 10;

const EMPTY = new Float32Array();

/** An MP3 encoder of one's own. */
export function createMp3(): Mp3 {
  let loading: Promise<Mp3Encoder> | undefined;
  return async (...channels) => {
    loading ??= loadEncoder();
    // From here to the end nothing waits, so two recordings cannot mix in the one encoder.
    return encode(await loading, channels);
  };
}

async function loadEncoder(): Promise<Mp3Encoder> {
  const { createMp3Encoder } = await import('wasm-media-encoders');
  return createMp3Encoder();
}

function encode(encoder: Mp3Encoder, channels: readonly Int16Array[]): Buffer {
  const rates = { sampleRate: SAMPLE_RATE_HZ, outputSampleRate: SAMPLE_RATE_HZ } as const;
  const isStereo = channels.length === 2;
  // 64 kbit/s is the most that MPEG-2.5 has at 8 kHz.
  encoder.configure(isStereo ? { ...rates, channels: 2, bitrate: 64 } : { ...rates, channels: 1, bitrate: 32 });
  const parts: Buffer[] = [];
  for (let start = 0; start < (channels[0]?.length ?? 0); start += BLOCK) {
    const block = channels.map(samples => fullScale(samples.subarray(start, start + BLOCK)));
    parts.push(Buffer.from(encoder.encode(isStereo ? [block[0] ?? EMPTY, block[1] ?? EMPTY] : [block[0] ?? EMPTY])));
  }
  parts.push(Buffer.from(encoder.finalize()));
  return Buffer.concat(parts);
}

/** -1 to 1, as the encoder wants them. A plain loop: `Float32Array.from` takes half as long as the encoder itself. */
function fullScale(samples: Int16Array): Float32Array {
  const scaled = new Float32Array(samples.length);
  for (let index = 0; index < samples.length; index += 1) scaled[index] = (samples[index] ?? 0) / 0x8000;
  return scaled;
}
