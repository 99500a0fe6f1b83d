import type { Client, Menu, Topic } from '../client';
import type { CrossFault } from './cross-fault';

const EVERYONE = 'Everyone';

/** What queues, topics and menus say against each other. */
export function routingFaults(client: Client): CrossFault[] {
  const { queues = [], topics = [], numbers } = client;
  const queueNames = new Set([EVERYONE, ...queues.map(({ queue }) => queue)]);
  const topicNames = new Set(topics.map(({ topic }) => topic));
  return [
    ...repeated(
      queues.map(({ queue }) => queue),
      index => ['queues', index, 'queue'],
    ),
    ...queues.flatMap(({ queue }, index) =>
      queue === EVERYONE
        ? [{ path: ['queues', index, 'queue'], message: 'expected another name: Everyone is the queue of all agents' }]
        : [],
    ),
    ...repeated(
      topics.map(({ topic }) => topic),
      index => ['topics', index, 'topic'],
    ),
    ...topics.flatMap((topic, index) => topicFaults(topic, queueNames).map(within('topics', index))),
    ...menuFaults(client.menu, topicNames).map(within()),
    ...numbers.flatMap(({ menu }, index) => menuFaults(menu, topicNames).map(within('numbers', index))),
  ];
}

const within =
  (...place: (string | number)[]) =>
  ({ path, message }: CrossFault): CrossFault => ({ path: [...place, ...path], message });

function repeated(names: readonly string[], place: (index: number) => CrossFault['path']): CrossFault[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [{ path: place(index), message: 'expected each name once' }] : [],
  );
}

function topicFaults({ queue, escalation = [] }: Topic, queueNames: ReadonlySet<string>): CrossFault[] {
  const unknown = (name: string, path: CrossFault['path']) => {
    const message = `expected one of ${[...queueNames].join(', ')}`;
    return queueNames.has(name) ? [] : [{ path, message }];
  };
  return [
    ...unknown(queue, ['queue']),
    ...escalation.flatMap((step, index) => [
      ...unknown(step.queue, ['escalation', index, 'queue']),
      ...(step.afterSeconds <= (escalation[index - 1]?.afterSeconds ?? 0)
        ? [{ path: ['escalation', index, 'afterSeconds'], message: 'expected more than at the step before it' }]
        : []),
    ]),
  ];
}

function menuFaults(menu: Menu | undefined, topicNames: ReadonlySet<string>): CrossFault[] {
  const known = topicNames.size > 0 ? `one of ${[...topicNames].join(', ')}` : 'a topic that stands below "topics"';
  return (menu?.choices ?? []).flatMap((choice, index) =>
    'topic' in choice && !topicNames.has(choice.topic)
      ? [{ path: ['menu', 'choices', index, 'topic'], message: `expected ${known}` }]
      : [],
  );
}
