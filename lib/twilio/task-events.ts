import { AppError } from '../errors';
import type { TaskEvent, TaskEvents, TaskEventType, WaitingWork } from '../summary';
import { request, type TwilioAccess } from './client';
import { CALLS_WORKFLOW } from './waiting-tasks';

/** What TaskRouter calls them (twilio.com/docs/taskrouter/api/event/reference). */
const TYPES: Readonly<Record<TaskEventType, string>> = {
  created: 'task.created',
  accepted: 'reservation.accepted',
  completed: 'task.completed',
  canceled: 'task.canceled',
};

/** The most that Twilio gives a page; "pagination is not supported under this resource" (twilio.com/docs/taskrouter/api/event). */
const PAGE_SIZE = 1_000;
const SECOND_MS = 1_000;

/** Events of tasks by TaskRouter's REST API, which keeps them for 30 days; a request for each type, side by side. */
export function twilioTaskEvents({ rest }: TwilioAccess, workspaceSid: () => string): TaskEvents {
  const read = async (type: TaskEventType, fromMs: number, toMs: number) => {
    const page = await request(() =>
      rest.taskrouter.v1.workspaces(workspaceSid()).events.page({
        eventType: TYPES[type],
        startDate: new Date(fromMs),
        endDate: new Date(toMs),
        pageSize: PAGE_SIZE,
      }),
    );
    return page.instances.map(({ eventData, eventDateMs }) => readEvent(type, eventDateMs, eventData));
  };
  return {
    between: async (fromMs, toMs) => {
      const types: TaskEventType[] = ['created', 'accepted', 'completed', 'canceled'];
      const pages = await Promise.all(types.map(type => read(type, fromMs, toMs)));
      if (toMs - fromMs > SECOND_MS && pages.some(page => page.length >= PAGE_SIZE)) return undefined;
      // Dates have whole seconds, both ends included.
      const events = pages.flat().filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
      return events.sort((left, right) => left.atMs - right.atMs || ORDER[left.type] - ORDER[right.type]);
    },
  };
}

/** Of what happens in the same millisecond. */
const ORDER: Readonly<Record<TaskEventType, number>> = { created: 0, accepted: 1, completed: 2, canceled: 3 };

function readEvent(type: TaskEventType, atMs: number, data: unknown): TaskEvent {
  const fields = new Map<string, unknown>(typeof data === 'object' && data !== null ? Object.entries(data) : []);
  const text = (name: string): string => {
    const value = fields.get(name);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const taskSid = text('task_sid');
  if (taskSid === '')
    throw new AppError('VENDOR_UNAVAILABLE', "TaskRouter's events have another form than documented.");
  const ageSeconds = Number(text('task_age'));
  return {
    type,
    atMs: Number(atMs),
    taskSid,
    ageSeconds: Number.isFinite(ageSeconds) ? ageSeconds : 0,
    isCall: text('workflow_name') === CALLS_WORKFLOW,
    attributes: text('task_attributes'),
    reason: text(type === 'completed' ? 'task_completed_reason' : 'task_canceled_reason'),
  };
}

/** What waits in the workflow of callbacks and messages: one request. */
export function twilioWaitingWork(
  { rest }: TwilioAccess,
  place: () => { workspaceSid: string; workflowSid: string },
): WaitingWork {
  return {
    count: () =>
      request(async () => {
        const { workspaceSid, workflowSid } = place();
        const workflow = rest.taskrouter.v1.workspaces(workspaceSid).workflows(workflowSid);
        const statistics = await workflow.realTimeStatistics().fetch();
        const counts = new Map<string, unknown>(Object.entries(statistics.tasksByStatus as object));
        return Number(counts.get('pending') ?? 0) + Number(counts.get('reserved') ?? 0);
      }),
  };
}
