import type { Route, World } from '../../contract';
import { resource, type Context, type Parameter } from '../../rest/resource';
import { invalid, TwilioError } from '../../rest/twilio-error';
import { isObject } from '../definition/fault';
import { requestTrigger } from '../engine/execution';
import { findRevision, type ExecutionRecord, type StepRecord, type StudioRecords } from '../records';
import type { Runner } from '../runner';
import { activeOf, turnOf, type WebhookParts } from '../webhook';

const EXECUTIONS = '/v2/Flows/{FlowSid}/Executions';

/**
 * Executions and their steps. One that REST starts runs the newest published revision; its contact may have no other in the flow (409/20409). The
 * answer does not wait for it.
 */
export function executionRoutes(world: World, parts: WebhookParts): Route[] {
  const { records, runner } = parts;
  const parents = { FlowSid: (key: string) => records.flows.get(key) };
  return [
    ...resource<ExecutionRecord>({
      world,
      document: 'studio_v2',
      path: EXECUTIONS,
      sidPrefix: 'FN',
      records: records.executions,
      operations: ['create', 'fetch', 'list', 'update', 'delete'],
      newestFirst: true,
      parents,
      create: (_record, context) => start(world, parts, context),
      created: execution => void world.activity.track(begin(parts, execution)),
      keep: (execution, query) => isBetween(execution, query),
      update: (_execution, { status }) => {
        if (status !== 'ended')
          throw invalid('Invalid value for parameter Status: an execution can only be set to ended');
        return {};
      },
      updated: execution => runner.end(execution.sid),
      remove: execution => forget(execution, records, runner),
    }),
    ...resource<StepRecord>({
      world,
      document: 'studio_v2',
      path: `${EXECUTIONS}/{ExecutionSid}/Steps`,
      sidPrefix: 'FT',
      records: records.steps,
      operations: ['fetch', 'list'],
      newestFirst: true,
      parents: { ...parents, ExecutionSid: (key, { flow_sid: flowSid }) => executionOf(records, key, flowSid) },
    }),
  ];
}

/** Executions that REST begins in a second, for each account [twilio.com/docs/studio/user-guide/studio-faq]. */
const REST_PER_SECOND = 20;

function start(world: World, { records, runner, limits }: WebhookParts, { accountSid, scope, parameters }: Context) {
  const { To, From, Parameters: given } = parameters;
  const [to, from, flowSid] = [String(To), String(From), scope['flow_sid'] ?? ''];
  limits.take(`${accountSid} REST executions`, REST_PER_SECOND);
  if (!ADDRESS.test(to)) throw new TwilioError(400, 21211, `The 'To' number ${to} is not a valid phone number.`);
  if (!ADDRESS.test(from)) throw new TwilioError(400, 21212, `The 'From' number ${from} is not a valid phone number.`);
  const taken = activeOf(records, flowSid, to);
  if (taken) throw new TwilioError(409, 20409, `Execution ${taken.sid} is already active for this contact`);
  const flow = findRevision(records, accountSid, { flowSid, revision: 'LatestPublished' });
  const trigger = requestTrigger({ sid: world.ids.sid('RQ'), to, from, parameters: readParameters(given) });
  const execution = flow && runner.open({ accountSid, flow, trigger });
  if (!execution) throw invalid(`Flow ${flowSid} has no published revision to execute`);
  return execution;
}

/** After the answer is out, which says that the execution is active. */
async function begin({ records, runner, turns }: WebhookParts, execution: ExecutionRecord): Promise<void> {
  await new Promise(answered => setImmediate(answered));
  await turns.take(turnOf(records, execution), () => runner.begin(execution));
}

/** A number, a SIP address, a Client, a Messaging Service: what has no blanks and is not a bare word. */
const ADDRESS = /^(\+?\d{3,15}|(whatsapp:|messenger:|client:|sips?:)\S+|\S+@\S+|MG[0-9a-f]{32})$/i;

function readParameters(given: Parameter | undefined): Record<string, unknown> {
  if (given === undefined || given === '') return {};
  try {
    const parsed: unknown = JSON.parse(String(given));
    if (isObject(parsed)) return parsed;
  } catch {
    // Refused below, with what is no object.
  }
  throw invalid('Invalid value for parameter Parameters: it is not a JSON object');
}

/** The execution of that flow, or undefined. */
export function executionOf(records: StudioRecords, sid: string, flowSid: string | undefined) {
  const execution = records.executions.get(sid);
  return execution?.flow_sid === flowSid ? execution : undefined;
}

function isBetween(execution: ExecutionRecord, query: URLSearchParams): boolean {
  const created = Date.parse(execution.date_created);
  const status = query.get('Status') ?? query.get('status');
  const from = moment(query, 'DateCreatedFrom') ?? -Infinity;
  const to = moment(query, 'DateCreatedTo') ?? Infinity;
  return created >= from && created <= to && (status === null || status === execution.status);
}

function moment(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw invalid(`Invalid value for parameter ${name}: "${text}" is no ISO 8601 date-time`);
  return ms;
}

function forget(execution: ExecutionRecord, records: StudioRecords, runner: Runner): void {
  runner.end(execution.sid);
  records.states.delete(execution.sid);
  for (const step of records.steps.filter(({ execution_sid: sid }) => sid === execution.sid))
    records.steps.delete(step.sid);
}
