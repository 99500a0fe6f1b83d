import type { ApiRequest, Route } from '../../contract';
import { describe } from '../../rest/description';
import { pageOf } from '../../rest/paging';
import { checkParameters } from '../../rest/parameters';
import { presentRecord } from '../../rest/presentation';
import { resolveScope } from '../../rest/scope';
import { notFound } from '../../rest/twilio-error';
import type { EventRecord } from '../journal/event-record';
import type { Office } from '../lifecycle/office';
import { periodOf } from '../statistics/period';
import { common } from './shared-rules';

const PATH = '/v1/Workspaces/{WorkspaceSid}/Events';
/** Filters that compare with what the event is about. */
const FILTERS = {
  TaskSid: 'task_sid',
  WorkerSid: 'worker_sid',
  WorkflowSid: 'workflow_sid',
  TaskQueueSid: 'task_queue_sid',
  ReservationSid: 'reservation_sid',
} as const;

/** /v1/Workspaces/{WorkspaceSid}/Events: newest first, of the last 15 minutes unless the request says otherwise. */
export function eventRoutes(office: Office): Route[] {
  const description = describe('taskrouter_v1', PATH);
  const workspaceOf = (request: ApiRequest): string =>
    resolveScope(request, description, common(office).parents)['workspace_sid'] ?? '';
  return [
    {
      method: 'GET',
      path: PATH,
      access: 'account',
      handle(request) {
        const { query, url } = request;
        checkParameters(query, { fields: description.operations.list?.query ?? {} });
        const workspaceSid = workspaceOf(request);
        const period = periodOf(query, office.world.clock.now());
        const events = office.journal.between(workspaceSid, period).filter(event => isWanted(event, query));
        const page = pageOf(events.reverse(), description, url);
        return { status: 200, body: page.body(page.records.map(event => presentRecord(description, event))) };
      },
    },
    {
      method: 'GET',
      path: `${PATH}/{Sid}`,
      access: 'account',
      handle(request) {
        const event = office.journal.of(workspaceOf(request)).get(request.path['Sid'] ?? '');
        if (!event) throw notFound(request.url.pathname);
        return { status: 200, body: presentRecord(description, event) };
      },
    },
  ];
}

function isWanted({ sid, event_type: type, event_data: data }: EventRecord, query: URLSearchParams): boolean {
  const types = query.get('EventType');
  const channel = query.get('TaskChannel');
  const wantedSid = query.get('Sid');
  return (
    (!wantedSid || wantedSid === sid) &&
    (!types || types.split(',').some(wanted => wanted.trim() === type)) &&
    (!channel || channel === data['task_channel_sid'] || channel === data['task_channel_unique_name']) &&
    Object.entries(FILTERS).every(([name, property]) => {
      const wanted = query.get(name);
      return !wanted || wanted === data[property];
    })
  );
}
