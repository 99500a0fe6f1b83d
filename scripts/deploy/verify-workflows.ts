import type { Twilio } from 'twilio';
import { z } from 'zod';
import { WORKFLOWS, WORKSPACE } from '../provision/taskrouter';

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
  const [workspace] = await api.taskrouter.v1.workspaces.list({ friendlyName: WORKSPACE, limit: 1 });
  if (!workspace) {
    faults.push(`there is no workspace "${WORKSPACE}"`);
    return { workspaceSid: '', workflows: [] };
  }
  const names = Object.values(WORKFLOWS).map(({ name }) => name);
  const workflows = await Promise.all(
    names.map(name => verifyWorkflow(api, { workspaceSid: workspace.sid, name }, faults)),
  );
  return { workspaceSid: workspace.sid, workflows };
}

async function verifyWorkflow(
  api: Twilio,
  { workspaceSid, name }: { workspaceSid: string; name: string },
  faults: string[],
): Promise<WorkflowCheck> {
  const workspace = api.taskrouter.v1.workspaces(workspaceSid);
  const [found] = await workspace.workflows.list({ friendlyName: name, limit: 1 });
  const queueSids = found ? queuesOf(found.configuration) : [];
  if (!found) faults.push(`there is no workflow "${name}"`);
  else if (queueSids.length === 0) faults.push(`workflow "${name}" leads to no queue`);
  const queues = await Promise.all(
    queueSids.map(async sid => {
      const [queue, workers] = await Promise.all([
        workspace.taskQueues(sid).fetch(),
        workspace.workers.list({ taskQueueSid: sid, limit: 100 }),
      ]);
      return { queue: queue.friendlyName, workers: workers.length };
    }),
  );
  return { workflow: name, queues };
}

function queuesOf(json: string): string[] {
  const read = configuration.safeParse(JSON.parse(json));
  if (!read.success) return [];
  const { filters = [], default_filter: otherwise } = read.data.task_routing;
  const targets = [...filters.flatMap(filter => filter.targets), ...(otherwise ? [otherwise] : [])];
  return [...new Set(targets.map(({ queue }) => queue))];
}

/** What to do about queues that nobody works in; a line each, none when all is well. */
export function workerWarnings(workflows: readonly WorkflowCheck[]): string[] {
  const empty = workflows.flatMap(({ queues }) => queues).filter(({ workers }) => workers === 0);
  return [...new Set(empty.map(({ queue }) => queue))].map(
    queue =>
      `Nobody works in queue "${queue}": callers wait in vain and leave a message, and its tasks wait for somebody. ` +
      'Let an agent log in to Flex once, or widen the workers that the queue takes.',
  );
}
