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
/** Twilio's limit of queues in one request of the bulk route. */
const MAX_QUEUES = 200;

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
      const { queueSids, query } = bulkRequest(request);
      const here = queueSids.filter(sid => office.records.queues.get(sid)?.workspace_sid === scope['workspace_sid']);
      const task_queue_data = here.map(sid => {
        const figures = realTimeFigures(office, { scope: { ...scope, task_queue_sid: sid }, query });
        return { task_queue_sid: sid, ...within(`${QUEUE}/RealTimeStatistics`, figures) };
      });
      const url = `${description.origin}${request.url.pathname}`;
      const count = task_queue_data.length;
      return answer(description, { ...scope, task_queue_data, task_queue_response_count: count, url });
    },
  };
}

/** The body's `TaskQueueSids`, an array or a list with commas; `TaskChannel` may narrow. Throws TwilioError 400/20001. */
function bulkRequest(request: ApiRequest): { queueSids: string[]; query: URLSearchParams } {
  const fields = request.form.size > 0 ? Object.fromEntries(request.form) : jsonOf(request.body);
  const { TaskQueueSids: named, TaskChannel: channel } = fields;
  const queueSids = typeof named === 'string' ? named.split(',').map(sid => sid.trim()) : named;
  if (!Array.isArray(queueSids) || queueSids.length === 0 || !queueSids.every(sid => typeof sid === 'string')) {
    throw invalid('Missing required parameter TaskQueueSids in the post body');
  }
  if (queueSids.length > MAX_QUEUES) throw invalid(`Invalid TaskQueueSids: at most ${MAX_QUEUES}`);
  return { queueSids, query: new URLSearchParams(typeof channel === 'string' ? { TaskChannel: channel } : {}) };
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
