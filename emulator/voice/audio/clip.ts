import { createHash } from 'node:crypto';
import { wordsOf } from '../speaking';
import { SAMPLES_PER_MS, type Audio, type Span } from './audio';

/** What a caller says, on the emulated clock. */
export interface Speech {
  readonly words: string;
  /** How sure a recogniser is of them, 0 to 1. */
  readonly confidence?: number;
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
  /** 2: each side of the call on its own. */
  readonly channels: 1 | 2;
}

interface Piece {
  readonly audio: Audio;
  /** Part of the audio. */
  readonly part: Span;
  /** Where in the clip it begins. */
  readonly atMs: number;
  readonly channel: 0 | 1;
}

/** The part of `speeches` that lies in `taken` (emulated clock), with the silence between them. */
export function clipOf(speeches: readonly Speech[], taken: Span): Clip {
  return clipOfTracks({ inbound: speeches, outbound: [] }, [{ ...taken, isSilent: false }], 1);
}

/** A stretch of a recording; of a silent one only the time counts. */
export interface TapeSpan extends Span {
  readonly isSilent: boolean;
}

/** Stretches of two tracks one after the other, the tracks mixed or on channels of their own. */
export function clipOfTracks(
  tracks: { readonly inbound: readonly Speech[]; readonly outbound: readonly Speech[] },
  spans: readonly TapeSpan[],
  channels: 1 | 2,
): Clip {
  const heard = [
    ...tracks.inbound.map(speech => ({ speech, channel: 0 as const })),
    ...tracks.outbound.map(speech => ({ speech, channel: 1 as const })),
  ].sort((one, other) => one.speech.startMs - other.speech.startMs);
  const pieces: Piece[] = [];
  const words: string[] = [];
  let durationMs = 0;
  for (const span of spans) {
    for (const { speech, channel } of span.isSilent ? [] : heard) {
      const part = partOf(speech, span);
      if (!part) continue;
      const atMs = durationMs + speech.startMs + part.fromMs - span.fromMs;
      pieces.push({ audio: speech.audio, part, atMs, channel });
      words.push(...wordsIn(speech, part));
    }
    durationMs += span.toMs - span.fromMs;
  }
  const said = words.join(' ');
  const described = pieces.map(
    ({ audio, part, atMs, channel }) => `${audio.id}:${part.fromMs}:${part.toMs}:${atMs}:${channel}`,
  );
  const key = createHash('sha256')
    .update([durationMs, channels, said, ...described].join('|'))
    .digest('hex');
  return { key, durationMs, words: said, pieces, channels };
}

/** The part of the speech that lies in the span, counted from its beginning. */
function partOf(speech: Speech, span: Span): Span | undefined {
  const fromMs = Math.max(speech.startMs, span.fromMs);
  const toMs = Math.min(speech.endMs, span.toMs);
  return toMs > fromMs ? { fromMs: fromMs - speech.startMs, toMs: toMs - speech.startMs } : undefined;
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

/** The clip's samples at 8 kHz: all mixed, or those of one channel. */
export function samplesOf(clip: Clip, channel?: 0 | 1): Int16Array {
  const samples = new Int16Array(Math.round(clip.durationMs * SAMPLES_PER_MS));
  for (const { audio, part, atMs, channel: on } of clip.pieces) {
    if (channel !== undefined && on !== channel) continue;
    const source = audio.samples.subarray(
      Math.round(part.fromMs * SAMPLES_PER_MS),
      Math.round(part.toMs * SAMPLES_PER_MS),
    );
    const start = Math.round(atMs * SAMPLES_PER_MS);
    mixIn(samples, source, start);
  }
  return samples;
}

/** Adds what two say at once; too loud is cut off at full scale. */
function mixIn(samples: Int16Array, source: Int16Array, start: number): void {
  const length = Math.min(source.length, samples.length - start);
  for (let index = 0; index < length; index += 1) {
    const sum = (samples[start + index] ?? 0) + (source[index] ?? 0);
    samples[start + index] = Math.max(-0x8000, Math.min(0x7fff, sum));
  }
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
