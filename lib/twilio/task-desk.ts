import type { CancelOutcome, TaskDesk, TaskFacts } from '../callback';
import { AppError, isAppError, retry } from '../errors';
import { isAnswered, mergeAttributes, taskStatuses, type TaskStatus } from '../tasks';
import { request, type TwilioAccess } from './client';
import { orMissing } from './missing';

/** What linekit reads of a task of twilio-node's. */
export interface TaskResource {
  readonly sid: string;
  readonly assignmentStatus: string;
  readonly dateCreated: Date;
  readonly priority: number;
  readonly attributes: string;
}

/** Tasks of one workspace, which is asked for at first use, so that a missing variable stops only the step that needs it. */
export function twilioTaskDesk({ rest }: TwilioAccess, workspaceSid: () => string): TaskDesk {
  const taskOf = (taskSid: string) => rest.taskrouter.v1.workspaces(workspaceSid()).tasks(taskSid);
  const read = (taskSid: string): Promise<TaskFacts | undefined> =>
    orMissing(
      request(async () => {
        const { body, headers } = await taskOf(taskSid).fetchWithHttpInfo();
        return taskFacts(body, etagOf(headers));
      }),
    );
  return {
    read,
    change: async (taskSid, change, known) => {
      let current = known?.version === undefined ? undefined : known;
      const attempt = async (): Promise<boolean> => {
        const task = current ?? (await read(taskSid));
        current = undefined;
        if (!task) return false;
        const attributes = mergeAttributes(task.attributes, change);
        const ifMatch = task.version === undefined ? {} : { ifMatch: task.version };
        const changed = await orMissing(request(() => taskOf(taskSid).update({ attributes, ...ifMatch })));
        return changed !== undefined;
      };
      // Agents and flows change attributes too: read, merge and write again until nobody was in between.
      const when = (error: AppError): boolean => error.code === 'CONFLICT';
      return retry(attempt, { attempts: 4, baseMs: 50, untilMs: Infinity, when });
    },
    cancel: async (taskSid, reason) => {
      try {
        await request(() => taskOf(taskSid).update({ assignmentStatus: 'canceled', reason }));
        return 'canceled';
      } catch (error) {
        if (isAppError(error) && error.code === 'NOT_FOUND') return 'gone';
        // Twilio refuses to cancel what an agent has taken, and what is canceled already: the task itself says which.
        const refused = isAppError(error) && (error.code === 'VENDOR_REJECTED' || error.code === 'CONFLICT');
        const outcome = refused ? endOf(await read(taskSid)) : undefined;
        if (outcome) return outcome;
        throw error;
      }
    },
  };
}

/** The task as the domain reads it. Throws INTERNAL for a status that Twilio doesn't document. */
export function taskFacts(task: TaskResource, version: string | undefined): TaskFacts {
  const { sid: taskSid, assignmentStatus, dateCreated: createdAt, priority, attributes } = task;
  return { taskSid, status: statusOf(assignmentStatus), createdAt, priority, attributes, version };
}

function statusOf(text: string): TaskStatus {
  const status = taskStatuses.find(each => each === text);
  if (status) return status;
  throw new AppError('INTERNAL', `TaskRouter has a task in an unknown state, "${text}".`);
}

function endOf(task: TaskFacts | undefined): CancelOutcome | undefined {
  if (!task || task.status === 'canceled') return 'gone';
  return isAnswered(task.status) ? 'answered' : undefined;
}

/** Of a response: the version to write on. */
export function etagOf(headers: Record<string, string>): string | undefined {
  return headers['etag'] ?? headers['ETag'];
}
