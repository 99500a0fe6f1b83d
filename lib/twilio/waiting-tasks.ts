import type { WaitingTask, WaitingTasks } from '../callback';
import { parseTaskAttributes } from '../tasks';
import { request, type TwilioAccess } from './client';
import { readCursor, writeCursor } from './paging';
import { taskFacts, type TaskResource } from './task-desk';

/** Of the workflow that calls enter, as the wiring names it; a workspace belongs to one client. */
export const CALLS_WORKFLOW = 'linekit calls';

/** So many are looked at for the place in line: one request (docs: pageSize is at most 1,000). */
const NEAR = 50;
const FAR = 1_000;
/** Pages of the search for a task that isn't near. */
const FAR_PAGES = 5;

const WAITS = { workflowName: CALLS_WORKFLOW, assignmentStatus: ['pending', 'reserved'] };

/** A task in a list of twilio-node's. */
interface ListedTask extends TaskResource {
  readonly taskQueueSid: string;
}

/**
 * Calls in queue, found by lists: TaskRouter answers expressions over attributes (EvaluateTaskAttributes) three times a second only
 * (https://www.twilio.com/docs/taskrouter/limits).
 */
export function twilioWaitingTasks({ rest }: TwilioAccess, workspaceSid: () => string): WaitingTasks {
  const page = (options: { ordering: string; pageSize: number; pageNumber?: number; pageToken?: string }) =>
    request(() => rest.taskrouter.v1.workspaces(workspaceSid()).tasks.page({ ...WAITS, ...options }));
  const findFar = async (callSid: string): Promise<WaitingTask | undefined> => {
    let cursor: string | null | undefined;
    for (let pages = 0; pages < FAR_PAGES && cursor !== null; pages += 1) {
      // Who asks for something has waited for a while, but those behind the first 50 not for long.
      const { instances, nextPageUrl } = await page({
        ordering: 'DateCreated:desc',
        pageSize: FAR,
        ...readCursor(cursor),
      });
      const task = instances.find(each => isOf(each, callSid));
      if (task) return waitingTask(task, undefined);
      cursor = writeCursor(nextPageUrl);
    }
    return undefined;
  };
  return {
    findWaiting: async (callSid, { beyond = false } = {}) => {
      const { instances } = await page({ ordering: 'Priority:desc,DateCreated:asc', pageSize: NEAR });
      const at = instances.findIndex(each => isOf(each, callSid));
      const task = instances[at];
      if (!task) return beyond && instances.length >= NEAR ? findFar(callSid) : undefined;
      const before = instances.slice(0, at).filter(({ taskQueueSid }) => taskQueueSid === task.taskQueueSid);
      return waitingTask(task, before.length + 1);
    },
  };
}

function isOf({ attributes }: ListedTask, callSid: string): boolean {
  // Most don't have it at all; reading only those that do keeps a page of 1,000 cheap.
  if (!attributes.includes(callSid)) return false;
  const parsed = parseTaskAttributes(attributes);
  return parsed.kind === 'call' && parsed.callSid === callSid;
}

function waitingTask(task: ListedTask, place: number | undefined): WaitingTask {
  return { ...taskFacts(task, undefined), taskQueueSid: task.taskQueueSid, place };
}
