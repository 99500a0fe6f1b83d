import { sampleClient } from '../../../lib/config/client.fake';
import type { Client } from '../../../lib/config';
import { skillQueues } from './queues';
import { workflowsOf } from './workflows';

const sidOf = (queue: string): string => `WQ-${queue}`;
const everyone = { queue: 'WQ-Everyone' };
const callback: NonNullable<Client['callback']> = {
  country: 'US',
  foreign: false,
  priority: 40,
  maxAttempts: 3,
  retryMinutes: { 'no-answer': 30, busy: 10, voicemail: 120, failed: 0 },
  expireHours: 72,
};
const topics = [
  {
    topic: 'help',
    queue: 'Support',
    priority: 5,
    escalation: [
      { afterSeconds: 30, queue: 'Sales', priority: 60 },
      { afterSeconds: 90, queue: 'Everyone', priority: 20 },
    ],
  },
];

/** A client that says nothing of its own of routing, whatever the sample file says. */
function client(change: Partial<Client>): Client {
  return sampleClient({ queues: undefined, topics: undefined, callback: undefined, ...change });
}

test('without topics and callbacks everything goes to everyone', () => {
  expect(workflowsOf(client({}), sidOf)).toEqual({
    calls: { task_routing: { filters: [], default_filter: everyone } },
    callbacks: {
      task_routing: {
        filters: [
          {
            filter_friendly_name: 'linekit callbacks and voicemail',
            expression: "taskType == 'voicemail' OR taskType == 'callback'",
            targets: [everyone],
          },
        ],
        default_filter: everyone,
      },
    },
  });
});

test('a call goes from queue to queue; the last asks without an end', () => {
  const { calls } = workflowsOf(client({ topics }), sidOf);
  expect(calls.task_routing.filters).toEqual([
    {
      filter_friendly_name: 'help',
      expression: "topic == 'help'",
      targets: [
        { queue: 'WQ-Support', priority: 5, timeout: 30 },
        { queue: 'WQ-Sales', priority: 60, timeout: 60 },
        { queue: 'WQ-Everyone', priority: 20 },
      ],
    },
  ]);
});

test('a callback that is held comes first, then one to be tried again, then topics, then the rest', () => {
  const { callbacks } = workflowsOf(client({ topics, callback }), sidOf);
  const { filters } = callbacks.task_routing;
  expect(filters.map(({ filter_friendly_name: name }) => name)).toEqual([
    ...[1, 2, 4, 8, 16, 24, 48, 72, 120, 336].map(hours => `held for ${hours} h`),
    ...['no-answer', 'busy', 'voicemail', 'failed'].flatMap(each => [
      `help, again after ${each}`,
      `again after ${each}`,
    ]),
    'help, after a hold',
    'help',
    'linekit callbacks and voicemail',
  ]);
  const targets = (name: string) => filters.find(each => each.filter_friendly_name === name)?.targets;
  expect(targets('held for 16 h')).toEqual([{ ...everyone, expression: '1==0', timeout: 57_600 }, everyone]);
  expect(targets('again after busy')).toEqual([{ ...everyone, expression: '1==0', timeout: 600 }, everyone]);
  // At once where the client says so; a priority below the task's own (50, as voicemails have it) is none.
  const later = [{ queue: 'WQ-Support', timeout: 30 }, { queue: 'WQ-Sales', priority: 60, timeout: 60 }, everyone];
  expect(targets('help, again after failed')).toEqual(later);
  expect(targets('help')).toEqual(later);
});

test('let go after a hold it goes to its own queue if somebody is there, and else to the last of its escalation', () => {
  const filtersOf = (change: Partial<Client>) => workflowsOf(client(change), sidOf).callbacks.task_routing.filters;
  const released = filtersOf({ topics, callback }).find(each => each.expression.includes('released'));
  expect(released).toEqual({
    filter_friendly_name: 'help, after a hold',
    expression: "callBackData.released == true AND topic == 'help'",
    targets: [{ queue: 'WQ-Support', skip_if: 'workers.available == 0' }, everyone],
  });
  // Without an escalation its own queue is all there is, and without callbacks nothing is held.
  const plain = [{ topic: 'help', queue: 'Support' }];
  for (const other of [filtersOf({ topics: plain, callback }), filtersOf({ topics })])
    expect(other.filter(each => each.expression.includes('released'))).toEqual([]);
});

test('a queue takes the workers who have all of its skills', () => {
  expect(skillQueues({ queues: [{ queue: 'Clinic', skills: ['nurse', 'spanish'] }] })).toEqual([
    { friendlyName: 'Clinic', targetWorkers: "routing.skills HAS 'nurse' AND routing.skills HAS 'spanish'" },
  ]);
});
