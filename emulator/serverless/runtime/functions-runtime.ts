import type { OutgoingHttpHeaders } from 'node:http';
import type { ApiReply, ApiRequest, World } from '../../contract';
import { TwilioError } from '../../rest/twilio-error';
import type { FunctionVersionRecord, ServerlessRecords } from '../records';
import { emulatedNow } from './emulated-now';
import { createFunctionLog } from './function-log';
import { createSites, type Deployed, type SiteOptions, type Sites } from './sites';
import type { Outcome, WorkerProcess } from './worker-process';

/** Bodies that a Function takes and gives: 6 MB, the limit of Twilio's runtime-handler. */
const PAYLOAD_BYTES = 6 * 1024 * 1024;

/** Limits of executions, beside what sites need. */
export interface RuntimeOptions extends SiteOptions {
  /** Real milliseconds that a request may take. The cloud's limit is 10 s. */
  readonly functionLimitMs: number;
  /** Requests of one account that may run at once; more get 429/20429. The cloud's limit is 30. */
  readonly maxConcurrency: number;
}

/** What a request to a Function belongs to. */
export interface DeployedFunction extends Deployed {
  readonly version: FunctionVersionRecord;
}

/** Runs Functions, one request in a process. */
export interface FunctionsRuntime {
  /** Runs the Function and answers what it answered; 429, 500, 504 when it could not. Never rejects. */
  run(target: DeployedFunction, request: ApiRequest): Promise<ApiReply>;
  close(): Promise<void>;
}

/** Runs Functions as the cloud does: in processes of their own, which know nothing of the emulator. */
export function createFunctionsRuntime(
  world: World,
  records: ServerlessRecords,
  options: RuntimeOptions,
): FunctionsRuntime {
  return new Runtime(world, records, options);
}

class Runtime implements FunctionsRuntime {
  private readonly sites: Sites;
  private readonly running = new Map<string, number>();
  private readonly openLog: ReturnType<typeof createFunctionLog>;

  constructor(
    private readonly world: World,
    records: ServerlessRecords,
    private readonly options: RuntimeOptions,
  ) {
    this.sites = createSites(world, records, options);
    this.openLog = createFunctionLog(world, records);
  }

  close(): Promise<void> {
    return this.sites.close();
  }

  async run(target: DeployedFunction, request: ApiRequest): Promise<ApiReply> {
    const accountSid = target.service.account_sid;
    const running = (this.running.get(accountSid) ?? 0) + 1;
    const concurrency = { 'x-twilio-function-concurrency': String(running) };
    if (running > this.options.maxConcurrency)
      return failed(new TwilioError(429, 20429, 'Too Many Requests'), concurrency);
    if (request.body.length > PAYLOAD_BYTES)
      return failed(new TwilioError(413, 20413, 'Request body is too large'), concurrency);
    this.running.set(accountSid, running);
    try {
      const reply = await this.execute(target, request);
      return { ...reply, headers: { ...reply.headers, ...concurrency } };
    } finally {
      this.running.set(accountSid, (this.running.get(accountSid) ?? 1) - 1);
    }
  }

  private async execute(target: DeployedFunction, request: ApiRequest): Promise<ApiReply> {
    const requestSid = this.world.ids.sid('RQ');
    const callSid = request.form.get('CallSid') ?? request.query.get('CallSid') ?? undefined;
    const log = this.openLog({ ...target, requestSid, ...(callSid !== undefined && { callSid }) });
    const pool = this.sites.poolOf(target);
    let worker: WorkerProcess;
    try {
      worker = await pool.acquire();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log('error', message);
      return failed(new TwilioError(500, 20500, message), {});
    }
    const outcome = await worker.invoke({
      method: request.method,
      target: request.url.pathname + request.url.search,
      headers: forwardedHeaders(request),
      body: request.body,
      limitMs: this.options.functionLimitMs,
      nowMs: emulatedNow(this.world.clock),
      killAfter: this.killAfter(target.version.path, callSid),
      log,
    });
    pool.release(worker);
    if (outcome.kind === 'timed-out')
      log('error', `Runtime application timed out after ${this.options.functionLimitMs} ms`);
    if (outcome.kind === 'crashed' && outcome.error.stack === undefined) log('error', outcome.error.message);
    return replyOf(outcome, { 't-request-id': requestSid });
  }

  private killAfter(path: string, callSid: string | undefined): number | undefined {
    const fault = this.world.faults.forFunction(path);
    if (!fault) return undefined;
    const after = fault.afterRequests ?? 0;
    const text = `${path} is killed ${after === 0 ? 'at its start' : `after its request ${after}`}`;
    this.world.bus.emit('timeline', {
      atMs: this.world.clock.now(),
      kind: 'fault',
      text,
      ...(callSid !== undefined && { callSid }),
    });
    return after;
  }
}

/** The runtime's own prefix is nobody else's, and the connection to the worker is not the client's. */
function forwardedHeaders({ headers, body }: ApiRequest): OutgoingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !HOP_HEADERS.has(name) && !name.startsWith('i-t'));
  return { ...Object.fromEntries(kept), 'content-length': body.length };
}

const HOP_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'upgrade',
  'expect',
]);

function replyOf(outcome: Outcome, headers: Readonly<Record<string, string>>): ApiReply {
  if (outcome.kind === 'timed-out')
    return failed(new TwilioError(504, 82002, 'Runtime application timed out'), headers);
  if (outcome.kind === 'crashed') return { status: 500, headers, body: outcome.error };
  const own: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(outcome.headers)) {
    if (value !== undefined && !HOP_HEADERS.has(name) && name !== 'date') own[name] = value;
  }
  if (outcome.body.length > PAYLOAD_BYTES)
    return failed(new TwilioError(500, 20500, 'Response body is too large'), headers);
  return { status: outcome.status, headers: { ...own, ...headers }, body: outcome.body };
}

function failed(error: TwilioError, headers: Readonly<Record<string, string>>): ApiReply {
  return { status: error.status, headers, body: error.toBody() };
}
