import { HOLD_HOURS, missedOutcomes, type Client, type Topic } from '../../../lib/config';
import { EVERYONE } from './queues';

/** What of a client's file says how tasks are routed. */
export type RoutedClient = Pick<Client, 'topics' | 'callback' | 'voicemail'>;

/** The names of linekit's workflows: of calls, and of what is left to do when the caller has hung up. */
export const WORKFLOWS = { calls: 'linekit calls', callbacks: 'linekit callbacks and voicemail' } as const;
export type WorkflowKey = keyof typeof WORKFLOWS;

interface RoutingTarget {
  readonly queue: string;
  readonly priority?: number;
  /** Seconds until the next target is tried. */
  readonly timeout?: number;
  readonly expression?: string;
  /** True: the next target is tried at once. */
  readonly skip_if?: string;
}
interface RoutingFilter {
  readonly filter_friendly_name: string;
  readonly expression: string;
  readonly targets: readonly RoutingTarget[];
}

/** As Twilio takes it (https://www.twilio.com/docs/taskrouter/workflow-configuration). */
export interface WorkflowConfiguration {
  readonly task_routing: {
    readonly filters: readonly RoutingFilter[];
    readonly default_filter: { readonly queue: string };
  };
}

/** The SID of a queue that the file names. */
export type QueueSids = (queue: string) => string;

/**
 * The configurations of both workflows; terraform/modules/routing makes the same of the same file, and tests/contracts holds them equal.
 * A call goes by its topic, or to everyone. So does what is left to do, but a callback that is held back first waits in a target that
 * matches nobody: until its time-out, or until its attributes no longer say so. Time-outs count from when the task was made
 * (https://www.twilio.com/docs/taskrouter/workflow-configuration), so what was held and let go has its own way through its topic.
 */
export function workflowsOf(client: RoutedClient, sidOf: QueueSids): Record<WorkflowKey, WorkflowConfiguration> {
  const everyone = { queue: sidOf(EVERYONE) };
  const calls = (client.topics ?? []).map(topic => ({ topic: topic.topic, targets: targetsOf(stepsOf(topic), sidOf) }));
  const left = (client.topics ?? []).map(topic => ({
    topic: topic.topic,
    targets: targetsOf(laterSteps(topic, ownPriority(client)), sidOf),
  }));
  const rest = {
    filter_friendly_name: WORKFLOWS.callbacks,
    expression: "taskType == 'voicemail' OR taskType == 'callback'",
    targets: [everyone],
  };
  const held = client.callback
    ? [...holds(everyone), ...retries(client.callback, left, everyone), ...left.flatMap(releasedFilter)]
    : [];
  return {
    calls: { task_routing: { filters: calls.map(topicFilter), default_filter: everyone } },
    callbacks: { task_routing: { filters: [...held, ...left.map(topicFilter), rest], default_filter: everyone } },
  };
}

interface RoutedTopic {
  readonly topic: string;
  readonly targets: readonly RoutingTarget[];
}

function topicFilter({ topic, targets }: RoutedTopic): RoutingFilter {
  return { filter_friendly_name: topic, expression: `topic == '${topic}'`, targets };
}

/** Let go after a hold: asks its topic's queue if somebody is there, or else at once whoever its escalation comes to in the end. */
function releasedFilter({ topic, targets }: RoutedTopic): RoutingFilter[] {
  const [first, last] = [targets[0], targets.at(-1)];
  if (!first || !last || targets.length === 1) return [];
  return [
    {
      filter_friendly_name: `${topic}, after a hold`,
      expression: `callBackData.released == true AND topic == '${topic}'`,
      targets: [{ queue: first.queue, skip_if: NOBODY_THERE }, last],
    },
  ];
}

interface Step {
  /** Counted from the start. */
  readonly afterSeconds: number;
  readonly queue: string;
  readonly priority?: number | undefined;
}

function stepsOf({ queue, priority, escalation = [] }: Topic): Step[] {
  return [{ afterSeconds: 0, queue, priority }, ...escalation];
}

/** A callback or voicemail is made with its priority: an escalation raises it, and nothing ever lowers it. */
function laterSteps(topic: Topic, own: number): Step[] {
  return stepsOf(topic).map(({ priority = 0, ...step }, index) => ({
    ...step,
    priority: index > 0 && priority > own ? priority : undefined,
  }));
}

function ownPriority({ callback, voicemail }: RoutedClient): number {
  return Math.max(callback?.priority ?? 0, voicemail.priority);
}

function targetsOf(steps: readonly Step[], sidOf: QueueSids): RoutingTarget[] {
  return steps.map(({ afterSeconds, queue, priority }, index) => {
    const next = steps[index + 1];
    return {
      queue: sidOf(queue),
      ...(priority !== undefined && { priority }),
      ...(next && { timeout: next.afterSeconds - afterSeconds }),
    };
  });
}

const NOBODY = '1==0';
const NOBODY_THERE = 'workers.available == 0';

function holds(everyone: RoutingTarget): RoutingFilter[] {
  return HOLD_HOURS.map(hours => ({
    filter_friendly_name: `held for ${hours} h`,
    expression: `callBackData.holdHours == ${hours}`,
    targets: [{ ...everyone, expression: NOBODY, timeout: hours * 3600 }, everyone],
  }));
}

/** Each kind of miss waits as long as the client says, and then goes the way of its topic, or to everyone. */
function retries(
  { retryMinutes }: NonNullable<Client['callback']>,
  topics: readonly RoutedTopic[],
  everyone: RoutingTarget,
): RoutingFilter[] {
  return missedOutcomes.flatMap(outcome => {
    const minutes = retryMinutes[outcome];
    const held = minutes > 0 ? [{ ...everyone, expression: NOBODY, timeout: minutes * 60 }] : [];
    const expression = `callBackData.retry == '${outcome}'`;
    return [
      ...topics.map(({ topic, targets }) => ({
        filter_friendly_name: `${topic}, again after ${outcome}`,
        expression: `${expression} AND topic == '${topic}'`,
        targets: [...held, ...targets],
      })),
      { filter_friendly_name: `again after ${outcome}`, expression, targets: [...held, everyone] },
    ];
  });
}
