import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Twilio } from 'twilio';
import { CommandError } from '../command-error';
import { renderTemplate } from '../flows/render';
import { UNKNOWN, type Change, type Target } from './change';
import { jsonDifferences } from './json-differences';

/** The names that Flex gives to its own objects: looked up, and made only where they are missing. */
export const WORKSPACE = 'Flex Task Assignment';
const QUEUE = 'Everyone';
export const WORKFLOWS = {
  anyone: { name: 'linekit calls', file: 'calls.json' },
  callbacks: { name: 'linekit callbacks and voicemail', file: 'callbacks-and-voicemail.json' },
} as const;

export interface WiredTaskRouter {
  readonly workspaceSid: string;
  readonly anyoneWorkflowSid: string;
  readonly callbackWorkflowSid: string;
  readonly voiceChannelSid: string;
  readonly changes: readonly Change[];
}

export interface TaskRouterOptions {
  readonly root: string;
  /** Whether a workspace is made where Flex made none. */
  readonly createWorkspace: boolean;
}

/** Workspace, queue and both workflows, and the voice channel that comes with a workspace. Throws WORKSPACE_MISSING or NO_VOICE_CHANNEL. */
export async function wireTaskRouter(target: Target, options: TaskRouterOptions): Promise<WiredTaskRouter> {
  const workspace = await wireWorkspace(target, options.createWorkspace);
  const queue = await wireQueue(target, workspace.sid);
  const [voiceChannelSid, anyone, callbacks] = await Promise.all([
    findVoiceChannel(target.api, workspace.sid),
    wireWorkflow(target, workspace.sid, workflowOf('anyone', queue.sid, options.root)),
    wireWorkflow(target, workspace.sid, workflowOf('callbacks', queue.sid, options.root)),
  ]);
  return {
    workspaceSid: workspace.sid,
    anyoneWorkflowSid: anyone.sid,
    callbackWorkflowSid: callbacks.sid,
    voiceChannelSid,
    changes: [workspace, queue, anyone, callbacks],
  };
}

async function wireWorkspace({ api, apply }: Target, create: boolean): Promise<Change> {
  const [found] = await api.taskrouter.v1.workspaces.list({ friendlyName: WORKSPACE, limit: 1 });
  const change = { kind: 'workspace', name: WORKSPACE };
  if (found) return { ...change, sid: found.sid, outcome: 'unchanged' };
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

async function wireQueue({ api, apply }: Target, workspaceSid: string): Promise<Change> {
  const queues = api.taskrouter.v1.workspaces(workspaceSid).taskQueues;
  const [found] = workspaceSid === UNKNOWN ? [] : await queues.list({ friendlyName: QUEUE, limit: 1 });
  const change = { kind: 'queue', name: QUEUE };
  if (found) return { ...change, sid: found.sid, outcome: 'unchanged' };
  const create = () => queues.create({ friendlyName: QUEUE, targetWorkers: '1==1' });
  return { ...change, sid: apply ? (await create()).sid : UNKNOWN, outcome: 'created' };
}

interface WantedWorkflow {
  readonly friendlyName: string;
  readonly configuration: string;
}

function workflowOf(which: keyof typeof WORKFLOWS, queueSid: string, root: string): WantedWorkflow {
  const { name, file } = WORKFLOWS[which];
  const path = `terraform/modules/taskrouter/${file}`;
  const { value } = renderTemplate(readFileSync(join(root, path), 'utf8'), { queue_sid: queueSid }, path);
  return { friendlyName: name, configuration: JSON.stringify(value) };
}

async function wireWorkflow({ api, apply }: Target, workspaceSid: string, wanted: WantedWorkflow): Promise<Change> {
  const { workflows } = api.taskrouter.v1.workspaces(workspaceSid);
  const { friendlyName, configuration } = wanted;
  const [found] = workspaceSid === UNKNOWN ? [] : await workflows.list({ friendlyName, limit: 1 });
  const change = { kind: 'workflow', name: friendlyName };
  if (!found) return { ...change, sid: apply ? (await workflows.create(wanted)).sid : UNKNOWN, outcome: 'created' };
  const details = jsonDifferences(JSON.parse(found.configuration), JSON.parse(configuration));
  if (details.length === 0) return { ...change, sid: found.sid, outcome: 'unchanged' };
  if (apply) await workflows(found.sid).update({ configuration });
  return { ...change, sid: found.sid, outcome: 'updated', properties: ['configuration'], details };
}

async function findVoiceChannel(api: Twilio, workspaceSid: string): Promise<string> {
  if (workspaceSid === UNKNOWN) return UNKNOWN;
  const channels = await api.taskrouter.v1.workspaces(workspaceSid).taskChannels.list();
  const voice = channels.find(each => each.uniqueName === 'voice');
  if (voice) return voice.sid;
  throw new CommandError('NO_VOICE_CHANNEL', `Workspace ${workspaceSid} has no task channel "voice".`);
}
