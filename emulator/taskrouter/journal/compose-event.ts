import type { WorkspaceRecord } from '../records';
import type { EventRecord } from './event-record';

/** Fields of an EventCallback that say what event it is; the rest is its data. */
const ENVELOPE = new Set(['EventType', 'AccountSid', 'EventDescription', 'ResourceType', 'ResourceSid', 'Sid']);
const TIMES = new Set(['Timestamp', 'TimestampMs']);

/** Collections by the type of resource, as event callbacks name it. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  activity: 'Activities',
  task: 'Tasks',
  taskchannel: 'TaskChannels',
  taskqueue: 'TaskQueues',
  worker: 'Workers',
  workflow: 'Workflows',
};

export interface EventMoments {
  readonly nowMs: number;
  readonly taskCreatedMs: number | null;
  readonly queueEnteredMs: number | null;
}

/**
 * The event of the Events API that has these callback fields: `event_data` is the same in snake case, all values strings.
 * Source: twilio.com/docs/taskrouter/api/event
 */
export function composeEvent(
  workspace: WorkspaceRecord,
  fields: Readonly<Record<string, string>>,
  moments: EventMoments,
): EventRecord {
  const workspaceUrl = `https://taskrouter.twilio.com/v1/Workspaces/${workspace.sid}`;
  const { nowMs, taskCreatedMs, queueEnteredMs } = moments;
  return {
    sid: fields['Sid'] ?? '',
    account_sid: workspace.account_sid,
    workspace_sid: workspace.sid,
    event_type: fields['EventType'] ?? '',
    event_date: new Date(nowMs).toISOString(),
    event_date_ms: nowMs,
    event_data: dataOf(fields),
    description: fields['EventDescription'] ?? '',
    actor_sid: workspace.sid,
    actor_type: 'workspace',
    actor_url: workspaceUrl,
    resource_sid: fields['ResourceSid'] ?? '',
    resource_type: fields['ResourceType'] ?? '',
    resource_url: workspaceUrl + resourcePath(fields),
    source: 'twilio',
    source_ip_address: null,
    taskCreatedMs,
    queueEnteredMs,
  };
}

function dataOf(fields: Readonly<Record<string, string>>): Record<string, string> {
  const data: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (!ENVELOPE.has(name) && !TIMES.has(name)) data[snakeCase(name)] = value;
  }
  return data;
}

const snakeNames = new Map<string, string>();

function snakeCase(name: string): string {
  const known = snakeNames.get(name) ?? name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
  snakeNames.set(name, known);
  return known;
}

function resourcePath(fields: Readonly<Record<string, string>>): string {
  const { ResourceType: type = '', ResourceSid: sid = '', TaskSid: taskSid = '' } = fields;
  if (type === 'reservation') return `/Tasks/${taskSid}/Reservations/${sid}`;
  const collection = COLLECTIONS[type];
  return collection === undefined ? '' : `/${collection}/${sid}`;
}
