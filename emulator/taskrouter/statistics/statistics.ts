import type { Scope } from '../../rest/resource';
import { findChannel } from '../lifecycle/new-task';
import type { Office } from '../lifecycle/office';
import type { EventRecord } from '../journal/event-record';
import type { TaskRecord, WorkerRecord } from '../records';
import { activityDurations } from './activity-durations';
import { counter, countReservations, cumulativeOf, splitsOf } from './cumulative';
import { statisticsPeriodOf, type Period } from './period';
import { activityStatistics, isCounted, tasksNow } from './realtime';

type Figures = Readonly<Record<string, unknown>>;

/** A question about a workspace, or about the workflow, queue or worker that the scope names. */
export interface Question {
  readonly scope: Scope;
  readonly query: URLSearchParams;
}

/** Tasks and workers as they are now. Throws TwilioError 400/20001 for an unknown TaskChannel. */
export function realTimeFigures(office: Office, { scope, query }: Question): Figures {
  const { records, world } = office;
  const { workspace_sid: workspaceSid = '', task_queue_sid: queueSid, workflow_sid: workflowSid } = scope;
  const channelSid = channelOf(office, workspaceSid, query);
  const isWanted = (task: TaskRecord): boolean =>
    task.workspace_sid === workspaceSid &&
    isCounted(task) &&
    (queueSid === undefined || task.task_queue_sid === queueSid) &&
    (workflowSid === undefined || task.workflow_sid === workflowSid) &&
    (channelSid === undefined || task.task_channel_sid === channelSid);
  const workers = queueSid === undefined ? workersOf(office, workspaceSid) : eligibleWorkers(office, scope);
  const isAvailable = (worker: WorkerRecord): boolean =>
    records.activities.get(worker.activity_sid)?.available ?? false;
  return {
    ...tasksNow(records.tasks.filter(isWanted), world.clock.now()),
    activity_statistics: activityStatistics(activitiesOf(office, workspaceSid), workers),
    total_workers: workers.length,
    total_eligible_workers: workers.length,
    total_available_workers: workers.filter(isAvailable).length,
  };
}

/** What happened in the asked time. Throws TwilioError 400/20001 for a wrong time, threshold or TaskChannel. */
export function cumulativeFigures(office: Office, question: Question): Figures {
  const { scope, query } = question;
  const period = statisticsPeriodOf(query, office.world.clock.now());
  const events = eventsOf(office, question, period);
  const of = counter(events);
  const entered = scope['workflow_sid'] === undefined ? 'task-queue.entered' : 'workflow.entered';
  return {
    ...cumulativeOf(events, { period, splits: splitsOf(query) }),
    tasks_created: of('task.created'),
    tasks_entered: of(entered),
  };
}

/** Workers as they are now, of those who are asked for. */
export function workersNow(office: Office, { scope, query }: Question): Figures {
  const workspaceSid = scope['workspace_sid'] ?? '';
  const workers = askedWorkers(office, { scope, query });
  channelOf(office, workspaceSid, query);
  return {
    activity_statistics: activityStatistics(activitiesOf(office, workspaceSid), workers),
    total_workers: workers.length,
  };
}

/** What the workers who are asked for did in a time: their reservations, and how long they were in which activity. */
export function workersInTime(office: Office, question: Question): Figures {
  const { scope, query } = question;
  const workspaceSid = scope['workspace_sid'] ?? '';
  const nowMs = office.world.clock.now();
  const period = statisticsPeriodOf(query, nowMs);
  const workers = askedWorkers(office, question);
  const sids = new Set(workers.map(({ sid }) => sid));
  const isTheirs = ({ event_data: data }: EventRecord): boolean => sids.has(data['worker_sid'] ?? '');
  const stays = office.journal.between(workspaceSid, { fromMs: period.fromMs, toMs: nowMs }).filter(isTheirs);
  return {
    start_time: new Date(period.fromMs).toISOString(),
    end_time: new Date(period.toMs).toISOString(),
    ...countReservations(eventsOf(office, question, period).filter(isTheirs)),
    activity_durations: activityDurations(
      activitiesOf(office, workspaceSid),
      { workers, events: stays },
      { ...period, nowMs },
    ),
  };
}

function eventsOf(office: Office, { scope, query }: Question, period: Period): EventRecord[] {
  const { workspace_sid: workspaceSid = '', task_queue_sid: queueSid, workflow_sid: workflowSid } = scope;
  const channelSid = channelOf(office, workspaceSid, query);
  return office.journal
    .between(workspaceSid, period)
    .filter(
      ({ event_data: data }) =>
        (queueSid === undefined || data['task_queue_sid'] === queueSid) &&
        (workflowSid === undefined || data['workflow_sid'] === workflowSid) &&
        (channelSid === undefined || data['task_channel_sid'] === channelSid),
    );
}

function channelOf(office: Office, workspaceSid: string, query: URLSearchParams): string | undefined {
  const key = query.get('TaskChannel');
  return key ? findChannel(office, workspaceSid, key).sid : undefined;
}

function activitiesOf({ records }: Office, workspaceSid: string): ReturnType<typeof records.activities.filter> {
  return records.activities.filter(({ workspace_sid: sid }) => sid === workspaceSid);
}

function workersOf({ records }: Office, workspaceSid: string): WorkerRecord[] {
  return records.workers.filter(({ workspace_sid: sid }) => sid === workspaceSid);
}

/** Who matches the queue of the scope, whatever their activity. */
function eligibleWorkers({ records, floors }: Office, scope: Scope): WorkerRecord[] {
  const queue = floors.of(scope['workspace_sid'] ?? '').queue(scope['task_queue_sid'] ?? '');
  const seats = [...(queue?.members ?? [])].filter(seat => !queue?.isDynamic || queue.matches(seat));
  return seats.flatMap(({ facts }) => records.workers.get(facts.sid) ?? []);
}

function askedWorkers(office: Office, { scope, query }: Question): WorkerRecord[] {
  const { workspace_sid: workspaceSid = '', worker_sid: workerSid } = scope;
  const [queueSid, queueName] = [query.get('TaskQueueSid'), query.get('TaskQueueName')];
  const name = query.get('FriendlyName');
  const queue = office.records.queues.find(
    candidate =>
      candidate.workspace_sid === workspaceSid &&
      (!queueSid || candidate.sid === queueSid) &&
      (!queueName || candidate.friendly_name === queueName),
  );
  const everyone =
    queueSid || queueName
      ? eligibleWorkers(office, { workspace_sid: workspaceSid, task_queue_sid: queue?.sid ?? '' })
      : workersOf(office, workspaceSid);
  return everyone.filter(
    worker => (workerSid === undefined || worker.sid === workerSid) && (!name || worker.friendly_name === name),
  );
}
