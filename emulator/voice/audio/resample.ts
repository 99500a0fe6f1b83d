import { SAMPLE_RATE_HZ } from './audio';

/** Brings samples to 8 kHz: averages over each target sample's window going down (so that nothing folds back), interpolates going up. */
export function resampleTo8Khz(samples: Int16Array, rateHz: number): Int16Array {
  if (rateHz === SAMPLE_RATE_HZ) return samples;
  const step = rateHz / SAMPLE_RATE_HZ;
  const target = new Int16Array(Math.floor(samples.length / step));
  for (let index = 0; index < target.length; index += 1) {
    target[index] = step > 1 ? meanOf(samples, index * step, (index + 1) * step) : between(samples, index * step);
  }
  return target;
}

function meanOf(samples: Int16Array, from: number, to: number): number {
  const first = Math.floor(from);
  const end = Math.min(Math.ceil(to), samples.length);
  let sum = 0;
  for (let index = first; index < end; index += 1) sum += samples[index] ?? 0;
  return sum / Math.max(1, end - first);
}

function between(samples: Int16Array, position: number): number {
  const before = Math.floor(position);
  const left = samples[before] ?? 0;
  const right = samples[before + 1] ?? left;
  return left + (right - left) * (position - before);
}
