import { redactWritten } from './redact';

/** What a person listens to without losing the thread; about 45 seconds. */
const LONGEST_ANSWER = 700;
/** More than anybody says in a breath. */
const LONGEST_SPEECH = 600;

/** The model's words as they can be spoken: no mark-up, no addresses, no numbers that are nobody's business, not too long. */
export function speakable(text: string): string {
  const plain = text
    .replace(/```[\s\S]*?(```|$)/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/[*_#`~|<>{}]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return clip(redactWritten(plain), LONGEST_ANSWER);
}

/** Words for the model as one line that can't be taken for anything but words: nobody but the line says "Line:". */
export function bareWords(text: string): string {
  return text
    .replace(/[<>{}[\]]+/g, ' ')
    .replace(/\b(line)\s*[:：]+/gi, '$1,')
    .replace(/\s+/g, ' ')
    .trim();
}

/** As much as a caller says in one breath. */
export function oneBreath(text: string): string {
  return clip(text, LONGEST_SPEECH);
}

/** At most so many characters, cut at a sentence or a word. */
export function clip(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest - 1);
  const sentence = Math.max(cut.lastIndexOf('. '), cut.lastIndexOf('? '), cut.lastIndexOf('! '));
  if (sentence > longest / 2) return cut.slice(0, sentence + 1);
  const word = cut.lastIndexOf(' ');
  return `${word > longest / 2 ? cut.slice(0, word) : cut.replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** How many bytes a value takes as JSON. */
export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}
