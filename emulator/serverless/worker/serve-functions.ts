import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { LocalDevelopmentServer, ServerConfig } from '@twilio/runtime-handler/dev';
import { answerAsCloud } from './answers';
import type { EmulatedDate } from './emulated-date';
import type { KillSwitch } from './kill-switch';
import type { Requests } from './requests';
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
  readonly requests: Requests;
  /** A request is answered and its log lines are out. */
  readonly done: () => void;
  /** A line for the log, as if the Function had written it. */
  readonly log: (level: LogLevel, message: string) => void;
}

/** A server of one build's Functions: Twilio's own runtime, with what the cloud does round it. */
export function serveFunctions(start: StartMessage, { date, killSwitch, requests, done, log }: WorkerParts): Server {
  const requireFrom = createRequire(join(start.runtimeFolder, 'package.json'));
  const handler = requireFrom('@twilio/runtime-handler/dev') as RuntimeHandler;
  const app = new handler.LocalDevelopmentServer(0, serverConfig(start, log)).getApp();
  answerAsCloud(app, log);
  const files = new Map(start.routes.functions.map(({ path, filePath }) => [path, filePath]));

  // A connection is the pool's to close: one that ends by itself does so just when the next request is on its way.
  return createServer({ keepAliveTimeout: 0 }, (request, response) => {
    response.once('close', done);
    answerOnce(response);
    const nowMs = numberIn(request, NOW_MS_HEADER);
    if (nowMs !== undefined) date.set(nowMs);
    killSwitch.arm(numberIn(request, KILL_AFTER_HEADER));
    requests.begin(response, () => {
      const file = files.get(readAsWritten(request));
      const failure = file === undefined ? undefined : loadFailure(requireFrom, file);
      if (!failure) return void app(request, response);
      log('error', failure.stack ?? failure.message);
      response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify(failure));
    });
  });
}

/** The runtime compares paths as they are written in projects: leaves the request with such a path, and returns it. */
function readAsWritten(request: IncomingMessage): string {
  // Browsers would be shown the development server's page of an error. What a Function sees are the raw headers.
  delete request.headers['user-agent'];
  const [path = '/', query] = (request.url ?? '/').split(/\?(.*)/s);
  const written = decodeURIComponent(path);
  request.url = query === undefined ? written : `${written}?${query}`;
  return written;
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

/**
 * Loads the Function's file before the runtime does, which would answer pages of its own for what can't be loaded or has no handler, and log nothing.
 */
function loadFailure(requireFrom: NodeJS.Require, file: string): FunctionError | undefined {
  try {
    const handler: unknown = Reflect.get(Object(requireFrom(file)), 'handler');
    if (typeof handler === 'function') return undefined;
    return toFunctionError(new TypeError('exports.handler is not a function'));
  } catch (thrown) {
    return toFunctionError(thrown);
  }
}

/** A second `callback` is ignored, as in the cloud, instead of failing on headers that are gone. */
function answerOnce(response: ServerResponse): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- applied to this response below
  const end = response.end;
  const ignored = () => response;
  function endOnce(this: ServerResponse, ...args: unknown[]): ServerResponse {
    Reflect.apply(end, this, args);
    Object.assign(response, { end: ignored, setHeader: ignored, writeHead: ignored });
    return this;
  }
  Object.assign(response, { end: endOnce });
}
