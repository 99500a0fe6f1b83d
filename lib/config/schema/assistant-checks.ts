import { assistantTools, wordsOf } from '../../assistant';
import { isAppError } from '../../errors';
import type { Client } from '../client';
import type { AssistantSection } from '../assistant';
import type { CrossFault } from './cross-fault';

/** What no key of the section `assistant` has by itself. */
export function assistantFaults(client: Client): CrossFault[] {
  const { assistant } = client;
  const needing = client.numbers.flatMap(({ line }, index): CrossFault[] => {
    const kind: string = line;
    if (kind !== 'assistant' || assistant) return [];
    return [{ path: ['numbers', index, 'line'], message: 'expected the key assistant in this file' }];
  });
  if (!assistant) return needing;
  const own = [
    ...priceFaults(assistant),
    ...queueFaults(client, assistant),
    ...languageFaults(assistant),
    ...toolFaults(client, assistant),
    ...phoneFaults(assistant),
  ];
  return [...needing, ...own.map(({ path, message }) => ({ path: ['assistant', ...path], message }))];
}

/** Without a price a limit on spending is a guess. */
function priceFaults({ model, fallbackModel, prices }: AssistantSection): CrossFault[] {
  const models = fallbackModel === undefined ? [model] : [model, fallbackModel];
  const same = { path: ['fallbackModel'], message: 'expected another model than the first' };
  return [
    ...models
      .filter(name => prices[name] === undefined)
      .map(name => ({ path: ['prices'], message: `expected the price of ${name} in it` })),
    ...(model === fallbackModel ? [same] : []),
  ];
}

/** The file's own topics route calls (with escalations of theirs): a queue that is said here as well is the same, and a topic that is not there is everybody's. */
function queueFaults({ queues = [], topics: routed = [] }: Client, { topics }: AssistantSection): CrossFault[] {
  const known = ['Everyone', ...queues.map(each => each.queue)];
  const seen = new Set<string>();
  return topics.flatMap(({ topic, queue }, index) => {
    const faults: CrossFault[] = [];
    const path = ['topics', index, 'queue'];
    const leadsTo = routed.find(each => each.topic === topic)?.queue;
    if (!known.includes(queue)) faults.push({ path, message: `expected one of ${known.join(', ')}` });
    else if (leadsTo !== undefined && leadsTo !== queue && known.includes(leadsTo))
      faults.push({ path, message: `expected ${leadsTo}, where the file's topics send ${topic}` });
    else if (leadsTo === undefined && queue !== 'Everyone')
      faults.push({
        path,
        message: `expected Everyone, or the topic ${topic} among the file's topics, which route calls`,
      });
    if (seen.has(topic)) faults.push({ path: ['topics', index, 'topic'], message: 'expected each topic once' });
    seen.add(topic);
    return faults;
  });
}

/** Languages and topics that the phone is told of are the assistant's. */
function phoneFaults({ languages, topics, speech = [], extensions = [] }: AssistantSection): CrossFault[] {
  const seen = new Set<string>();
  const spoken = speech.flatMap(({ language }, index): CrossFault[] => {
    const path = ['speech', index, 'language'];
    const again = seen.has(language);
    seen.add(language);
    if (again) return [{ path, message: 'expected each language once' }];
    return languages.some(each => each.language === language)
      ? []
      : [{ path, message: `expected one of ${languages.map(each => each.language).join(', ')}` }];
  });
  const known = topics.map(({ topic }) => topic);
  const rung = extensions.flatMap(({ topic }, index): CrossFault[] => {
    const path = ['extensions', index, 'topic'];
    if (!known.includes(topic)) return [{ path, message: `expected one of ${known.join(', ')}` }];
    const first = extensions.findIndex(each => each.topic === topic);
    return first < index ? [{ path, message: 'expected each topic once' }] : [];
  });
  return [...spoken, ...rung];
}

function languageFaults({ languages }: AssistantSection): CrossFault[] {
  const seen = new Set<string>();
  return languages.flatMap(({ language, words }, index) => {
    const faults: CrossFault[] = [];
    if (seen.has(language))
      faults.push({ path: ['languages', index, 'language'], message: 'expected each language once' });
    seen.add(language);
    const lacking = refusalOf(() => wordsOf(languages, language));
    const message = words ? lacking : lacking && `is missing. ${lacking}`;
    if (message !== undefined) faults.push({ path: ['languages', index, 'words'], message });
    return faults;
  });
}

function toolFaults(client: Client, assistant: AssistantSection): CrossFault[] {
  const tools = assistant.httpTools ?? [];
  const silent = tools.flatMap(({ effect, readBack }, index) =>
    assistant.languages
      .filter(({ language }) => effect === 'irreversible' && readBack?.[language] === undefined)
      .map(({ language }) => ({
        path: ['httpTools', index, 'readBack'],
        message: `is missing a question in ${language}: what cannot be undone is read back before it is done`,
      })),
  );
  const seen = new Set<string>();
  const refused = tools.flatMap((tool, index): CrossFault[] => {
    const twice = seen.has(tool.name) ? `expected another name: ${tool.name} is taken` : undefined;
    seen.add(tool.name);
    // The assistant's own check of addresses and names; nothing is asked by it.
    const message = twice ?? refusalOf(() => assistantTools(client, { ...assistant, httpTools: [tool] }, NO_PORTS));
    return message === undefined ? [] : [{ path: ['httpTools', index], message }];
  });
  return [...silent, ...refused];
}

const unused = (): never => {
  throw new Error('a check asks nobody');
};
const NO_PORTS = { http: { fetch: unused, resolve: unused }, secrets: { read: unused } };

/** Why the assistant would not start with this, in its own words. */
function refusalOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (isAppError(error) && error.code === 'CLIENT_FILE_INVALID') return error.message;
    throw error;
  }
}
