import { createHash } from 'node:crypto';
import { wordsOf } from '../speaking';
import { SAMPLES_PER_MS, type Audio, type Span } from './audio';

/** What a caller says, on the emulated clock. */
export interface Speech {
  readonly words: string;
  readonly audio: Audio;
  readonly startMs: number;
  /** When the caller stops: at the end of the audio, or earlier when cut off. */
  endMs: number;
}

/** What a recording holds: pieces of speech with silence around them. */
export interface Clip {
  /** Equal keys, equal samples and words. */
  readonly key: string;
  readonly durationMs: number;
  readonly words: string;
  readonly pieces: readonly Piece[];
}

interface Piece {
  readonly audio: Audio;
  /** Part of the audio. */
  readonly part: Span;
  /** Where in the clip it begins. */
  readonly atMs: number;
}

/** The part of `speeches` that lies in `taken` (emulated clock), with the silence between them. */
export function clipOf(speeches: readonly Speech[], taken: Span): Clip {
  const pieces: Piece[] = [];
  const words: string[] = [];
  for (const speech of speeches) {
    const fromMs = Math.max(speech.startMs, taken.fromMs);
    const toMs = Math.min(speech.endMs, taken.toMs);
    if (toMs <= fromMs) continue;
    const part = { fromMs: fromMs - speech.startMs, toMs: toMs - speech.startMs };
    pieces.push({ audio: speech.audio, part, atMs: fromMs - taken.fromMs });
    words.push(...wordsIn(speech, part));
  }
  const durationMs = taken.toMs - taken.fromMs;
  const said = words.join(' ');
  const described = pieces.map(({ audio, part, atMs }) => `${audio.id}:${part.fromMs}:${part.toMs}:${atMs}`);
  const key = createHash('sha256')
    .update([durationMs, said, ...described].join('|'))
    .digest('hex');
  return { key, durationMs, words: said, pieces };
}

/** Words are taken as spread evenly over the audio; one counts when its middle was heard. */
function wordsIn(speech: Speech, part: Span): string[] {
  const all = wordsOf(speech.words);
  const wordMs = speech.audio.durationMs / Math.max(1, all.length);
  return all.filter((_, index) => {
    const middleMs = (index + 0.5) * wordMs;
    return middleMs >= part.fromMs && middleMs <= part.toMs;
  });
}

/** The clip's samples at 8 kHz. */
export function samplesOf(clip: Clip): Int16Array {
  const samples = new Int16Array(Math.round(clip.durationMs * SAMPLES_PER_MS));
  for (const { audio, part, atMs } of clip.pieces) {
    const source = audio.samples.subarray(
      Math.round(part.fromMs * SAMPLES_PER_MS),
      Math.round(part.toMs * SAMPLES_PER_MS),
    );
    const start = Math.round(atMs * SAMPLES_PER_MS);
    samples.set(source.subarray(0, Math.max(0, samples.length - start)), start);
  }
  return samples;
}

/** Where in `taken` (emulated clock) the caller makes a sound; undefined when it is all silence. Used to trim. */
export function soundIn(speeches: readonly Speech[], taken: Span): Span | undefined {
  let fromMs = Infinity;
  let toMs = -Infinity;
  for (const span of soundSpans(speeches)) {
    if (span.toMs <= taken.fromMs || span.fromMs >= taken.toMs) continue;
    fromMs = Math.min(fromMs, Math.max(span.fromMs, taken.fromMs));
    toMs = Math.max(toMs, Math.min(span.toMs, taken.toMs));
  }
  return toMs > fromMs ? { fromMs, toMs } : undefined;
}

/** When, listening from `startMs`, `silenceMs` without a sound will have passed, if the caller says nothing but `speeches`. */
export function silentFor(speeches: readonly Speech[], startMs: number, silenceMs: number): number {
  let lastSoundMs = startMs;
  for (const span of soundSpans(speeches)) {
    if (span.toMs <= lastSoundMs) continue;
    if (span.fromMs - lastSoundMs >= silenceMs) break;
    lastSoundMs = span.toMs;
  }
  return lastSoundMs + silenceMs;
}

/** Sounds on the emulated clock, in order. */
function* soundSpans(speeches: readonly Speech[]): Generator<Span> {
  for (const { audio, startMs, endMs } of speeches) {
    for (const sound of audio.sounds) {
      const toMs = Math.min(startMs + sound.toMs, endMs);
      if (toMs > startMs + sound.fromMs) yield { fromMs: startMs + sound.fromMs, toMs };
    }
  }
}
