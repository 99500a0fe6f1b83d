import type { ApiReply, ApiRequest, Route } from '../../contract';
import { notFound } from '../../rest/twilio-error';
import type { ExecutionRecord, StudioRecords } from '../records';
import { executionOf } from './executions';

const EXECUTION = '/v2/Flows/{FlowSid}/Executions/{ExecutionSid}';

/** The variables of an execution as they are now, and as each of its steps left them: `{trigger, contact, flow, widgets}`. */
export function contextRoutes(records: StudioRecords): Route[] {
  function found({ path, account, url }: ApiRequest): ExecutionRecord {
    const execution = executionOf(records, path.ExecutionSid ?? '', path.FlowSid);
    if (!execution || execution.account_sid !== account?.sid) throw notFound(url.pathname);
    return execution;
  }

  function ofExecution(request: ApiRequest): ApiReply {
    const execution = found(request);
    const state = records.states.get(execution.sid)?.state;
    const context = (state?.parent ?? state?.frame)?.variables ?? {};
    return { status: 200, body: { ...named(execution), context, url: ownUrl(request) } };
  }

  function ofStep(request: ApiRequest): ApiReply {
    const execution = found(request);
    const step = records.steps.get(request.path.StepSid ?? '');
    if (step?.execution_sid !== execution.sid) throw notFound(request.url.pathname);
    return {
      status: 200,
      body: { ...named(execution), step_sid: step.sid, context: step.variables, url: ownUrl(request) },
    };
  }

  return [
    { method: 'GET', path: `${EXECUTION}/Context`, access: 'account', handle: ofExecution },
    { method: 'GET', path: `${EXECUTION}/Steps/{StepSid}/Context`, access: 'account', handle: ofStep },
  ];
}

function named({ account_sid, flow_sid, sid }: ExecutionRecord) {
  return { account_sid, flow_sid, execution_sid: sid };
}

function ownUrl({ url }: ApiRequest): string {
  return `https://studio.twilio.com${url.pathname}`;
}
