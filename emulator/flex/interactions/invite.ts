import { invalid, TwilioError } from '../../rest/twilio-error';
import { refusalOf, wasDone } from '../../studio/twilio-api';
import type { ChannelRecord, Interactions, InviteRecord } from './records';

/** What an interaction or an invite gives. */
export interface Invitation {
  /** `{properties: {workspace_sid, workflow_sid, …, attributes}}`. */
  readonly routing: Readonly<Record<string, unknown>>;
  /** `{type, initiated_by, properties, participants}`. */
  readonly channel: Readonly<Record<string, unknown>>;
}

/**
 * Makes the task by which an agent is found, and the invite that stands for it; the caller keeps the invite. Throws 400/20001 for routing that names no
 * workspace and workflow, and TaskRouter's own errors.
 */
export async function inviteAgent(
  { world, api }: Interactions,
  channel: ChannelRecord,
  { routing, channel: described }: Invitation,
): Promise<InviteRecord> {
  const properties = objectIn(routing, 'properties');
  const { workspace_sid: workspace, workflow_sid: workflow } = properties;
  if (typeof workspace !== 'string') throw invalid('Routing: properties.workspace_sid is required');
  if (typeof workflow !== 'string' && typeof properties['queue_sid'] !== 'string')
    throw invalid('Routing: properties.workflow_sid or properties.queue_sid is required');
  const sid = world.ids.sid('KG');
  const attributes = {
    ...attributesOf(properties),
    channelType: channel.type,
    direction: described['initiated_by'] === 'customer' ? 'inbound' : 'outbound',
    flexInteractionSid: channel.interaction_sid,
    flexInteractionChannelSid: channel.sid,
    flexChannelInviteSid: sid,
  };
  const answer = await api.postTo({
    accountSid: channel.account_sid,
    url: `https://taskrouter.twilio.com/v1/Workspaces/${encodeURIComponent(workspace)}/Tasks`,
    form: taskForm(properties, attributes),
  });
  if (!wasDone(answer))
    throw new TwilioError(answer.status, refusalOf(answer).code ?? 20001, refusalOf(answer).message);
  return {
    sid,
    account_sid: channel.account_sid,
    interaction_sid: channel.interaction_sid,
    channel_sid: channel.sid,
    routing: { ...routing, properties: { ...properties, sid: answer.body['sid'], task_sid: answer.body['sid'] } },
  };
}

function taskForm(properties: Readonly<Record<string, unknown>>, attributes: object): Record<string, string> {
  const named = {
    WorkflowSid: properties['workflow_sid'],
    TaskQueueSid: properties['queue_sid'],
    RoutingTarget: properties['worker_sid'] ?? properties['queue_sid'],
    TaskChannel: properties['task_channel_unique_name'] ?? properties['task_channel_sid'],
    Priority: properties['priority'],
    Timeout: properties['timeout'],
    Attributes: JSON.stringify(attributes),
  };
  const given = Object.entries(named).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

/** Attributes come as JSON text or as an object. */
function attributesOf(properties: Readonly<Record<string, unknown>>): object {
  const { attributes } = properties;
  if (typeof attributes !== 'string') return objectIn(properties, 'attributes');
  try {
    return objectIn({ attributes: JSON.parse(attributes) as unknown }, 'attributes');
  } catch {
    throw invalid('Routing: properties.attributes is not JSON');
  }
}

function objectIn(parent: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const value = parent[name];
  if (value === undefined || value === null) return {};
  // What is an object and no array can be read by name.
  if (typeof value === 'object' && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  throw invalid(`Routing: ${name} is not an object`);
}
