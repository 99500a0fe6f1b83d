import { createHash } from 'node:crypto';
import { SAMPLE_RATE_HZ, SAMPLES_PER_MS } from './audio';

/** A syllable is voiced for this part of its time; the rest is the gap that makes speech sound like speech. */
const VOICED_PART = 0.8;
const SYLLABLE_MS = 200;
const SYLLABLE_SAMPLES = SYLLABLE_MS * SAMPLES_PER_MS;
const AMPLITUDE = 7000;

/** How loud each sample of a syllable is: it swells and fades, and is silent in the gap. */
const LOUDNESS = Float64Array.from({ length: SYLLABLE_SAMPLES }, (_, index) => {
  const within = index / SYLLABLE_SAMPLES;
  return within > VOICED_PART ? 0 : AMPLITUDE * Math.sin((Math.PI * within) / VOICED_PART);
});

/**
 * A murmur in place of a recorded voice: syllables of two harmonics whose pitch follows from the words,
 * so that other words make other bytes.
 */
export function murmur(words: string, durationMs: number): Int16Array {
  const seed = createHash('sha256').update(words).digest();
  const samples = new Int16Array(Math.round(durationMs * SAMPLES_PER_MS));
  for (let first = 0; first < samples.length; first += SYLLABLE_SAMPLES) {
    const pitchHz = 110 + ((seed[(first / SYLLABLE_SAMPLES) % seed.length] ?? 0) % 80);
    fillSyllable(samples.subarray(first, first + SYLLABLE_SAMPLES), { pitchHz, first });
  }
  return samples;
}

/** One sine a syllable, the others by sin(x + d) = 2 cos(d) sin(x) - sin(x - d): callers talk by the thousand. */
function fillSyllable(samples: Int16Array, { pitchHz, first }: { pitchHz: number; first: number }): void {
  const step = (2 * Math.PI * pitchHz) / SAMPLE_RATE_HZ;
  const factor = 2 * Math.cos(step);
  let before = Math.sin(step * (first - 1));
  let sine = Math.sin(step * first);
  for (let index = 0; index < samples.length; index += 1) {
    // 0.7 sin(x) + 0.3 sin(3x), by sin(3x) = 3 sin(x) - 4 sin³(x).
    samples[index] = (LOUDNESS[index] ?? 0) * sine * (1.6 - 1.2 * sine * sine);
    [before, sine] = [sine, factor * sine - before];
  }
}
