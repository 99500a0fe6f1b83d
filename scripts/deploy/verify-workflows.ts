import type { Twilio } from 'twilio';
import { z } from 'zod';
import type { Client } from '../../lib/config';
import { EVERYONE } from '../provision/routing/queues';
import { WORKFLOWS } from '../provision/routing/workflows';
import { findWorkspace, WORKSPACE } from '../provision/taskrouter';

/** One workflow that callers' tasks enter. */
export interface WorkflowCheck {
  readonly workflow: string;
  readonly queues: readonly { readonly queue: string; readonly workers: number }[];
}

const target = z.looseObject({ queue: z.string() });
const configuration = z.looseObject({
  task_routing: z.looseObject({
    filters: z.array(z.looseObject({ targets: z.array(target) })).optional(),
    default_filter: target.optional(),
  }),
});

/** Looks which queues each workflow of linekit's leads to, and how many people work there. A workflow that leads nowhere is a fault; an empty queue is not. */
export async function verifyWorkflows(
  api: Twilio,
  faults: string[],
): Promise<{ workspaceSid: string; workflows: WorkflowCheck[] }> {
  const workspaceSid = await findWorkspace(api);
  if (workspaceSid === undefined) {
    faults.push(`there is no workspace "${WORKSPACE}"`);
    return { workspaceSid: '', workflows: [] };
  }
  const existing = await api.taskrouter.v1.workspaces(workspaceSid).workflows.list({ pageSize: 1000 });
  const wanted = Object.values(WORKFLOWS).map(name => {
    const found = existing.find(({ friendlyName }) => friendlyName === name);
    const queueSids = found ? queuesOf(found.configuration) : [];
    if (!found) faults.push(`there is no workflow "${name}"`);
    else if (queueSids.length === 0) faults.push(`workflow "${name}" leads to no queue`);
    return { name, queueSids };
  });
  const sids = [...new Set(wanted.flatMap(({ queueSids }) => queueSids))];
  const checks = new Map(
    await Promise.all(sids.map(async sid => [sid, await checkQueue(api, workspaceSid, sid)] as const)),
  );
  const workflows = wanted.map(({ name, queueSids }) => ({
    workflow: name,
    queues: queueSids.flatMap(sid => checks.get(sid) ?? []),
  }));
  return { workspaceSid, workflows };
}

async function checkQueue(api: Twilio, workspaceSid: string, sid: string): Promise<WorkflowCheck['queues'][number]> {
  const workspace = api.taskrouter.v1.workspaces(workspaceSid);
  const [queue, workers] = await Promise.all([
    workspace.taskQueues(sid).fetch(),
    workspace.workers.list({ taskQueueSid: sid, limit: 100 }),
  ]);
  return { queue: queue.friendlyName, workers: workers.length };
}

function queuesOf(json: string): string[] {
  const read = configuration.safeParse(JSON.parse(json));
  if (!read.success) return [];
  const { filters = [], default_filter: otherwise } = read.data.task_routing;
  const targets = [...filters.flatMap(filter => filter.targets), ...(otherwise ? [otherwise] : [])];
  return [...new Set(targets.map(({ queue }) => queue))];
}

/** What to do about queues that nobody works in; a line each, none when all is well. */
export function workerWarnings(
  workflows: readonly WorkflowCheck[],
  client: Pick<Client, 'queues' | 'topics'>,
): string[] {
  const empty = workflows.flatMap(({ queues }) => queues).filter(({ workers }) => workers === 0);
  return [...new Set(empty.map(({ queue }) => queue))].map(queue => {
    const topics = (client.topics ?? []).filter(topic => leadsTo(topic, queue)).map(({ topic }) => `"${topic}"`);
    const skills = (client.queues ?? []).find(each => each.queue === queue)?.skills ?? [];
    if (queue === EVERYONE || skills.length === 0) {
      return (
        `Nobody works in queue "${queue}": callers wait in vain and leave a message, and its tasks wait for somebody. ` +
        'Let an agent log in to Flex once, or widen the workers that the queue takes.'
      );
    }
    const asked = topics.length === 0 ? '' : `, which is asked for callers with topic ${topics.join(', ')}`;
    return (
      `Nobody works in queue "${queue}"${asked}: no agent has ${skills.length === 1 ? 'the skill' : 'all of the skills'} ` +
      `${skills.join(', ')}. Give it to an agent in Flex (Teams view, Skills), or mend the file.`
    );
  });
}

function leadsTo({ queue, escalation = [] }: NonNullable<Client['topics']>[number], name: string): boolean {
  return [queue, ...escalation.map(step => step.queue)].includes(name);
}
