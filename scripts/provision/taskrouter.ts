import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Twilio } from 'twilio';
import { CommandError } from '../command-error';
import { renderTemplate } from '../flows/render';
import type { Change } from './change';
import { sameJson } from './same-json';

/** The names that Flex gives to its own objects: looked up, and made only where they are missing. */
const WORKSPACE = 'Flex Task Assignment';
const QUEUE = 'Everyone';
const WORKFLOWS = {
  anyone: { name: 'Assign to anyone', file: 'assign-to-anyone.json' },
  callbacks: { name: 'Callbacks and voicemail', file: 'callbacks-and-voicemail.json' },
} as const;

export interface WiredTaskRouter {
  readonly workspaceSid: string;
  readonly anyoneWorkflowSid: string;
  readonly callbackWorkflowSid: string;
  readonly voiceChannelSid: string;
  readonly changes: readonly Change[];
}

/** Workspace, queue and both workflows, and the voice channel that comes with a workspace. Throws NO_VOICE_CHANNEL. */
export async function wireTaskRouter(api: Twilio, root: string): Promise<WiredTaskRouter> {
  const workspace = await wireWorkspace(api);
  const queue = await wireQueue(api, workspace.sid);
  const [voiceChannelSid, anyone, callbacks] = await Promise.all([
    findVoiceChannel(api, workspace.sid),
    wireWorkflow(api, workspace.sid, workflowOf('anyone', queue.sid, root)),
    wireWorkflow(api, workspace.sid, workflowOf('callbacks', queue.sid, root)),
  ]);
  return {
    workspaceSid: workspace.sid,
    anyoneWorkflowSid: anyone.sid,
    callbackWorkflowSid: callbacks.sid,
    voiceChannelSid,
    changes: [workspace, queue, anyone, callbacks],
  };
}

async function wireWorkspace(api: Twilio): Promise<Change> {
  const [found] = await api.taskrouter.v1.workspaces.list({ friendlyName: WORKSPACE, limit: 1 });
  const change = { kind: 'workspace', name: WORKSPACE };
  if (found) return { ...change, sid: found.sid, outcome: 'unchanged' };
  const created = await api.taskrouter.v1.workspaces.create({ friendlyName: WORKSPACE, multiTaskEnabled: true });
  return { ...change, sid: created.sid, outcome: 'created' };
}

async function wireQueue(api: Twilio, workspaceSid: string): Promise<Change> {
  const queues = api.taskrouter.v1.workspaces(workspaceSid).taskQueues;
  const [found] = await queues.list({ friendlyName: QUEUE, limit: 1 });
  const change = { kind: 'queue', name: QUEUE };
  if (found) return { ...change, sid: found.sid, outcome: 'unchanged' };
  const created = await queues.create({ friendlyName: QUEUE, targetWorkers: '1==1' });
  return { ...change, sid: created.sid, outcome: 'created' };
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

async function wireWorkflow(api: Twilio, workspaceSid: string, wanted: WantedWorkflow): Promise<Change> {
  const { workflows } = api.taskrouter.v1.workspaces(workspaceSid);
  const [found] = await workflows.list({ friendlyName: wanted.friendlyName, limit: 1 });
  const change = { kind: 'workflow', name: wanted.friendlyName };
  if (!found) return { ...change, sid: (await workflows.create(wanted)).sid, outcome: 'created' };
  if (sameJson(found.configuration, wanted.configuration)) return { ...change, sid: found.sid, outcome: 'unchanged' };
  await workflows(found.sid).update({ configuration: wanted.configuration });
  return { ...change, sid: found.sid, outcome: 'updated', properties: ['configuration'] };
}

async function findVoiceChannel(api: Twilio, workspaceSid: string): Promise<string> {
  const channels = await api.taskrouter.v1.workspaces(workspaceSid).taskChannels.list();
  const voice = channels.find(each => each.uniqueName === 'voice');
  if (voice) return voice.sid;
  throw new CommandError('NO_VOICE_CHANNEL', `Workspace ${workspaceSid} has no task channel "voice".`);
}
