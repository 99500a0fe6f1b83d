import type { CallControl, CallWork, Product, StoredRecord, World } from '../contract';
import { createAgents, type Agents } from './agents';
import { reservationTimedOut } from './lifecycle/answers';
import { answerAssignments } from './lifecycle/assignment';
import { cancelTask, removeTask } from './lifecycle/endings';
import { openOffice, type Office } from './lifecycle/office';
import { stepTimedOut } from './lifecycle/steps';
import { isLive } from './records';
import { activityRoutes } from './rest/activities';
import { eventRoutes } from './rest/events';
import { RateLimits } from './rest/rate-limits';
import { reservationRoutes } from './rest/reservations';
import { statisticsRoutes } from './rest/statistics';
import { taskChannelRoutes } from './rest/task-channels';
import { taskQueueRoutes } from './rest/task-queues';
import { taskRoutes } from './rest/tasks';
import { workerChannelRoutes } from './rest/worker-channels';
import { workerRoutes } from './rest/workers';
import { workflowRoutes } from './rest/workflows';
import { workspaceRoutes } from './rest/workspaces';
import { abandonTask, createCallWork } from './work';

export interface Taskrouter {
  readonly product: Product;
  /** What voice needs of TaskRouter. */
  readonly work: CallWork;
  readonly agents: Agents;
  /** Off at first, unless told otherwise; may be switched at any time. */
  readonly limits: RateLimits;
}

/** Why a task is canceled that waited longer than its own time-out. */
const TTL_EXCEEDED = 'Task TTL Exceeded';

/** TaskRouter, for one world. `calls` is asked for when an agent takes a call: voice and TaskRouter need each other. */
export function createTaskrouter(
  world: World,
  { calls, rateLimits = false }: { readonly calls: () => CallControl; readonly rateLimits?: boolean },
): Taskrouter {
  const limits = new RateLimits(world.clock, rateLimits);
  const office = openOffice(world, calls);
  office.deadlines.on('task-ttl', taskSid => cancelTask(office, taskSid, TTL_EXCEEDED));
  office.deadlines.on('task-step', taskSid => stepTimedOut(office, taskSid));
  office.deadlines.on('reservation', sid => reservationTimedOut(office, sid));
  office.deadlines.on('task-removal', taskSid => removeTask(office, taskSid, 'task.system-deleted'));
  const resume = (): void => {
    office.floors.resume();
    abandonOrphans(office);
  };
  resume();
  const stops = [answerAssignments(office), world.store.onRestore(resume)];
  return {
    product: {
      name: 'taskrouter',
      hosts: ['taskrouter.twilio.com'],
      routes: limits.guard(routesOf(office)),
      async close() {
        stops.forEach(stop => stop());
        office.deadlines.clearAll();
      },
    },
    work: createCallWork(office),
    agents: createAgents(office),
    limits,
  };
}

/** Tasks whose calls are not in the snapshot that was put back: as if the callers had hung up. */
function abandonOrphans(office: Office): void {
  const calls = office.world.store.collection<StoredRecord & { readonly status: string }>('api.calls');
  for (const { sid, routing } of office.records.tasks.filter(isLive)) {
    if (routing.callSid !== null && calls.get(routing.callSid)?.status === 'completed')
      abandonTask(office, sid, 'hangup');
  }
}

function routesOf(office: Office): Product['routes'] {
  return [
    ...statisticsRoutes(office),
    ...eventRoutes(office),
    ...workspaceRoutes(office),
    ...activityRoutes(office),
    ...taskQueueRoutes(office),
    ...taskChannelRoutes(office),
    ...workflowRoutes(office),
    ...workerRoutes(office),
    ...workerChannelRoutes(office),
    ...taskRoutes(office),
    ...reservationRoutes(office),
  ];
}
