import { AppError } from '../errors';
import type { AssistantLanguage } from './settings';
import { en } from './words-en';
import { es } from './words-es';

/** What the engine understands and says by itself, without the model, in one language. */
export interface Words {
  readonly phrases: Phrases;
  readonly say: Sentences;
  /** False friends: commands of this language that are names or other words elsewhere, and count while it is spoken alone. */
  readonly onlyHere?: readonly string[];
}

/** What callers say, in lower case without accents and punctuation. A phrase of two words or more is also found inside a short sentence. */
export interface Phrases {
  readonly yes: readonly string[];
  readonly no: readonly string[];
  readonly stop: readonly string[];
  readonly operator: readonly string[];
  readonly goodbye: readonly string[];
  /** "I forgot it": no PIN will come. */
  readonly skip: readonly string[];
  readonly callback: readonly string[];
  readonly voicemail: readonly string[];
  /** Words that change nothing: "please", "well". */
  readonly fillers: readonly string[];
  /** What people say around a goodbye or a command and that changes nothing of it: "thanks", "have a nice day". */
  readonly courtesies: readonly string[];
  /** Before a command in the same clause, it is none: "don't", "are you". */
  readonly unless: readonly string[];
  /** Words after which digits are a PIN, an identity number or a card. */
  readonly secrets: readonly string[];
}
export type PhraseName = keyof Phrases;

/** What callers hear. Words in braces are filled in. */
export interface Sentences {
  readonly sayAgain: string;
  /** After several misses, before the keys. */
  readonly pressKeys: string;
  readonly askAccount: string;
  readonly askPin: string;
  readonly digitsAgain: string;
  readonly wrongPin: string;
  readonly pinLocked: string;
  readonly notIdentified: string;
  readonly identified: string;
  /** Time ran out; true whatever happens next. */
  readonly moment: string;
  readonly stillAtIt: string;
  /** After the question that reads back: yes or no. */
  readonly yesOrNo: string;
  /** 1 for yes, 2 for no. */
  readonly yesOrNoKeys: string;
  readonly stopped: string;
  readonly goodbye: string;
  readonly connecting: string;
  readonly closedNow: string;
  readonly nobodyThere: string;
  readonly leaveMessage: string;
  readonly callbackNext: string;
  /** The keys, one sentence each: only those that lead somewhere now are said. 0. */
  readonly keyPerson: string;
  /** 1. */
  readonly keyCallback: string;
  /** 2. */
  readonly keyMessage: string;
  readonly trouble: string;
  readonly cannotHelp: string;
  readonly limitReached: string;
  readonly bookAppointment: string;
  readonly moveAppointment: string;
  readonly cancelAppointment: string;
  readonly cancelCallback: string;
}

export interface PartialWords {
  readonly phrases?: Partial<Phrases>;
  readonly say?: Partial<Sentences>;
}

const builtIn: Readonly<Record<string, Words>> = { en, es };

/** The words of a language of the client's: its own over the built-in ones. Throws CLIENT_FILE_INVALID for a language that lacks some. */
export function wordsOf(languages: readonly AssistantLanguage[], language: string): Words {
  const settings = languages.find(each => each.language === language);
  const base = builtIn[language.split('-')[0] ?? ''];
  const words = {
    phrases: { ...base?.phrases, ...settings?.words?.phrases },
    say: { ...base?.say, ...settings?.words?.say },
    ...(base?.onlyHere && { onlyHere: base.onlyHere }),
  };
  const missing = [
    ...Object.keys(en.phrases).filter(name => !(name in words.phrases)),
    ...Object.keys(en.say).filter(name => !(name in words.say)),
  ];
  if (missing.length > 0)
    throw new AppError('CLIENT_FILE_INVALID', `The assistant's words for ${language} lack: ${missing.join(', ')}.`);
  return words as Words;
}

/** A sentence with its braces filled; a name that is not there stays empty. */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : ''));
}
