import { renderTemplate, type TemplateValues } from '../render';
import type { Place } from './restore';

/** Finds placeholders for what stands in a live flow. Problems are told, not thrown, so that all come at once. */
export interface Reverse {
  /** For a place at which a placeholder stood: the template's text, or that of an edit that still has every value in it. */
  keep(live: unknown, before: string, at: Place): unknown;
  /** For text that is new: with placeholders for the values that are in it. */
  find(live: string, at: Place): string;
}

/** Where a value of the client comes from, for whoever edited it in a flow. */
const SOURCES: Readonly<Record<string, string>> = {
  language: 'language',
  voice: 'voice',
  apology: 'greetings.apology',
  wait_timeout_seconds: 'answer.waitSeconds (60 s are added to it)',
  voicemail_max_seconds: 'voicemail.maxSeconds',
  voicemail_silence_seconds: 'voicemail.silenceSeconds',
};

const EACH = /\$\{([a-z0-9_]+)\}/g;

/** The names of the placeholders in a text. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(EACH)].map(([, name = '']) => name);
}

export function createReverse(values: TemplateValues, tell: (problem: string) => void): Reverse {
  const texts = Object.entries(values).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  const longestFirst = [...new Set(texts.map(([, value]) => value))].sort((a, b) => b.length - a.length);
  const namesOf = (value: string): string[] => texts.filter(each => each[1] === value).map(([name]) => name);

  /** The one placeholder of a value; one that is called like the property goes first. */
  function nameOf(value: string, { place, property }: Place): string | undefined {
    const names = namesOf(value);
    const own = names.find(name => name === property);
    if (own !== undefined || names.length === 1) return own ?? names[0];
    tell(
      `${place}: "${short(value)}" may be ${names.map(name => `\${${name}}`).join(' or ')}: write one of them in the file by hand.`,
    );
    return undefined;
  }

  function find(live: string, at: Place): string {
    const words = longestFirst.includes(live) ? nameOf(live, at) : undefined;
    if (words !== undefined) return `\${${words}}`;
    return longestFirst.filter(isIdentity).reduce((text, value) => {
      if (!text.includes(value)) return text;
      const name = nameOf(value, at);
      return name === undefined ? text : text.replaceAll(value, `\${${name}}`);
    }, live);
  }

  function keep(live: unknown, before: string, at: Place): unknown {
    const rendered = renderTemplate(JSON.stringify(before), values, at.place).value;
    if (rendered === live) return before;
    const found = typeof live === 'string' ? find(live, at) : live;
    const lost = placeholdersIn(before).filter(
      name => typeof found !== 'string' || !placeholdersIn(found).includes(name),
    );
    lost.forEach(name => tell(lostWords(name, { live, rendered, at })));
    return found;
  }

  return { keep, find };
}

/** SIDs and hosts are looked for inside longer texts; words only where they are the whole. */
function isIdentity(value: string): boolean {
  return /^[A-Z]{2}[0-9a-f]{32}$/.test(value) || /^[\w-]+(\.[\w-]+)+$/.test(value);
}

function lostWords(name: string, { live, rendered, at }: { live: unknown; rendered: unknown; at: Place }): string {
  const source = SOURCES[name];
  const now = `${at.place}: is ${short(live)}, where \${${name}} gave ${short(rendered)}`;
  if (source === undefined) return `${now}. Undo it in Studio: it is of this one account.`;
  return `${now}. Put it into the client's file, ${source}, and deploy.`;
}

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 70 ? `${text.slice(0, 67)}…` : text;
}
