import { fork, type ChildProcess } from 'node:child_process';
import { Agent, request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import {
  KILL_AFTER_HEADER,
  NOW_MS_HEADER,
  type FunctionError,
  type LogLevel,
  type StartMessage,
  type WorkerMessage,
} from '../worker/protocol';

/** Memory of a Function in the cloud: 256 MB. */
const MEMORY_MB = 256;

/** Requests of a process whose late lines are still told apart. */
const KEPT_LOGS = 20;

/** One request to a Function. */
export interface Invocation {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
  /** Real milliseconds until the process is ended. */
  readonly limitMs: number;
  /** What `Date` says in the Function; undefined for the real time. */
  readonly nowMs: number | undefined;
  /** Ends the process after so many answers to its own requests; undefined for never. */
  readonly killAfter: number | undefined;
  readonly log: (level: LogLevel, message: string) => void;
}

/** How an invocation ended. */
export type Outcome =
  | { readonly kind: 'reply'; readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }
  | { readonly kind: 'crashed'; readonly error: FunctionError }
  | { readonly kind: 'timed-out' };

/** A process that runs the Functions of one build, one request at a time. */
export interface WorkerProcess {
  readonly alive: boolean;
  /** Never rejects. After a crash or a time-out the process is gone. */
  invoke(invocation: Invocation): Promise<Outcome>;
  /** Resolves when the process has ended. */
  stop(): Promise<void>;
}

/** What a process runs and whom it trusts. */
export interface WorkerOptions {
  readonly workerFile: string;
  /** PEM file of the local certificate authority, trusted beside the usual ones. */
  readonly caFile: string;
  readonly start: StartMessage;
}

/** Starts a process and resolves when it takes requests; rejects with the reason when it ends before that. */
export async function startWorker(options: WorkerOptions): Promise<WorkerProcess> {
  const worker = new ForkedWorker(options);
  await worker.ready;
  return worker;
}

class ForkedWorker implements WorkerProcess {
  readonly ready: Promise<void>;
  alive = true;
  private readonly child: ChildProcess;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly socketPath: string;
  private readonly exited: Promise<FunctionError>;
  private output = '';
  private failure: FunctionError | undefined;
  private log: Invocation['log'] = (_level, message) => void (this.output += `${message}\n`);
  private done: () => void = () => undefined;
  private isBusy = false;
  private requests = 0;
  /** Of the latest requests, by number: code that an answered one left behind may log still. */
  private readonly logs = new Map<number, Invocation['log']>();

  constructor({ workerFile, caFile, start }: WorkerOptions) {
    this.socketPath = start.socketPath;
    // Nothing of the emulator's own environment reaches a Function, except where programs lie.
    const { PATH = '' } = process.env;
    this.child = fork(workerFile, [], {
      cwd: start.baseDir,
      env: { PATH, NODE_EXTRA_CA_CERTS: caFile, TZ: 'UTC' },
      execArgv: [`--max-old-space-size=${MEMORY_MB}`],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => this.log('info', chunk.toString().trimEnd()));
    this.child.stderr?.on('data', (chunk: Buffer) => this.log('error', chunk.toString().trimEnd()));
    this.exited = new Promise(resolve => {
      // A process that could not be made has no end.
      this.child.once('error', ({ message }) => resolve(this.ended(message)));
      // Comes after the last message and the last output.
      this.child.once('close', (code, signal) => resolve(this.ended(signal ?? `exit code ${code}`)));
    });
    this.ready = new Promise((resolve, reject) => {
      this.child.on('message', message => this.told(message as WorkerMessage, resolve));
      void this.exited.then(({ message }) =>
        reject(new Error(`A Functions process did not start: ${message}\n${this.output}`)),
      );
    });
    // An end of the process before it could be told is known by then.
    this.child.send(start, () => undefined);
  }

  async invoke(invocation: Invocation): Promise<Outcome> {
    this.isBusy = true;
    this.requests += 1;
    this.log = invocation.log;
    this.logs.set(this.requests, invocation.log).delete(this.requests - KEPT_LOGS);
    this.failure = undefined;
    const told = new Promise<void>(resolve => (this.done = resolve));
    const crashed = this.exited.then((error): Outcome => ({ kind: 'crashed', error }));
    const replied = this.send(invocation).then(
      async reply => (await told, reply),
      () => (this.child.kill('SIGKILL'), crashed),
    );
    const limit = deadline(invocation.limitMs);
    const outcome = await Promise.race([replied, crashed, limit.passed]);
    limit.cancel();
    this.isBusy = false;
    if (outcome.kind === 'timed-out') await this.stop();
    else if (!this.alive) void this.stop();
    return outcome;
  }

  async stop(): Promise<void> {
    this.alive = false;
    this.child.kill('SIGKILL');
    await this.exited;
  }

  private told(message: WorkerMessage, ready: () => void): void {
    if (message.type === 'ready') ready();
    else if (message.type === 'log') this.logOf(message.request)(message.level, message.message);
    else if (message.type === 'done') this.done();
    else if (message.type === 'spoiled') {
      this.alive = false;
      this.logOf(message.request)('error', message.error.stack ?? message.error.message);
      if (!this.isBusy) void this.stop();
    } else {
      this.alive = false;
      this.failure = message.error;
      this.log('error', message.error.stack ?? message.error.message);
    }
  }

  private logOf(request: number | undefined): Invocation['log'] {
    return (request === undefined ? undefined : this.logs.get(request)) ?? this.log;
  }

  private ended(how: string): FunctionError {
    this.alive = false;
    this.agent.destroy();
    return this.failure ?? { name: 'Error', message: `The process of the Function ended before it answered (${how})` };
  }

  private send({ method, target, headers, body, nowMs, killAfter }: Invocation): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          socketPath: this.socketPath,
          agent: this.agent,
          method,
          path: target,
          headers: {
            ...headers,
            ...(nowMs !== undefined && { [NOW_MS_HEADER]: nowMs }),
            ...(killAfter !== undefined && { [KILL_AFTER_HEADER]: killAfter }),
          },
        },
        response => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              kind: 'reply',
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(chunks),
            }),
          );
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }
}

/** Real time: it limits a real process. */
function deadline(limitMs: number): { passed: Promise<Outcome>; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<Outcome>(resolve => {
    timer = setTimeout(() => resolve({ kind: 'timed-out' }), limitMs);
  });
  return { passed, cancel: () => clearTimeout(timer) };
}
