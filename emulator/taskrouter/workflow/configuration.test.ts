import { TwilioError } from '../../rest/twilio-error';
import { parseConfiguration, type WorkflowPlan } from './configuration';
import { afterSkip, ageAtEnd, pathOf, targetAt, type Position } from './steps';

const QUEUES = new Set(['WQ1', 'WQ2', 'WQ3']);

function plan(routing: object): WorkflowPlan {
  return parseConfiguration(JSON.stringify({ task_routing: routing }), sid => QUEUES.has(sid));
}

function refusal(json: string): TwilioError {
  try {
    parseConfiguration(json, sid => QUEUES.has(sid));
  } catch (error) {
    if (error instanceof TwilioError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('a workflow configuration', () => {
  test('has its parts read, numbers as strings too', () => {
    const { filters, defaultTarget } = plan({
      filters: [
        {
          filter_friendly_name: 'Sales',
          expression: "type == 'sales'",
          targets: [
            {
              queue: 'WQ1',
              priority: '5',
              timeout: 30,
              expression: 'task.x == worker.x',
              order_by: 'worker.level DESC, worker.rank',
            },
            { queue: 'WQ2', skip_if: 'workers.available == 0', known_worker_sid: 'task.agent', priority: '' },
          ],
        },
      ],
      default_filter: { queue: 'WQ3' },
    });
    expect(filters[0]?.name).toBe('Sales');
    expect(filters[0]?.targets[0]).toMatchObject({
      queueSid: 'WQ1',
      priority: 5,
      timeoutSeconds: 30,
      orderBy: [
        { path: ['level'], descending: true },
        { path: ['rank'], descending: false },
      ],
    });
    expect(filters[0]?.targets[1]).toMatchObject({
      priority: undefined,
      knownWorker: { by: 'sid', source: 'task.agent' },
    });
    expect(filters[0]?.targets[1]?.skipIf?.test({ workers: { available: 0 } })).toBe(true);
    expect(defaultTarget?.queueSid).toBe('WQ3');
  });

  test.each([
    ['nonsense', 'not valid JSON'],
    ['[]', 'configuration must be an object'],
    ['{}', 'configuration.task_routing is missing'],
    ['{"task_routing":{"filters":{}}}', 'task_routing.filters must be an array'],
    ['{"task_routing":{"filters":[{"expression":"1==1"}]}}', 'filters[0].targets must be a non-empty array'],
    ['{"task_routing":{"filters":[{"targets":[{"queue":"WQ1"}]}]}}', 'filters[0].expression is missing'],
    ['{"task_routing":{"filters":[{"expression":"a-b > 1","targets":[{"queue":"WQ1"}]}]}}', 'filters[0].expression: '],
    [
      '{"task_routing":{"filters":[{"expression":"1==1","targets":[{"queue":"WQ9"}]}]}}',
      'TaskQueue WQ9 does not exist',
    ],
    ['{"task_routing":{"default_filter":{}}}', 'default_filter.queue is missing'],
    [
      '{"task_routing":{"default_filter":{"queue":"WQ1","timeout":"soon"}}}',
      'default_filter.timeout must be a whole number',
    ],
    ['{"task_routing":{"default_filter":{"queue":"WQ1","order_by":"level"}}}', 'default_filter.order_by'],
    ['{"task_routing":{"default_filter":{"queue":7}}}', 'default_filter.queue must be a string'],
  ])('%s is refused', (json, words) => {
    const { status, code, message } = refusal(json);
    expect({ status, code }).toEqual({ status: 400, code: 20001 });
    expect(message).toContain(words);
  });
});

describe('the steps of a task', () => {
  const routing = plan({
    filters: [
      {
        expression: "type == 'sales'",
        targets: [
          { queue: 'WQ1', timeout: 10 },
          { timeout: 5, priority: 3 },
        ],
      },
      { expression: "task.type IN ['sales', 'support']", targets: [{ queue: 'WQ2', timeout: 20 }] },
    ],
    default_filter: { queue: 'WQ3', timeout: 30 },
  });
  const queueAt = (at: Position): string | undefined => targetAt(routing, at)?.queueSid;
  const inTime = (attributes: Record<string, unknown>): (string | undefined)[] =>
    pathOf(routing, attributes).map(queueAt);

  test('are those of each filter that matches, as time passes; a target without a queue stays in the one before', () => {
    expect(inTime({ type: 'sales' })).toEqual(['WQ1', 'WQ1', 'WQ2']);
    expect(inTime({ type: 'support' })).toEqual(['WQ2']);
  });

  test('are the default for a task that matches nothing, or that all let through', () => {
    expect(inTime({})).toEqual(['WQ3']);
    const skipped = (at: Position, type: string): string | undefined => {
      const next = afterSkip(routing, at, { type });
      return next && queueAt(next);
    };
    expect(skipped({ filter: 0, target: 1 }, 'sales')).toBe('WQ2');
    expect(skipped({ filter: 1, target: 0 }, 'sales')).toBe('WQ3');
    expect(skipped({ filter: -1, target: 0 }, 'sales')).toBeUndefined();
  });

  test('end at the age to which their time-outs add up; the default does not end', () => {
    const path = pathOf(routing, { type: 'sales' });
    expect(path.map(at => ageAtEnd(routing, path, at))).toEqual([10, 15, 35]);
    expect(pathOf(routing, {}).map(at => ageAtEnd(routing, [at], at))).toEqual([null]);
  });

  test('do not exist without a match and a default', () => {
    expect(pathOf({ ...routing, defaultTarget: undefined }, {})).toEqual([]);
  });
});
