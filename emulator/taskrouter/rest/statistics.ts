import type { ApiReply, ApiRequest, Route } from '../../contract';
import { describe, type Description } from '../../rest/description';
import { pageOf } from '../../rest/paging';
import { checkParameters } from '../../rest/parameters';
import { presentRecord } from '../../rest/presentation';
import type { Scope } from '../../rest/resource';
import { resolveScope } from '../../rest/scope';
import { invalid } from '../../rest/twilio-error';
import type { Office } from '../lifecycle/office';
import { cumulativeFigures, realTimeFigures, workersInTime, workersNow, type Question } from '../statistics/statistics';
import { common } from './shared-rules';

type Figures = Readonly<Record<string, unknown>>;
type Ask = (office: Office, question: Question) => Figures;

const WORKSPACE = '/v1/Workspaces/{WorkspaceSid}';
const QUEUE = `${WORKSPACE}/TaskQueues/{TaskQueueSid}`;
const WORKFLOW = `${WORKSPACE}/Workflows/{WorkflowSid}`;
const WORKERS = `${WORKSPACE}/Workers`;
/** Properties that say what statistics are about; within `realtime` and `cumulative` they are not repeated. */
const ABOUT = new Set(['account_sid', 'workspace_sid', 'task_queue_sid', 'workflow_sid', 'worker_sid', 'url']);
/** Twilio's limit of queues in one request of the bulk route. Source: twilio.com/docs/taskrouter/api/taskqueue-statistics */
const MAX_QUEUES = 50;

/** The statistics of workspaces, workflows, queues and workers: real-time, cumulative, and both in one. */
export function statisticsRoutes(office: Office): Route[] {
  return [
    ...threeOf(office, WORKSPACE),
    ...threeOf(office, WORKFLOW),
    allQueues(office),
    someQueues(office),
    ...threeOf(office, QUEUE),
    one(office, `${WORKERS}/RealTimeStatistics`, workersNow),
    one(office, `${WORKERS}/CumulativeStatistics`, workersInTime),
    one(office, `${WORKERS}/Statistics`, (_, question) => ({
      realtime: within(`${WORKERS}/RealTimeStatistics`, workersNow(office, question)),
      cumulative: within(`${WORKERS}/CumulativeStatistics`, workersInTime(office, question)),
    })),
    one(office, `${WORKERS}/{WorkerSid}/Statistics`, (_, question) => ({
      cumulative: within(`${WORKERS}/CumulativeStatistics`, workersInTime(office, question)),
    })),
  ];
}

function threeOf(office: Office, path: string): Route[] {
  return [
    one(office, `${path}/RealTimeStatistics`, realTimeFigures),
    one(office, `${path}/CumulativeStatistics`, cumulativeFigures),
    one(office, `${path}/Statistics`, (_, question) => both(office, path, question)),
  ];
}

function one(office: Office, path: string, ask: Ask): Route {
  const description = describe('taskrouter_v1', path);
  return {
    method: 'GET',
    path,
    access: 'account',
    handle(request) {
      const question = questionOf(office, request, description);
      const url = `${description.origin}${request.url.pathname}`;
      return answer(description, { ...ask(office, question), ...question.scope, url });
    },
  };
}

/** `/TaskQueues/Statistics`: a page of queues, each with both. */
function allQueues(office: Office): Route {
  const path = `${WORKSPACE}/TaskQueues/Statistics`;
  const description = describe('taskrouter_v1', path);
  return {
    method: 'GET',
    path,
    access: 'account',
    handle(request) {
      const { scope, query } = questionOf(office, request, description);
      const name = query.get('FriendlyName');
      const queues = office.records.queues.filter(
        queue => queue.workspace_sid === scope['workspace_sid'] && (!name || queue.friendly_name === name),
      );
      const page = pageOf(queues, description, request.url);
      const shown = page.records.map(({ sid }) => {
        const ofQueue = { ...scope, task_queue_sid: sid };
        return presentRecord(description, { sid, ...both(office, QUEUE, { scope: ofQueue, query }), ...ofQueue });
      });
      return { status: 200, body: page.body(shown) };
    },
  };
}

/** `POST /TaskQueues/RealTimeStatistics`: those of the queues that the JSON body names. */
function someQueues(office: Office): Route {
  const path = `${WORKSPACE}/TaskQueues/RealTimeStatistics`;
  const description = describe('taskrouter_v1', path);
  const parents = common(office).parents;
  return {
    method: 'POST',
    path,
    access: 'account',
    handle(request) {
      const scope = resolveScope(request, description, parents);
      const query = new URLSearchParams();
      // A queue that is not here is in the answer too, with nothing in it.
      const task_queue_data = queueSidsOf(request).map(sid => {
        const figures = realTimeFigures(office, { scope: { ...scope, task_queue_sid: sid }, query });
        return { task_queue_sid: sid, ...within(`${QUEUE}/RealTimeStatistics`, figures) };
      });
      const url = `${description.origin}${request.url.pathname}`;
      const count = task_queue_data.length;
      return answer(description, { ...scope, task_queue_data, task_queue_response_count: count, url });
    },
  };
}

/** The JSON body's `queueSids`. Throws TwilioError 400/20001 for none, too many, and what is no queue's sid. */
function queueSidsOf(request: ApiRequest): string[] {
  const { queueSids: named } = jsonOf(request.body);
  const sids: unknown[] = Array.isArray(named) ? named : [];
  if (sids.length === 0 || sids.length > MAX_QUEUES) throw invalid(`Invalid queueSids: must be 1 to ${MAX_QUEUES}`);
  return sids.map(sid => {
    if (typeof sid !== 'string' || !/^WQ[0-9a-f]{32}$/i.test(sid)) throw invalid(`Invalid TaskQueueSid ${String(sid)}`);
    return sid;
  });
}

function jsonOf(body: Buffer): Figures {
  try {
    const value: unknown = JSON.parse(body.toString('utf8') || '{}');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return Object.fromEntries(Object.entries(value));
    }
  } catch {
    // Refused below, with what is no object.
  }
  throw invalid('Invalid request body: must be a JSON object');
}

function both(office: Office, path: string, question: Question): Figures {
  return {
    realtime: within(`${path}/RealTimeStatistics`, realTimeFigures(office, question)),
    cumulative: within(`${path}/CumulativeStatistics`, cumulativeFigures(office, question)),
  };
}

/** The figures that the document of that path names, without what they are about. */
function within(path: string, figures: Figures): Figures {
  const shown = presentRecord(describe('taskrouter_v1', path), { sid: '', ...figures });
  return Object.fromEntries(Object.entries(shown).filter(([name]) => !ABOUT.has(name)));
}

function questionOf(office: Office, request: ApiRequest, description: Description): Question {
  checkParameters(request.query, { fields: description.operations.list?.query ?? {} });
  const scope: Scope = resolveScope(request, description, common(office).parents);
  return { scope, query: request.query };
}

function answer(description: Description, figures: Figures): ApiReply {
  return { status: 200, body: presentRecord(description, { sid: '', ...figures }) };
}
