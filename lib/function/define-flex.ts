import type { Agent, FlexRole } from '../desk';
import { AppError, toAppError } from '../errors';
import { inTime, toResponse, type Handler, type WebAnswer } from './define-function';
import { readFields, type Fields, type Input } from './fields';
import { openLine, requestLog, type Line } from './line';
import type { RuntimeCallback, RuntimeContext, RuntimeEvent } from './runtime';

/** Whom a Flex token stands for. Throws TOKEN_INVALID, ROLE_REFUSED, or an error of the vendor when it could not be asked. */
export type FlexTokenCheck = (
  token: string | undefined,
  account: { readonly accountSid: string; readonly authToken: string },
) => Promise<Agent>;

/** What a request of an agent comes with beside its fields. */
export interface FlexRequest {
  readonly line: Line;
  readonly agent: Agent;
  readonly event: RuntimeEvent;
}

export interface FlexSpec<F extends Fields> {
  readonly fields: F;
  readonly check: FlexTokenCheck;
  /** Who may ask; every role of Flex without. */
  readonly roles?: readonly FlexRole[];
  run(input: Input<F>, request: FlexRequest): WebAnswer | Promise<WebAnswer>;
}

/** A page of Flex may ask from flex.twilio.com or the client's own domain: the token, not the origin, is the key. */
const CORS: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type, Range',
  'Access-Control-Expose-Headers': 'Accept-Ranges, Content-Range, Content-Length',
};

/**
 * A Function that Flex calls: `Token` is checked before anything else is read, and nothing is done without it. JSON; a failure is
 * `{ success: false, code, message }` with the code's status, and the pages of Flex may read it (CORS).
 */
export function defineFlex<F extends Fields>(spec: FlexSpec<F>): Handler<F> {
  const handler = async (context: RuntimeContext, event: RuntimeEvent, callback: RuntimeCallback): Promise<void> => {
    const send = ({ headers, ...answer }: WebAnswer): void =>
      callback(null, toResponse({ ...answer, headers: { ...CORS, ...headers } }));
    // Twilio's runtime answers OPTIONS by itself (runtime-handler 2.1.0); one that doesn't gets the same answer here.
    if (event.request?.headers?.['access-control-request-method'] !== undefined)
      return send({ status: 204, headers: { 'Access-Control-Max-Age': '86400' }, body: '' });
    const log = requestLog(context, event);
    try {
      send(
        await inTime(async (signal, deadlineMs) => {
          const { TaskSid, taskSid } = event;
          const open = openLine(context, event, { log: log.with({ taskSid: taskSid ?? TaskSid }), signal, deadlineMs });
          const agent = await spec.check(typeof event['Token'] === 'string' ? event['Token'] : undefined, open);
          refuseRole(agent, spec.roles);
          const line = { ...open, log: open.log.with({ workerSid: agent.workerSid }) };
          return spec.run(readFields(spec.fields, event), { line, agent, event });
        }),
      );
    } catch (thrown) {
      const { code, message, status } = toAppError(thrown);
      log.error('function failed', { code, reason: message });
      send({ status, body: { success: false, code, message } });
    }
  };
  return Object.assign(handler, { fields: spec.fields });
}

function refuseRole(agent: Agent, roles: readonly FlexRole[] | undefined): void {
  if (roles && !roles.includes(agent.role))
    throw new AppError('ROLE_REFUSED', `This is for ${roles.join(' and ')} of Flex only.`);
}
