import { missedOutcomes, type CallbackPolicy, type Client, type Topic } from '../../../lib/config';
import { WORKFLOWS } from '../../provision/routing/workflows';
import type { Colours } from '../../terminal/colours';
import { table } from '../../terminal/table';
import type { ClientPlan } from './plan';
import { list, showSeconds, showSpans } from './words';

/** Who is asked for what, and what is promised to callers who do not wait; nothing for a client without a line with options. */
export function deskTexts({ desk }: ClientPlan, colours: Colours): string[] {
  if (!desk) return [];
  const parts = [
    ['Agents', agentRows(desk)],
    ['Topics', (desk.topics ?? []).map(topicRow)],
    ['Callbacks', desk.callback ? callbackRows(desk.callback) : []],
  ] as const;
  return parts
    .filter(([, rows]) => rows.length > 0)
    .map(([title, rows]) => `${colours.bold(title)}\n${table(rows).trimEnd()}`);
}

function agentRows({ queues = [], capacity = {}, summary }: NonNullable<ClientPlan['desk']>): string[][] {
  const atOnce = Object.entries(capacity).map(([channel, tasks]) => `${channel} ${tasks}`);
  return [
    ['Everyone', 'all agents'],
    ...queues.map(({ queue, skills }) => [queue, `agents with ${list(skills, 'and')}`]),
    ...(atOnce.length > 0 ? [['at once', `${atOnce.join(', ')} of each agent`]] : []),
    ['summary', summaryWords(summary)],
  ];
}

function summaryWords(summary: Client['summary']): string {
  if (!summary) return 'none: no mail tells every week what came in';
  const { weekday, recipients } = summary;
  const day = `${weekday.charAt(0).toUpperCase()}${weekday.slice(1)}`;
  return `every ${day} to ${recipients.join(', ')}: what came in, and what became of it`;
}

function topicRow({ topic, queue, priority = 0, escalation = [] }: Topic): string[] {
  const steps = escalation.map(step => {
    const more = step.priority === undefined ? '' : `, priority ${step.priority}`;
    return `after ${showSeconds(step.afterSeconds)} ${step.queue}${more}`;
  });
  return [topic, [`${queue}, priority ${priority}`, ...steps].join('; ')];
}

const MISSED = { 'no-answer': 'no answer', busy: 'busy', voicemail: 'a voicemail', failed: 'a failed call' } as const;

function callbackRows(policy: CallbackPolicy): string[][] {
  const { country, foreign, priority, maxAttempts, retryMinutes, quietHours, expireHours } = policy;
  const numbers = foreign ? `of any country; of ${country} when entered without one` : `of ${country} alone`;
  const again = missedOutcomes.map(outcome => `${showSeconds(retryMinutes[outcome] * 60)} after ${MISSED[outcome]}`);
  return [
    ['numbers', numbers],
    ['task', `in Flex, workflow "${WORKFLOWS.callbacks}", priority ${priority}, or the topic's if that is higher`],
    ['attempts', `at most ${maxAttempts}; the next one ${again.join(', ')}`],
    ...(quietHours === undefined ? [] : [['quiet', `${showSpans([quietHours])}: no agent is handed a callback then`]]),
    ['given up', `after ${expireHours} h`],
  ];
}
