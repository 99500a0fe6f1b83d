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
    const block = Float32Array.from(samples.subarray(start, start + BLOCK), sample => sample / 0x8000);
    parts.push(Buffer.from(encoder.encode([block])));
  }
  parts.push(Buffer.from(encoder.finalize()));
  return Buffer.concat(parts);
}
