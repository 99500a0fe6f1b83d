import { tokensOf } from '../pin';
import type { PhraseName, Words } from './words';

/** An answer or a command longer than this is a sentence of its own, for the model. */
const SHORT_WORDS = 8;

/** Whether the caller's words are one of these phrases: all of them but fillers, or a phrase of several words in a short sentence. */
export function says(text: string, name: PhraseName, { phrases }: Words): boolean {
  const tokens = tokensOf(joined(text));
  const bare = stripped(tokens, phrases.fillers);
  const sentence = ` ${tokens.join(' ')} `;
  return phrases[name].some(phrase => {
    const several = phrase.includes(' ');
    if (several && tokens.length <= SHORT_WORDS && sentence.includes(` ${phrase} `)) return true;
    return (
      tokens.join(' ') === phrase ||
      (bare.length > 0 && bare.join(' ') === stripped(phrase.split(' '), phrases.fillers).join(' '))
    );
  });
}

/**
 * Yes or no, understood without the model. Yes only when nothing else is said: "yes but at eleven" is unclear. Any no makes it no.
 */
export function yesOrNo(text: string, words: Words): 'yes' | 'no' | 'unclear' {
  const tokens = tokensOf(joined(text));
  const sentence = ` ${tokens.join(' ')} `;
  const { yes, no, fillers } = words.phrases;
  if (onlySays(sentence, yes, fillers)) return 'yes';
  return no.some(phrase => sentence.includes(` ${phrase} `)) ? 'no' : 'unclear';
}

/** At least one of the phrases, and beside phrases and fillers nothing. */
function onlySays(sentence: string, phrases: readonly string[], fillers: readonly string[]): boolean {
  let rest = sentence;
  let found = false;
  for (const phrase of [...phrases].sort((a, b) => b.length - a.length)) {
    while (rest.includes(` ${phrase} `)) {
      rest = rest.replace(` ${phrase} `, '  ');
      found = true;
    }
  }
  return found && rest.split(' ').every(word => word === '' || fillers.includes(word));
}

function stripped(tokens: readonly string[], fillers: readonly string[]): string[] {
  return tokens.filter(token => !fillers.includes(token));
}

/** "that's" and "don't" as one word, as the phrases have them. */
function joined(text: string): string {
  return text.replace(/(\p{L})['’](\p{L})/gu, '$1$2');
}
