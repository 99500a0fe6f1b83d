import type { AudioFacts } from './audio';
import type { ListenQuery } from './query';

/** One word of a transcript, in Deepgram's wire shape; times in seconds. */
export interface TranscriptWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
  readonly punctuated_word?: string;
  readonly speaker?: number;
  readonly speaker_confidence?: number;
}

/** The `results` of a listen response: `words` as heard in the audio, laid out over its length and formatted as asked. */
export function resultsOf(words: string, audio: AudioFacts, query: ListenQuery): Record<string, unknown> {
  const timed = timeWords(words, audio.durationSeconds, query);
  const channel = {
    alternatives: [alternativeOf(timed, query)],
    // The words come from the test's own script: their language is the one that was asked for.
    ...(query.detectLanguage && { detected_language: query.language.slice(0, 2), language_confidence: 0.99 }),
  };
  const channels = query.multichannel ? Array.from({ length: audio.channels }, () => channel) : [channel];
  if (!query.utterances) return { channels };
  return {
    channels,
    utterances: timed.length === 0 ? [] : channels.map((_, index) => utteranceOf(timed, index, query)),
  };
}

/** Spreads the words over the audio by their length, with a breath before and after. */
function timeWords(words: string, durationSeconds: number, query: ListenQuery): TranscriptWord[] {
  const spoken = words.split(/\s+/).filter(word => word !== '');
  const lengths = spoken.map(word => word.length + 1);
  const perCharacter = (durationSeconds * 0.9) / Math.max(1, sum(lengths));
  return spoken.map((written, index) => {
    const start = durationSeconds * 0.05 + sum(lengths.slice(0, index)) * perCharacter;
    return {
      word: bareWord(written),
      start: milli(start),
      end: milli(start + written.length * perCharacter),
      confidence: confidenceOf(written),
      ...(query.punctuated && { punctuated_word: written }),
      ...(query.diarize && { speaker: 0, speaker_confidence: 0.9 }),
    };
  });
}

function alternativeOf(words: readonly TranscriptWord[], query: ListenQuery): Record<string, unknown> {
  const transcript = textOf(words);
  return {
    transcript,
    confidence: averageConfidence(words),
    words,
    ...(query.paragraphs &&
      words.length > 0 && { paragraphs: { transcript: `\n${transcript}`, paragraphs: [paragraphOf(words)] } }),
  };
}

function paragraphOf(words: readonly TranscriptWord[]): Record<string, unknown> {
  const sentences: TranscriptWord[][] = [[]];
  for (const word of words) {
    sentences.at(-1)?.push(word);
    if (/[.!?]$/.test(word.punctuated_word ?? '')) sentences.push([]);
  }
  return {
    sentences: sentences.filter(each => each.length > 0).map(each => ({ text: textOf(each), ...spanOf(each) })),
    num_words: words.length,
    ...spanOf(words),
  };
}

function utteranceOf(words: readonly TranscriptWord[], channel: number, query: ListenQuery): Record<string, unknown> {
  return {
    ...spanOf(words),
    confidence: averageConfidence(words),
    channel,
    transcript: textOf(words),
    words,
    ...(query.diarize && { speaker: 0 }),
    id: `00000000-0000-4000-8000-${String(channel).padStart(12, '0')}`,
  };
}

function textOf(words: readonly TranscriptWord[]): string {
  return words.map(word => word.punctuated_word ?? word.word).join(' ');
}

function spanOf(words: readonly TranscriptWord[]): { start: number; end: number } {
  return { start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0 };
}

/** Deepgram's plain words have neither capitals nor punctuation round them. */
function bareWord(written: string): string {
  const bare = written.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  return bare === '' ? written : bare;
}

/** Between 0.95 and 0.99, always the same for a word: nothing here is random. */
function confidenceOf(word: string): number {
  const code = [...word].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  return (950 + (code % 50)) / 1000;
}

function averageConfidence(words: readonly TranscriptWord[]): number {
  return words.length === 0 ? 0 : milli(sum(words.map(word => word.confidence)) / words.length);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
const milli = (value: number): number => Math.round(value * 1000) / 1000;
