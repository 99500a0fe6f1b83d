import type { Twilio } from 'twilio';
import type { Client } from '../../lib/config';
import { CommandError } from '../command-error';
import { differences, UNKNOWN, type Change, type Target } from './change';
import { jsonDifferences } from './json-differences';
import { EVERYONE, skillQueues, type WantedQueue } from './routing/queues';
import { WORKFLOWS, workflowsOf, type WorkflowConfiguration, type WorkflowKey } from './routing/workflows';

/** The name that Flex gives to its workspace: looked up, and made only where it is missing. */
export const WORKSPACE = 'Flex Task Assignment';

export interface WiredTaskRouter {
  readonly workspaceSid: string;
  readonly callsWorkflowSid: string;
  readonly callbackWorkflowSid: string;
  readonly voiceChannelSid: string;
  readonly changes: readonly Change[];
}

export interface TaskRouterOptions {
  readonly client: Client;
  /** Whether a workspace is made where Flex made none. */
  readonly createWorkspace: boolean;
}

/**
 * Workspace, queues, both workflows, the channels that agents have a capacity for, and the voice channel that comes with a workspace.
 * Throws WORKSPACE_MISSING or NO_VOICE_CHANNEL.
 */
export async function wireTaskRouter(target: Target, options: TaskRouterOptions): Promise<WiredTaskRouter> {
  const { client } = options;
  const workspace = await wireWorkspace(target, options.createWorkspace);
  const [queues, channels] = await Promise.all([
    wireQueues(target, workspace.sid, client),
    wireChannels(target, workspace.sid, client),
  ]);
  const sids = new Map(queues.map(({ name, sid }) => [name, sid]));
  const workflows = await wireWorkflows(
    target,
    workspace.sid,
    workflowsOf(client, name => sidIn(sids, name)),
  );
  return {
    workspaceSid: workspace.sid,
    callsWorkflowSid: workflows.calls.sid,
    callbackWorkflowSid: workflows.callbacks.sid,
    voiceChannelSid: channels.voiceSid,
    changes: [workspace, ...queues, ...channels.changes, workflows.calls, workflows.callbacks],
  };
}

/** SID of Flex's workspace; undefined in an account that has none. */
export async function findWorkspace(api: Twilio): Promise<string | undefined> {
  const [found] = await api.taskrouter.v1.workspaces.list({ friendlyName: WORKSPACE, limit: 1 });
  return found?.sid;
}

async function wireWorkspace({ api, apply }: Target, create: boolean): Promise<Change> {
  const found = await findWorkspace(api);
  const change = { kind: 'workspace', name: WORKSPACE };
  if (found !== undefined) return { ...change, sid: found, outcome: 'unchanged' };
  if (!create) {
    throw new CommandError(
      'WORKSPACE_MISSING',
      `Account ${api.accountSid} has no workspace "${WORKSPACE}". Set Flex up in the console, or do without it by --create-workspace.`,
    );
  }
  const wanted = { friendlyName: WORKSPACE, multiTaskEnabled: true };
  return {
    ...change,
    sid: apply ? (await api.taskrouter.v1.workspaces.create(wanted)).sid : UNKNOWN,
    outcome: 'created',
  };
}

/** "Everyone" is only made where it is missing; the queues of the file are kept as the file says. Others are left alone. */
async function wireQueues({ api, apply }: Target, workspaceSid: string, client: Client): Promise<Change[]> {
  const { taskQueues } = api.taskrouter.v1.workspaces(workspaceSid);
  const existing = workspaceSid === UNKNOWN ? [] : await taskQueues.list({ pageSize: 1000 });
  const wire = async (wanted: WantedQueue, keep: boolean): Promise<Change> => {
    const change = { kind: 'queue', name: wanted.friendlyName };
    const found = existing.find(each => each.friendlyName === wanted.friendlyName);
    if (!found) {
      return { ...change, sid: apply ? (await taskQueues.create(wanted)).sid : UNKNOWN, outcome: 'created' };
    }
    const properties = keep ? differences(found, wanted) : [];
    if (properties.length === 0) return { ...change, sid: found.sid, outcome: 'unchanged' };
    if (apply) await taskQueues(found.sid).update({ targetWorkers: wanted.targetWorkers });
    const details = [`workers: ${found.targetWorkers || 'nobody'} → ${wanted.targetWorkers}`];
    return { ...change, sid: found.sid, outcome: 'updated', properties, details };
  };
  const everyone = { friendlyName: EVERYONE, targetWorkers: '1==1' };
  return Promise.all([wire(everyone, false), ...skillQueues(client).map(queue => wire(queue, true))]);
}

