import { createHash } from 'node:crypto';

/** What a phone line carries, and what recordings are kept in: 8 kHz, mono, 16 bit. */
export const SAMPLE_RATE_HZ = 8000;
export const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1000;

/** A stretch of time, in milliseconds from the beginning of what it is part of. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Sound as a phone line carries it. Equal `id`, equal samples. */
export interface Audio {
  readonly id: string;
  readonly samples: Int16Array;
  readonly durationMs: number;
  /** Where it is not silent, in order. */
  readonly sounds: readonly Span[];
}

/** Samples at 8 kHz as audio; finds where it is silent. */
export function audioOf(samples: Int16Array): Audio {
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  return {
    id: createHash('sha256').update(bytes).digest('hex').slice(0, 32),
    samples,
    durationMs: Math.ceil(samples.length / SAMPLES_PER_MS),
    sounds: findSounds(samples),
  };
}

const FRAME_MS = 20;
/** Mean amplitude below which a frame counts as silence: about -44 dB of full scale, above the noise of a quiet line. */
const SILENT_AMPLITUDE = 200;

function findSounds(samples: Int16Array): Span[] {
  const frameLength = FRAME_MS * SAMPLES_PER_MS;
  const spans: { fromMs: number; toMs: number }[] = [];
  for (let start = 0; start < samples.length; start += frameLength) {
    const end = Math.min(start + frameLength, samples.length);
    let sum = 0;
    for (let index = start; index < end; index += 1) sum += Math.abs(samples[index] ?? 0);
    if (sum < SILENT_AMPLITUDE * (end - start)) continue;
    const fromMs = start / SAMPLES_PER_MS;
    const last = spans.at(-1);
    if (last?.toMs === fromMs) last.toMs = Math.ceil(end / SAMPLES_PER_MS);
    else spans.push({ fromMs, toMs: Math.ceil(end / SAMPLES_PER_MS) });
  }
  return spans;
}
