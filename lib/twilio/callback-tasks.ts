import type { CallbackTasks } from '../callback';
import { parseTaskAttributes, writeAttributes, type ParsedTask } from '../tasks';
import { request, type TwilioAccess } from './client';
import { readCursor, writeCursor } from './paging';
import { CHANNEL, type TaskBoardPlace } from './task-board';
import { taskFacts, twilioTaskDesk, type TaskResource } from './task-desk';

/** The most that Twilio gives a page. */
const PAGE_SIZE = 1_000;
/** Of a search, newest first: it ends at the first task that is too old. */
const SEARCH_PAGE_SIZE = 50;

/** Callbacks of the client's workflow. The place is asked for at first use, so that a missing variable stops only this step. */
export function twilioCallbackTasks(access: TwilioAccess, place: () => TaskBoardPlace): CallbackTasks {
  const tasks = () => access.rest.taskrouter.v1.workspaces(place().workspaceSid).tasks;
  return {
    ...twilioTaskDesk(access, () => place().workspaceSid),
    create: ({ attributes, priority, timeoutSeconds, waitingSince }) =>
      request(async () => {
        const { sid } = await tasks().create({
          attributes: writeAttributes(attributes),
          workflowSid: place().workflowSid,
          taskChannel: CHANNEL,
          priority,
          timeout: timeoutSeconds,
          ...(waitingSince && { virtualStartTime: waitingSince }),
        });
        return { taskSid: sid };
      }),
    find: async (key, since) => {
      let cursor: string | null | undefined;
      while (cursor !== null) {
        const options = { workflowSid: place().workflowSid, ordering: 'DateCreated:desc', pageSize: SEARCH_PAGE_SIZE };
        const page = await request(() => tasks().page({ ...options, ...readCursor(cursor ?? undefined) }));
        const recent = page.instances.filter(({ dateCreated }) => dateCreated >= since);
        for (const task of recent) {
          const { status } = taskFacts(task, undefined);
          const parsed = callbackOf(task);
          if (parsed?.linekit?.key !== key || status === 'canceled') continue;
          const { numberToCall, dueAt } = parsed.callBackData;
          return { taskSid: task.sid, status, number: numberToCall, dueAt };
        }
        cursor = recent.length < page.instances.length ? null : writeCursor(page.nextPageUrl);
      }
      return undefined;
    },
    held: async cursor => {
      const options = { workflowSid: place().workflowSid, assignmentStatus: ['pending'], pageSize: PAGE_SIZE };
      const page = await request(() => tasks().page({ ...options, ...readCursor(cursor) }));
      const held = page.instances.flatMap(task => {
        const parsed = parseTaskAttributes(task.attributes);
        const dueAt = 'callBackData' in parsed ? parsed.callBackData.dueAt : undefined;
        return dueAt === undefined ? [] : [{ taskSid: task.sid, dueAt }];
      });
      return { held, cursor: writeCursor(page.nextPageUrl) };
    },
  };
}

function callbackOf({ attributes }: TaskResource): Extract<ParsedTask, { linekit: unknown }> | undefined {
  const parsed = parseTaskAttributes(attributes);
  return parsed.kind === 'callback' ? parsed : undefined;
}
