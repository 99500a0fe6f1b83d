import type { PromptBlank } from '../config';

/** A prompt with its blanks filled in. A blank that has no value stays as it is: the client's file is checked for that. */
export function fill(words: string, blanks: { readonly [K in PromptBlank]?: string | number }): string {
  return words.replace(/\{(\w+)\}/g, (blank, name: string) => {
    const value = new Map(Object.entries(blanks)).get(name);
    return value === undefined ? blank : String(value);
  });
}

/** A moment as people say it, in a language and on a time zone's clock: "Monday, November 23 at 9:00 AM". */
export function spokenMoment(at: Date, { language, timeZone }: { language: string; timeZone: string }): string {
  return new Intl.DateTimeFormat(language, {
    timeZone,
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(at);
}

/** People speak some 150 words a minute, 14 letters a second, in the languages of telephone voices. */
const LETTERS_A_SECOND = 14;

/** About how long it takes to say that, seconds. */
export function spokenSeconds(words: string): number {
  return Math.ceil(words.length / LETTERS_A_SECOND);
}
