import type { Client } from '../config';
import { AppError, toAppError } from '../errors';
import { readFields, type Fields, type Input } from './fields';
import { loadClientFor, openLine, requestLog, type Line } from './line';
import type { VoiceStep } from '../voice-steps';
import { runtimeGlobals, type RuntimeCallback, type RuntimeContext, type RuntimeEvent } from './runtime';
import { toTwiml } from './voice';

/** Twilio ends a Function after 10 s. Work is asked to end here … Source: Twilio docs, "Functions: request flow". */
const WORK_MS = 7_500;
/** … and the answer goes out here, whatever the work does. */
const ANSWER_MS = 9_000;

export interface WebAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body: object | string | Buffer;
}

interface Spec<F extends Fields> {
  /** What the request must have; the handler's `fields` says so to the flow linter. */
  readonly fields: F;
}
/** Keys of the JSON that a flow reads as `widgets.<name>.parsed.*`; the handler's `answers` says so to the flow linter. */
interface Answering {
  readonly answers?: readonly string[];
}
export interface VoiceSpec<F extends Fields> extends Spec<F> {
  run(input: Input<F>, line: Line): readonly VoiceStep[] | Promise<readonly VoiceStep[]>;
  /**
   * What the caller gets when `run` fails: a way to go on. The client is undefined when even its file could not be read; of the request
   * nothing is checked.
   */
  otherwise(client: Client | undefined, event: RuntimeEvent): readonly VoiceStep[];
}
export interface WebSpec<F extends Fields> extends Spec<F>, Answering {
  run(input: Input<F>, line: Line, event: RuntimeEvent): WebAnswer | Promise<WebAnswer>;
}

export interface Handler<F extends Fields = Fields> {
  (context: RuntimeContext, event: RuntimeEvent, callback: RuntimeCallback): Promise<void>;
  readonly fields: F;
  readonly answers?: readonly string[];
}

/** A Function that speaks to a caller: it always answers with TwiML and status 200, in time, whatever broke behind it. */
export function defineVoice<F extends Fields>(spec: VoiceSpec<F>): Handler<F> {
  const handler = async (context: RuntimeContext, event: RuntimeEvent, callback: RuntimeCallback): Promise<void> => {
    const log = requestLog(context, event);
    try {
      const answer = await inTime(async (signal, deadlineMs) => {
        const line = openLine(context, event, { log, signal, deadlineMs });
        return toTwiml(await spec.run(readFields(spec.fields, event), line), line.client);
      });
      callback(null, answer);
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      log.error('function failed; the caller gets the fallback', { code, reason: message });
      const client = clientIfAny(event);
      callback(null, toTwiml(spec.otherwise(client, event), client));
    }
  };
  return Object.assign(handler, { fields: spec.fields });
}

/** A Function that answers machines (Studio, webhooks, commands) or a browser: JSON `{ code, message }` and the code's status when it fails. */
export function defineWeb<F extends Fields>(spec: WebSpec<F>): Handler<F> {
  const handler = async (context: RuntimeContext, event: RuntimeEvent, callback: RuntimeCallback): Promise<void> => {
    const log = requestLog(context, event);
    try {
      const answer = await inTime(async (signal, deadlineMs) =>
        spec.run(readFields(spec.fields, event), openLine(context, event, { log, signal, deadlineMs }), event),
      );
      callback(null, toResponse(answer));
    } catch (thrown) {
      const error = toAppError(thrown);
      log.error('function failed', { code: error.code, reason: error.message });
      callback(null, toResponse({ status: error.status, body: { code: error.code, message: error.message } }));
    }
  };
  return Object.assign(handler, { fields: spec.fields, ...(spec.answers && { answers: spec.answers }) });
}

/** Runs the work with a signal that fires at its deadline; throws DEADLINE_EXCEEDED when it hasn't ended when the answer is due. */
export async function inTime<T>(work: (signal: AbortSignal, deadlineMs: number) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  const due = new Promise<never>((_, reject) => {
    const late = () => reject(new AppError('DEADLINE_EXCEEDED', `The function took longer than ${ANSWER_MS} ms.`));
    timers.push(
      setTimeout(late, ANSWER_MS),
      setTimeout(() => controller.abort(), WORK_MS),
    );
  });
  try {
    return await Promise.race([work(controller.signal, Date.now() + WORK_MS), due]);
  } finally {
    timers.forEach(clearTimeout);
  }
}

function clientIfAny(event: RuntimeEvent): Client | undefined {
  try {
    return loadClientFor(event);
  } catch {
    return undefined;
  }
}

/** An answer as the runtime takes it. */
export function toResponse(answer: WebAnswer): object {
  const response = new (runtimeGlobals().Twilio.Response)();
  response.setStatusCode(answer.status ?? 200);
  const isJson = typeof answer.body === 'object' && !Buffer.isBuffer(answer.body);
  if (isJson) response.appendHeader('Content-Type', 'application/json');
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.appendHeader(name, value);
  response.setBody(answer.body);
  return response;
}
