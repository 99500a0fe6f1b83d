import type { ApiReply, ApiRequest, Route } from '../contract';
import type { RateLimiter } from '../rest/rate-limiter';
import { invalid, notFound, notImplemented } from '../rest/twilio-error';
import { callTrigger, messageTrigger, type FlowRef } from './engine/execution';
import { NOTHING } from './engine/stepper';
import { findRevision, type ExecutionRecord, type StudioRecords } from './records';
import { isOver, type Runner, type Start } from './runner';
import type { Turns } from './turns';

const HOST = 'webhooks.twilio.com';

export interface WebhookParts {
  readonly records: StudioRecords;
  readonly runner: Runner;
  readonly turns: Turns;
  readonly limits: RateLimiter;
}

/**
 * The webhook of all flows: `webhooks.twilio.com/v1/Accounts/{AC}/Flows/{FW}`. A call that comes the first time starts an execution; with
 * `?FlowEvent=…` it goes on with its own. `FlowEvent=return` without an execution that waits for it starts a new one, as at Twilio. A request
 * without FlowEvent that says that the call is over is a status callback, which many users point here: it ends the execution.
 * A message goes to the execution that its sender has in this flow, else it starts one. Answers TwiML. Throws 404 for a flow that is not there or
 * not published, 501 for conversations.
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
    if (parameters.MessageSid) return takeMessage(parts, { accountSid, flow, parameters });
    if (parameters.ConversationSid) throw notImplemented('flows that conversations start');
    throw invalid('Missing parameter CallSid');
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
    return twiml(await begin(parts, { accountSid, flow, trigger: callTrigger(parameters) }));
  });
}

/** Executions that calls and messages begin in a second, for each account [twilio.com/docs/studio/user-guide/studio-faq]. */
const INBOUND_PER_SECOND = 100;

async function begin({ runner, limits }: WebhookParts, start: Start): Promise<string> {
  limits.take(`${start.accountSid} inbound executions`, INBOUND_PER_SECOND);
  const execution = runner.open(start);
  return execution ? runner.begin(execution) : NOTHING;
}

interface Arrival {
  readonly accountSid: string;
  readonly flow: FlowRef;
  readonly parameters: Readonly<Record<string, string>>;
}

function takeMessage(parts: WebhookParts, { accountSid, flow, parameters }: Arrival): Promise<ApiReply> {
  const trigger = messageTrigger(parameters);
  return parts.turns.take(turnKey(trigger.contact, flow.sid), async () => {
    const waiting = activeOf(parts.records, flow.sid, trigger.contact);
    if (!waiting) return twiml(await begin(parts, { accountSid, flow, trigger }));
    await parts.runner.resume(waiting.sid, { flowEvent: 'incomingMessage', parameters });
    return twiml(NOTHING);
  });
}

/** The execution that a contact has in a flow, when it goes on. */
export function activeOf(records: StudioRecords, flowSid: string, contact: string): ExecutionRecord | undefined {
  return records.executions.find(
    execution =>
      execution.status === 'active' && execution.flow_sid === flowSid && execution.contact_channel_address === contact,
  );
}

/** The call has ended: so do its executions, or they wait for the last request that their widget still gets. */
export function endCall({ records, runner, turns }: WebhookParts, callSid: string): void {
  for (const sid of records.calls.get(callSid)?.executions ?? []) {
    const flowSid = records.executions.get(sid)?.flow_sid ?? '';
    runner.callOver(sid, turns.isTaken(turnKey(callSid, flowSid)));
  }
}

/** The turn in which an execution's work is done: that of its call, or of its contact when it has none. */
export function turnOf(records: StudioRecords, execution: ExecutionRecord): string {
  const callSid = records.states.get(execution.sid)?.state.callSid ?? '';
  return turnKey(callSid || execution.contact_channel_address, execution.flow_sid);
}

/** Work for one call (or one contact) in one flow shares a turn. */
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
