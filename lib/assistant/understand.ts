import { tokensOf } from '../pin';
import type { PhraseName, Words } from './words';

/** A command inside a sentence longer than this is a sentence of its own, for the model. */
const SHORT_WORDS = 8;

/** Nothing but these may be said: what stops the line or ends the call is never taken out of a sentence about something else. */
const ALONE: readonly PhraseName[] = ['stop', 'goodbye'];

/**
 * Whether the caller's words are one of these phrases: the phrase and nothing but words that change nothing ("great, thanks, goodbye"), or a
 * phrase of several words in a short sentence that does not turn it round ("don't", "are you …").
 */
export function says(text: string, name: PhraseName, { phrases }: Words): boolean {
  const spoken = joined(text);
  const sentence = sentenceOf(spoken);
  if (onlySays(sentence, phrases[name], phrases.fillers)) return true;
  if (name === 'goodbye' || name === 'stop' || name === 'operator') {
    const around = [...phrases.yes, ...phrases.courtesies];
    const rest = without(sentence, phrases[name]);
    if (rest.found && isNothingBut(without(rest.left, around).left, phrases.fillers)) return true;
  }
  if (ALONE.includes(name) || tokensOf(spoken).length > SHORT_WORDS) return false;
  const several = phrases[name].filter(phrase => phrase.includes(' '));
  return clausesOf(spoken).some(clause =>
    several.some(phrase => {
      const at = clause.indexOf(` ${phrase} `);
      const before = clause.slice(0, at + phrase.length + 2);
      return at >= 0 && !phrases.unless.some(word => before.includes(` ${word} `));
    }),
  );
}

/**
 * Whether the caller gives this command in any language of the line: whoever can't make the line understand them uses one of their own. A
 * phrase of another language counts when it is no false friend, in which the language being spoken says something else ("fine").
 */
export function commands(
  text: string,
  name: Command,
  { spoken, all }: { spoken: Words; all: readonly Words[] },
): boolean {
  return says(text, name, spoken) || all.some(words => words !== spoken && says(text, name, heardFrom(words, spoken)));
}
export type Command = 'operator' | 'stop' | 'goodbye';

/** Another language's words, without its false friends and with what people who mix the two say around a command. */
function heardFrom({ phrases, say, onlyHere = [] }: Words, spoken: Words): Words {
  const { unless: _unless, secrets: _secrets, ...known } = spoken.phrases;
  const friends = (name: Command): string[] => {
    const others = Object.entries({ ...known, [name]: onlyHere }).flatMap(([, each]) => each);
    return phrases[name].filter(phrase => !others.includes(phrase));
  };
  return {
    say,
    phrases: {
      ...phrases,
      ...{ operator: friends('operator'), stop: friends('stop'), goodbye: friends('goodbye') },
      courtesies: [...phrases.courtesies, ...known.courtesies],
      fillers: [...phrases.fillers, ...known.fillers],
    },
  };
}

/**
 * Yes or no, understood without the model. Yes only when nothing else is said and nothing is asked: "yes but at eleven" and "is that right?"
 * are unclear. Any no makes it no.
 */
export function yesOrNo(text: string, { phrases }: Words): 'yes' | 'no' | 'unclear' {
  const sentence = sentenceOf(joined(text));
  const { yes, no, fillers, unless } = phrases;
  const asks = text.includes('?') || unless.some(phrase => sentence.startsWith(` ${phrase} `));
  if (!asks && onlySays(sentence, yes, fillers)) return 'yes';
  return no.some(phrase => sentence.includes(` ${phrase} `)) ? 'no' : 'unclear';
}

/** At least one of the phrases, and beside phrases and fillers nothing. */
function onlySays(sentence: string, phrases: readonly string[], fillers: readonly string[]): boolean {
  // "I don't know it" is "don't know", and "of course" is not less said with a filler inside.
  const bare = ` ${strippedOf(sentence, fillers)} `;
  if (bare.trim() !== '' && phrases.some(phrase => ` ${strippedOf(phrase, fillers)} ` === bare)) return true;
  const { left, found } = without(sentence, phrases);
  return found && isNothingBut(left, fillers);
}

/** The sentence with the phrases taken out of it, the longest first. */
function without(sentence: string, phrases: readonly string[]): { left: string; found: boolean } {
  let left = sentence;
  for (const phrase of [...phrases].sort((a, b) => b.length - a.length))
    while (left.includes(` ${phrase} `)) left = left.replace(` ${phrase} `, '  ');
  return { left, found: left !== sentence };
}

function isNothingBut(sentence: string, fillers: readonly string[]): boolean {
  return sentence.split(' ').every(word => word === '' || fillers.includes(word));
}

function strippedOf(sentence: string, fillers: readonly string[]): string {
  return sentence
    .split(' ')
    .filter(word => word !== '' && !fillers.includes(word))
    .join(' ');
}

function clausesOf(text: string): string[] {
  return text.split(/[.,;:!?¡¿]+/).map(sentenceOf);
}

/** Words with a space before and after each. */
function sentenceOf(text: string): string {
  return ` ${tokensOf(text).join(' ')} `;
}

/** "that's" and "don't" as one word, as the phrases have them. */
function joined(text: string): string {
  return text.replace(/(\p{L})['’](\p{L})/gu, '$1$2');
}
