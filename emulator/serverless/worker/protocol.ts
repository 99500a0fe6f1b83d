import type { RouteInfo } from '@twilio/runtime-handler/dev';

/**
 * What the local Twilio tells a worker with each request, beside the request itself. Twilio's runtime keeps headers with this
 * prefix from Functions, and the front drops them from what comes in: nobody else can set or see them.
 */
export const NOW_MS_HEADER = 'i-t-local-now-ms';
export const KILL_AFTER_HEADER = 'i-t-local-kill-after';

/** The first message to a worker, and the only one. */
export interface StartMessage {
  /** Where the worker listens: a Unix socket, or a named pipe on Windows. */
  readonly socketPath: string;
  /** The folder of the build: ZN….js files and node_modules. */
  readonly baseDir: string;
  /** The folder from which `@twilio/runtime-handler` is required. */
  readonly runtimeFolder: string;
  readonly domainName: string;
  readonly routes: RouteInfo;
  /** What `context` and `process.env` hold: the environment's variables and what Twilio adds. */
  readonly environment: Readonly<Record<string, string>>;
  /** Port of the gateway on 127.0.0.1, where all traffic to port 443 goes. */
  readonly gatewayPort: number;
}

/** The levels of the Logs API. `console.log` is "info". */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What went wrong in a Function, as the runtime answers it. */
export interface FunctionError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/** What a worker tells. Messages arrive in order: the lines that a request logged come before its `done`. */
export type WorkerMessage =
  | { readonly type: 'ready' }
  /** `request` tells whose line it is: they are counted from 1. Undefined for the one that goes on. */
  | { readonly type: 'log'; readonly level: LogLevel; readonly message: string; readonly request?: number }
  | { readonly type: 'done' }
  /** The request that goes on failed, and the process ends. */
  | { readonly type: 'crash'; readonly error: FunctionError }
  /** Something that an answered request left behind failed. The one that goes on may end; no other should come. */
  | { readonly type: 'spoiled'; readonly error: FunctionError; readonly request?: number };

/** Any thrown value as something that can be sent and shown. */
export function toFunctionError(thrown: unknown): FunctionError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown) };
  const { name, message, stack } = thrown;
  return { name, message, ...(stack !== undefined && { stack }) };
}
