import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { LocalDevelopmentServer, ServerConfig } from '@twilio/runtime-handler/dev';
import type { EmulatedDate } from './emulated-date';
import type { KillSwitch } from './kill-switch';
import {
  KILL_AFTER_HEADER,
  NOW_MS_HEADER,
  toFunctionError,
  type FunctionError,
  type LogLevel,
  type StartMessage,
} from './protocol';

/** Found at run time, in the project's node_modules: it is the very runtime that the build declares. */
interface RuntimeHandler {
  LocalDevelopmentServer: LocalDevelopmentServer;
}

/** What the server reaches of its process. */
export interface WorkerParts {
  readonly date: EmulatedDate;
  readonly killSwitch: KillSwitch;
  /** A request is answered and its log lines are out. */
  readonly done: () => void;
  /** A line for the log, as if the Function had written it. */
  readonly log: (level: LogLevel, message: string) => void;
}

/** A server of one build's Functions: Twilio's own runtime, with what the cloud does round it. */
export function serveFunctions(start: StartMessage, { date, killSwitch, done, log }: WorkerParts): Server {
  const requireFrom = createRequire(join(start.runtimeFolder, 'package.json'));
  const handler = requireFrom('@twilio/runtime-handler/dev') as RuntimeHandler;
  const app = new handler.LocalDevelopmentServer(0, serverConfig(start, log)).getApp();
  app.disable('x-powered-by');
  app.disable('etag');
  const files = new Map(start.routes.functions.map(({ path, filePath }) => [path, filePath]));

  // A connection is the pool's to close: one that ends by itself does so just when the next request is on its way.
  return createServer({ keepAliveTimeout: 0 }, (request, response) => {
    response.once('close', done);
    answerOnce(response, log);
    const nowMs = numberIn(request, NOW_MS_HEADER);
    if (nowMs !== undefined) date.set(nowMs);
    killSwitch.arm(numberIn(request, KILL_AFTER_HEADER));
    const file = files.get((request.url ?? '/').replace(/\?.*/s, ''));
    const failure = file === undefined ? undefined : loadFailure(requireFrom, file);
    if (!failure) return void app(request, response);
    log('error', failure.stack ?? failure.message);
    response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify(failure));
  });
}

function serverConfig(start: StartMessage, log: WorkerParts['log']): ServerConfig {
  const { baseDir, domainName, environment, routes } = start;
  const tell = (message: string) => log('error', message);
  return {
    baseDir,
    env: { ...environment },
    port: 0,
    url: `https://${domainName}`,
    routes,
    appName: 'local Twilio',
    forkProcess: false,
    live: false,
    logs: false,
    detailedLogs: false,
    legacyMode: false,
    enableDebugLogs: false,
    logger: { debug: tell, info: tell, warn: tell, error: tell, log: tell },
  };
}

function numberIn(request: IncomingMessage, header: string): number | undefined {
  const value = request.headers[header];
  return typeof value === 'string' ? Number(value) : undefined;
}

/** Loads the Function's file before the runtime does, which would answer a page that shows the error to the caller and log nothing. */
function loadFailure(requireFrom: NodeJS.Require, file: string): FunctionError | undefined {
  try {
    requireFrom(file);
    return undefined;
  } catch (thrown) {
    return toFunctionError(thrown);
  }
}

/**
 * A second `callback` is ignored, as in the cloud, instead of failing on headers that are gone. And an error given to `callback`
 * is logged: the runtime answers it as { message, name, stack } and logs nothing.
 */
function answerOnce(response: ServerResponse, log: WorkerParts['log']): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- applied to this response below
  const end = response.end;
  const ignored = () => response;
  function endOnce(this: ServerResponse, ...args: unknown[]): ServerResponse {
    const stack = this.statusCode === 500 ? stackIn(args[0]) : undefined;
    if (stack !== undefined) log('error', stack);
    Reflect.apply(end, this, args);
    Object.assign(response, { end: ignored, setHeader: ignored, writeHead: ignored });
    return this;
  }
  Object.assign(response, { end: endOnce });
}

/** The stack in the runtime's answer to a failed Function. */
function stackIn(body: unknown): string | undefined {
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) return undefined;
  const quoted = /"stack":("(?:[^"\\]|\\.)*")/.exec(body.toString())?.[1];
  return quoted === undefined ? undefined : String(JSON.parse(quoted));
}
