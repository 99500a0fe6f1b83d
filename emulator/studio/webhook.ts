import type { ApiReply, ApiRequest, Route } from '../contract';
import { invalid, notFound, notImplemented } from '../rest/twilio-error';
import { NOTHING } from './engine/stepper';
import { findRevision, type StudioRecords } from './records';
import { isOver, type Runner } from './runner';
import type { Turns } from './turns';

const HOST = 'webhooks.twilio.com';

export interface WebhookParts {
  readonly records: StudioRecords;
  readonly runner: Runner;
  readonly turns: Turns;
}

/**
 * The webhook of all flows: `webhooks.twilio.com/v1/Accounts/{AC}/Flows/{FW}`. A call that comes the first time starts an execution; with
 * `?FlowEvent=…` it goes on with its own. `FlowEvent=return` without an execution that waits for it starts a new one, as at Twilio. A request
 * without FlowEvent that says that the call is over is a status callback, which many users point here: it ends the execution.
 * Answers TwiML. Throws 404 for a flow that is not there or not published, 501 for messages.
 */
export function webhookRoutes(parts: WebhookParts): Route[] {
  const path = '/v1/Accounts/{AccountSid}/Flows/{FlowSid}';
  return [{ method: 'ANY', path, access: 'open', handle: request => handle(parts, request) }];
}

async function handle(parts: WebhookParts, request: ApiRequest): Promise<ApiReply> {
  if (request.host !== HOST) throw notFound(request.url.pathname);
  const { AccountSid: accountSid = '', FlowSid: flowSid = '' } = request.path;
  const { FlowEvent: flowEvent = '', ...parameters } = Object.fromEntries([...request.query, ...request.form]);
  const flow = findRevision(parts.records, accountSid, { flowSid, revision: 'LatestPublished' });
  if (!flow) throw notFound(request.url.pathname);
  const callSid = parameters.CallSid ?? '';
  if (callSid === '') {
    throw parameters.MessageSid ? notImplemented('flows that messages start') : invalid('Missing parameter CallSid');
  }
  if (flowEvent === '' && isOver(parameters.CallStatus)) {
    endCall(parts, callSid);
    return twiml(NOTHING);
  }
  return parts.turns.take(turnKey(callSid, flowSid), async () => {
    const waiting = waitingExecution(parts.records, callSid, flowSid);
    const comesBack = waiting && flowEvent !== '' && !(waiting.detached && flowEvent === 'return');
    if (comesBack) return twiml(await parts.runner.resume(waiting.sid, { flowEvent, parameters }));
    if (isOver(parameters.CallStatus)) return twiml(NOTHING);
    if (waiting && !waiting.detached) parts.runner.end(waiting.sid);
    return twiml(await parts.runner.start({ accountSid, flow, parameters }));
  });
}

/** The call has ended: so do its executions, or they wait for the last request that their widget still gets. */
export function endCall({ records, runner, turns }: WebhookParts, callSid: string): void {
  for (const sid of records.calls.get(callSid)?.executions ?? []) {
    const flowSid = records.executions.get(sid)?.flow_sid ?? '';
    runner.callOver(sid, turns.isTaken(turnKey(callSid, flowSid)));
  }
}

/** Work for one call in one flow shares a turn. */
export function turnKey(callSid: string, flowSid: string): string {
  return `${callSid}.${flowSid}`;
}

function waitingExecution(records: StudioRecords, callSid: string, flowSid: string) {
  const sids = records.calls.get(callSid)?.executions ?? [];
  const active = sids.map(sid => records.executions.get(sid)).filter(execution => execution?.status === 'active');
  const sid = active.findLast(execution => execution?.flow_sid === flowSid)?.sid;
  const stored = sid === undefined ? undefined : records.states.get(sid);
  return stored && { sid: stored.sid, detached: stored.state.detached };
}

function twiml(body: string): ApiReply {
  return { status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' }, body };
}
