import { createHash } from 'node:crypto';
import { SAMPLE_RATE_HZ, SAMPLES_PER_MS } from './audio';

/** A syllable is voiced for this part of its time; the rest is the gap that makes speech sound like speech. */
const VOICED_PART = 0.8;
const SYLLABLE_MS = 200;
const AMPLITUDE = 7000;

/**
 * A murmur in place of a recorded voice: syllables of two harmonics whose pitch follows from the words,
 * so that other words make other bytes.
 */
export function murmur(words: string, durationMs: number): Int16Array {
  const seed = createHash('sha256').update(words).digest();
  const samples = new Int16Array(Math.round(durationMs * SAMPLES_PER_MS));
  const syllableLength = SYLLABLE_MS * SAMPLES_PER_MS;
  for (let index = 0; index < samples.length; index += 1) {
    const syllable = Math.floor(index / syllableLength);
    const within = (index % syllableLength) / syllableLength;
    if (within > VOICED_PART) continue;
    const pitchHz = 110 + ((seed[syllable % seed.length] ?? 0) % 80);
    const angle = (2 * Math.PI * pitchHz * index) / SAMPLE_RATE_HZ;
    const loudness = Math.sin((Math.PI * within) / VOICED_PART);
    samples[index] = AMPLITUDE * loudness * (0.7 * Math.sin(angle) + 0.3 * Math.sin(3 * angle));
  }
  return samples;
}
