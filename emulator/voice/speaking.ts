/** How fast the local Twilio and its callers speak: an unhurried English voice. */
export const WORDS_PER_MINUTE = 150;

const WORD_MS = 60_000 / WORDS_PER_MINUTE;

/** The words of a text, split at white space. */
export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter(word => word !== '');
}

/** How long it takes to say that, milliseconds; 0 for nothing. */
export function speakingMs(text: string): number {
  return wordsOf(text).length * WORD_MS;
}
