import type { PhoneNumber } from '../phone';
import type { Client, LineKind, LineNumber, Prompts } from './client';
import { promptNames } from './prompt-blanks';

/**
 * The client as callers of one of its numbers meet it: what the file says for that number stands where it stands for all.
 * A number that is none of the client's (or none at all) gives the client unchanged.
 */
export function lineOf(client: Client, number: string | undefined): Client {
  const line = client.numbers.find(each => each.number === number);
  return line ? { ...client, ...overrides(client, line) } : client;
}

function overrides(client: Client, line: LineNumber): Partial<Client> {
  const { language = client.language, voice = client.voice, timeZone = client.timeZone } = line;
  const greetings = { ...client.greetings, ...given(line.greetings ?? {}) };
  const holidays = line.holidays ?? translatable(client, language);
  const spoken = { language, voice, greetings, prompts: promptsOf(client, line), menu: line.menu ?? client.menu };
  const { hours = client.hours, answer = client.answer } = line;
  return { ...spoken, timeZone, hours, holidays, answer };
}

/** A number of another language has all prompts of its own. Undefined where they are not all there: a line without options. */
function promptsOf(client: Client, { language = client.language, prompts }: LineNumber): Prompts | undefined {
  const shared = isSameLanguage(language, client.language) ? client.prompts : undefined;
  const all = { menu: '', unknownKey: '', ...shared, ...given(prompts ?? {}) };
  return isWhole(all) ? all : undefined;
}

function isWhole(prompts: Partial<Prompts>): prompts is Prompts {
  return promptNames.every(name => prompts[name] !== undefined);
}

/** A holiday's own greeting is in the client's language: where another one is spoken, the general words for holidays stand in. */
function translatable(client: Client, language: string): Client['holidays'] {
  if (isSameLanguage(language, client.language)) return client.holidays;
  return client.holidays.map(({ greeting: _, ...day }) => day);
}

/** Whether the words for one language tag do for the other: "en-GB" and "en-US". */
export function isSameLanguage(tag: string, other: string): boolean {
  return tag.split('-')[0] === other.split('-')[0];
}

function given<T extends object>(values: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  const present = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Partial<T>;
}

/** One Studio flow of a client, and the numbers that it answers. */
export interface LineFlow {
  /** Friendly name in the account: "linekit voice-direct", "linekit voice-direct +12025550142". */
  readonly name: string;
  readonly line: LineKind;
  readonly numbers: readonly PhoneNumber[];
  /** The client as callers of these numbers meet it. */
  readonly client: Client;
}

/**
 * The flows that a client needs: one for each kind of line, and one more for each number with a language, voice, greetings or wait of its own,
 * since a flow has its words and time-out for the case that no Function answers in itself.
 */
export function flowsOf(client: Client): LineFlow[] {
  const flows = new Map<string, LineFlow>();
  for (const each of client.numbers) {
    const own = speaksForItself(each);
    const name = own ? `linekit ${each.line} ${each.number}` : `linekit ${each.line}`;
    const numbers = [...(flows.get(name)?.numbers ?? []), each.number];
    flows.set(name, { name, line: each.line, numbers, client: own ? lineOf(client, each.number) : client });
  }
  return [...flows.values()];
}

function speaksForItself({ language, voice, greetings, answer }: LineNumber): boolean {
  return [language, voice, greetings, answer].some(own => own !== undefined);
}
