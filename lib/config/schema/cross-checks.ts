import { lineKindsWithOptions, type Client, type LineNumber, type PromptName } from '../client';
import { isSameLanguage } from '../line-of';
import { menuPromptNames, promptNames } from '../prompt-blanks';
import { assistantFaults } from './assistant-checks';
import type { CrossFault } from './cross-fault';
import { routingFaults } from './routing-checks';

/** All faults that no key has by itself, each at the key to change, and once. */
export function crossFaults(client: Client, greetingNames: readonly string[]): CrossFault[] {
  const faults = [
    ...sameNumbers(client),
    ...client.numbers.flatMap((line, index) =>
      [...translationFaults(client, line, greetingNames), ...optionFaults(client, line)].map(({ path, message }) => ({
        path: ['numbers', index, ...path],
        message,
      })),
    ),
    ...menuWordFaults(client),
    ...routingFaults(client),
    ...assistantFaults(client),
  ];
  return [...new Map(faults.map(fault => [JSON.stringify(fault), fault])).values()];
}

function sameNumbers({ numbers }: Client): CrossFault[] {
  const seen = new Set<string>();
  return numbers.flatMap(({ number }, index) => {
    if (seen.has(number)) return [{ path: ['numbers', index, 'number'], message: 'expected each number once' }];
    seen.add(number);
    return [];
  });
}

const speaksAnother = (client: Client, { language }: LineNumber): boolean =>
  language !== undefined && !isSameLanguage(language, client.language);

const hasOptions = ({ line }: LineNumber): boolean => lineKindsWithOptions.includes(line);

/** Of the keys for lines with options: an assistant asks what callers want in its own words. */
function uselessKeys(line: LineNumber): readonly ('prompts' | 'menu')[] {
  if (!hasOptions(line)) return ['prompts', 'menu'];
  return line.line === 'assistant' ? ['menu'] : [];
}

const menuOf = (client: Client, line: LineNumber) =>
  line.line === 'assistant' ? undefined : (line.menu ?? client.menu);

const isMenuPrompt = (name: PromptName): boolean => menuPromptNames.some(each => each === name);

/** Where a number that speaks another language than the client still lacks something of its own. */
function translationFaults(client: Client, line: LineNumber, greetingNames: readonly string[]): CrossFault[] {
  if (!speaksAnother(client, line)) return [];
  const needed = hasOptions(line) ? neededPrompts(client, line) : [];
  const paths = [
    ...(line.voice === undefined ? [['voice']] : []),
    ...greetingNames.filter(name => !Object.hasOwn(line.greetings ?? {}, name)).map(name => ['greetings', name]),
    ...needed.filter(name => line.prompts?.[name] === undefined).map(name => ['prompts', name]),
  ];
  const message = `is missing: this number speaks ${line.language}, the rest of the file ${client.language}`;
  return paths.map(path => ({ path, message }));
}

function neededPrompts(client: Client, line: LineNumber): readonly PromptName[] {
  return menuOf(client, line) ? promptNames : promptNames.filter(name => !isMenuPrompt(name));
}

const NEEDED = ['waiting', 'afterHours', 'callback'] as const;

/** What a line with options lacks, and what only such a line can have. */
function optionFaults(client: Client, line: LineNumber): CrossFault[] {
  const useless = uselessKeys(line).filter(key => line[key] !== undefined);
  const faults = useless.map(key => ({
    path: [key],
    message: 'expected only at a number of the line direct-with-options',
  }));
  if (!hasOptions(line)) return faults;
  const own = Object.keys(line.prompts ?? {}).length > 0;
  const missing = [
    ...NEEDED.filter(key => client[key] === undefined),
    ...(client.prompts || own || speaksAnother(client, line) ? [] : ['prompts']),
  ];
  const list = missing.join(', ').replace(/, (\w+)$/, ' and $1');
  const keys = missing.length === 1 ? 'key' : 'keys';
  const needs = {
    path: ['line'],
    message: `expected the ${keys} ${list} in this file: a line with options needs them`,
  };
  return [...faults, ...(missing.length > 0 ? [needs] : []), ...unspoken(client, line)];
}

/** A number whose prompts stand nowhere but at the number itself has to have all of them. */
function unspoken(client: Client, line: LineNumber): CrossFault[] {
  if (client.prompts || line.prompts === undefined || speaksAnother(client, line)) return [];
  const { prompts } = line;
  return neededPrompts(client, line)
    .filter(name => prompts[name] === undefined)
    .map(name => ({ path: ['prompts', name], message: 'is missing: this file has no prompts for all numbers' }));
}

/** A menu is to be heard. */
function menuWordFaults(client: Client): CrossFault[] {
  return client.numbers.flatMap((line, index) => {
    if (line.line !== 'direct-with-options' || !client.prompts || speaksAnother(client, line)) return [];
    const { prompts } = client;
    const silent = menuPromptNames.filter(name => prompts[name] === '' && line.prompts?.[name] === undefined);
    if (!menuOf(client, line)) return [];
    const place = line.menu ? ['numbers', index, 'prompts'] : ['prompts'];
    return silent.map(name => ({ path: [...place, name], message: 'is missing: there is a menu' }));
  });
}
