import type { Route, World } from '../../contract';
import { absentRoute } from '../../rest/absent-route';
import { resource } from '../../rest/resource';
import { invalid } from '../../rest/twilio-error';
import type { ExecutionRecord, StepRecord, StudioRecords } from '../records';
import type { Runner } from '../runner';

const EXECUTIONS = '/v2/Flows/{FlowSid}/Executions';

/** Executions and their steps. Executions that REST starts are answered with 501. */
export function executionRoutes(world: World, records: StudioRecords, runner: Runner): Route[] {
  const parents = { FlowSid: (key: string) => records.flows.get(key) };
  return [
    ...resource<ExecutionRecord>({
      world,
      document: 'studio_v2',
      path: EXECUTIONS,
      sidPrefix: 'FN',
      records: records.executions,
      operations: ['fetch', 'list', 'update', 'delete'],
      newestFirst: true,
      parents,
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
    absentRoute('POST', EXECUTIONS, 'executions that the REST API starts'),
  ];
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
