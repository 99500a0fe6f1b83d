import { createMp3Encoder, type WasmMediaEncoder } from 'wasm-media-encoders';
import { SAMPLE_RATE_HZ } from './audio';

type Mp3Encoder = WasmMediaEncoder<'audio/mpeg'>;

/** Encodes 8 kHz mono samples as MP3: MPEG-2.5 layer III, 32 kbit/s. The encoder is compiled at the first call. */
export type Mp3 = (samples: Int16Array) => Promise<Buffer>;

/** Samples handed to the encoder at a time: its buffers stay small and full scale is cheap to compute. */
const BLOCK = SAMPLE_RATE_HZ * 10;

/** An MP3 encoder of one's own. */
export function createMp3(): Mp3 {
  let loading: Promise<Mp3Encoder> | undefined;
  return async samples => {
    loading ??= createMp3Encoder();
    // From here to the end nothing waits, so two recordings cannot mix in the one encoder.
    return encode(await loading, samples);
  };
}

function encode(encoder: Mp3Encoder, samples: Int16Array): Buffer {
  encoder.configure({ sampleRate: SAMPLE_RATE_HZ, channels: 1, bitrate: 32, outputSampleRate: SAMPLE_RATE_HZ });
  const parts: Buffer[] = [];
  for (let start = 0; start < samples.length; start += BLOCK) {
    parts.push(Buffer.from(encoder.encode([fullScale(samples.subarray(start, start + BLOCK))])));
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