/** Every name that the file may use was checked against its queues: a miss is a fault of linekit's. */
function sidIn(sids: ReadonlyMap<string, string>, name: string): string {
  const sid = sids.get(name);
  if (sid !== undefined) return sid;
  throw new CommandError(
    'QUEUE_UNKNOWN',
    `The client's file leads callers to queue "${name}", which it does not define.`,
  );
}

async function wireWorkflows(
  { api, apply }: Target,
  workspaceSid: string,
  wanted: Record<WorkflowKey, WorkflowConfiguration>,
): Promise<Record<WorkflowKey, Change>> {
  const { workflows } = api.taskrouter.v1.workspaces(workspaceSid);
  const existing = workspaceSid === UNKNOWN ? [] : await workflows.list({ pageSize: 1000 });
  const wire = async (key: WorkflowKey): Promise<Change> => {
    const friendlyName = WORKFLOWS[key];
    const configuration = JSON.stringify(wanted[key]);
    const found = existing.find(each => each.friendlyName === friendlyName);
    const change = { kind: 'workflow', name: friendlyName };
    if (!found) {
      const create = () => workflows.create({ friendlyName, configuration });
      return { ...change, sid: apply ? (await create()).sid : UNKNOWN, outcome: 'created' };
    }
    const details = jsonDifferences(JSON.parse(found.configuration), wanted[key]);
    if (details.length === 0) return { ...change, sid: found.sid, outcome: 'unchanged' };
    if (apply) await workflows(found.sid).update({ configuration });
    return { ...change, sid: found.sid, outcome: 'updated', properties: ['configuration'], details };
  };
  const [calls, callbacks] = await Promise.all([wire('calls'), wire('callbacks')]);
  return { calls, callbacks };
}

/** The channels that the file gives agents a capacity for; those of every workspace are there, the others are made where they are missing. */
async function wireChannels(
  { api, apply }: Target,
  workspaceSid: string,
  { capacity = {} }: Client,
): Promise<{ voiceSid: string; changes: Change[] }> {
  if (workspaceSid === UNKNOWN) {
    const own = Object.keys(capacity).filter(name => !STOCK_CHANNELS.includes(name));
    return { voiceSid: UNKNOWN, changes: own.map(name => missing(name)) };
  }
  const { taskChannels } = api.taskrouter.v1.workspaces(workspaceSid);
  const existing = await taskChannels.list({ pageSize: 1000 });
  const voice = existing.find(each => each.uniqueName === 'voice');
  if (!voice) throw new CommandError('NO_VOICE_CHANNEL', `Workspace ${workspaceSid} has no task channel "voice".`);
  const wire = async (name: string): Promise<Change> => {
    const found = existing.find(each => each.uniqueName === name);
    if (found) return { ...missing(name), sid: found.sid, outcome: 'unchanged' };
    if (!apply) return missing(name);
    return { ...missing(name), sid: (await taskChannels.create({ friendlyName: name, uniqueName: name })).sid };
  };
  return { voiceSid: voice.sid, changes: await Promise.all(Object.keys(capacity).map(wire)) };
}

/** What every workspace comes with (Twilio docs, "TaskChannel"). */
const STOCK_CHANNELS: readonly string[] = ['default', 'voice', 'chat', 'sms', 'video'];

function missing(name: string): Change {
  return { kind: 'channel', name, sid: UNKNOWN, outcome: 'created' };
}
