import type { ApiRequest, Route, World } from '../../contract';
import { resource, type Context } from '../../rest/resource';
import { invalid, TwilioError } from '../../rest/twilio-error';
import { validateDefinition } from '../definition/validate';
import type { FlowDefinition } from '../definition/flow-definition';
import { revisionKey, type FlowRecord, type RevisionRecord, type StudioRecords } from '../records';
import { webhookUrl, type Runner } from '../runner';

/**
 * Flows and their validation. A definition with faults is refused with 400/20001 and `details.errors[]`; the list of faults is documented,
 * the HTTP status and code at Twilio are not proven. Every save is a revision; calls run the newest published one.
 */
export function flowRoutes(world: World, records: StudioRecords, runner: Runner): Route[] {
  return [
    ...resource<FlowRecord>({
      world,
      document: 'studio_v2',
      path: '/v2/Flows',
      sidPrefix: 'FW',
      records: records.flows,
      operations: ['create', 'fetch', 'list', 'update', 'delete'],
      newestFirst: true,
      create: (record, context) => newFlow(record, context),
      created: flow => void records.revisions.insert(revisionOf(flow)),
      update: (flow, change) => changedFlow(flow, change),
      updated: flow => void records.revisions.insert(revisionOf(flow)),
      remove: flow => forget(flow, records, runner),
      present: (flow, { request }) => (request.path.Sid === undefined && request.method === 'GET' ? unread(flow) : {}),
    }),
    { method: 'POST', path: '/v2/Flows/Validate', access: 'account', handle: validate },
  ];
}

function newFlow(record: FlowRecord, { accountSid, parameters }: Context): FlowRecord {
  return {
    ...record,
    definition: readDefinition(parameters.Definition),
    revision: 1,
    valid: true,
    errors: [],
    warnings: [],
    webhook_url: webhookUrl(accountSid, record.sid),
    published_revision: record.status === 'published' ? 1 : null,
  };
}

function changedFlow(flow: FlowRecord, change: Partial<FlowRecord>): Partial<FlowRecord> {
  const revision = flow.revision + 1;
  return {
    commit_message: null,
    ...change,
    revision,
    ...(change.definition !== undefined && { definition: readDefinition(change.definition) }),
    ...(change.status === 'published' && { published_revision: revision }),
  };
}

function revisionOf({
  published_revision: _published,
  warnings: _warnings,
  webhook_url: _url,
  ...flow
}: FlowRecord): RevisionRecord {
  return { ...flow, sid: revisionKey(flow), flow_sid: flow.sid };
}

function forget(flow: FlowRecord, records: StudioRecords, runner: Runner): void {
  for (const execution of records.executions.filter(({ flow_sid: sid }) => sid === flow.sid)) runner.end(execution.sid);
  for (let revision = 1; revision <= flow.revision; revision += 1) {
    records.revisions.delete(revisionKey({ sid: flow.sid, revision }));
  }
  records.testUsers.delete(flow.sid);
}

/** A list names its flows and leaves out what is in them. */
function unread(_flow: FlowRecord): Partial<FlowRecord> {
  const left: Record<string, null> = {
    definition: null,
    commit_message: null,
    valid: null,
    errors: null,
    warnings: null,
  };
  return left;
}

async function validate({ form }: ApiRequest) {
  for (const name of ['FriendlyName', 'Status', 'Definition']) {
    if (!form.get(name)) throw invalid(`Missing required parameter ${name} in the post body`);
  }
  const status = form.get('Status') ?? '';
  if (status !== 'draft' && status !== 'published') {
    throw invalid(`Invalid value for parameter Status: "${status}" is not one of draft, published`);
  }
  readDefinition(form.get('Definition'));
  return { status: 200, body: { valid: true } };
}

/** Throws TwilioError 400/20001, with `details.errors[]` when it is JSON but no valid flow. */
function readDefinition(given: unknown): FlowDefinition {
  const definition = parse(given);
  const errors = validateDefinition(definition);
  if (errors.length > 0)
    throw new TwilioError(400, 20001, { message: 'Flow definition is invalid', details: { errors } });
  // Validation without a fault is what makes it one.
  return definition as FlowDefinition;
}

function parse(given: unknown): unknown {
  if (typeof given !== 'string') return given;
  try {
    return JSON.parse(given);
  } catch {
    throw invalid('Invalid value for parameter Definition: it is not JSON');
  }
}
