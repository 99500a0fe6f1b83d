import type { TaskInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/task';
import type { AgentTask, AgentTasks, Holding } from '../desk';
import { AppError } from '../errors';
import { isOpen } from '../tasks';
import { request, type TwilioAccess } from './client';
import { isCode, orMissing } from './missing';
import { readCursor, writeCursor } from './paging';
import { taskFacts, twilioTaskDesk } from './task-desk';

/** The most that Twilio gives a page. */
const PAGE_SIZE = 1_000;

/** What a worker's reservations say of having had a task (https://www.twilio.com/docs/taskrouter/api/reservations, "reservation_status"). */
const HOLDINGS: Readonly<Record<string, Holding>> = { accepted: 'holds', wrapping: 'holds', completed: 'held' };

/** The workspace as agents see it. Its SID is asked for at first use, so that a missing variable stops only what needs it. */
export function twilioAgentTasks(access: TwilioAccess, workspaceSid: () => string): AgentTasks {
  const workspace = () => access.rest.taskrouter.v1.workspaces(workspaceSid());
  const tasks = () => workspace().tasks;
  const find = (evaluateTaskAttributes: string, limit: number) =>
    request(() => tasks().list({ evaluateTaskAttributes, limit, pageSize: limit }));
  const desk = twilioTaskDesk(access, workspaceSid);
  const read = (taskSid: string) => orMissing(request(async () => toTask(await tasks()(taskSid).fetch())));
  return {
    read,
    assigned: async cursor => {
      const options = { assignmentStatus: ['assigned', 'wrapping'], pageSize: PAGE_SIZE, ...readCursor(cursor) };
      const page = await request(() => tasks().page(options));
      return { tasks: page.instances.map(toTask), cursor: writeCursor(page.nextPageUrl) };
    },
    change: (taskSid, change) => desk.change(taskSid, change),
    holding: async (taskSid, workerSid) => {
      const found = await orMissing(request(() => tasks()(taskSid).reservations.list({ workerSid, limit: 50 })));
      const holdings = found?.map(({ reservationStatus }) => HOLDINGS[reservationStatus]);
      return (['holds', 'held'] as const).find(holding => holdings?.includes(holding)) ?? 'never';
    },
    ofReservation: async (workerSid, reservationSid) => {
      const reservation = workspace().workers(workerSid).reservations(reservationSid);
      return (await orMissing(request(() => reservation.fetch())))?.taskSid;
    },
    // An outbound call's task has a copy of the attributes of the task that it was made from.
    findRetry: async taskSid =>
      (await find(`linekit.retryOf == '${taskSid}' AND taskType != 'callback-outbound'`, 1))[0]?.sid,
    withRecording: async recordingSid =>
      (await find(`callBackData.recordingSid == '${recordingSid}'`, 50)).map(({ sid }) => sid),
    create: async ({ attributes, workflowSid, channel: taskChannel, priority, timeoutSeconds: timeout }) =>
      (await request(() => tasks().create({ attributes, workflowSid, taskChannel, priority, timeout }))).sid,
    complete: async (taskSid, reason) => {
      try {
        await orMissing(request(() => tasks()(taskSid).update({ assignmentStatus: 'completed', reason })));
      } catch (error) {
        if (!isCode(error, 'VENDOR_REJECTED')) throw error;
        const task = await read(taskSid);
        if (!task || !isOpen(task.status)) return;
        throw new AppError('TASK_NOT_ASSIGNED', `Task ${taskSid} is ${task.status}: nobody can complete it.`);
      }
    },
  };
}

function toTask(task: TaskInstance): AgentTask {
  const { workflowSid, taskChannelUniqueName: channel, priority, timeout: timeoutSeconds } = task;
  const { taskSid, status, attributes } = taskFacts(task, undefined);
  return { taskSid, status, attributes, workflowSid, channel, priority, timeoutSeconds };
}
