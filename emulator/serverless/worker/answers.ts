import type { ServerResponse } from 'node:http';
import { format } from 'node:util';
import type { LocalDevelopmentServer } from '@twilio/runtime-handler/dev';
import { TwilioError } from '../../rest/twilio-error';
import type { LogLevel } from './protocol';

type App = ReturnType<LocalDevelopmentServer['getApp']>;
type Log = (level: LogLevel, message: string) => void;

/** Express' prototype of all answers of an app, as far as it is used here. */
interface ExpressAnswer extends ServerResponse {
  status(code: number): this;
  send(body: unknown): this;
  type(extension: string): this;
}

/**
 * Makes the answers of Twilio's runtime those of the cloud where its development server has its own ways: a number is a body and never a status, what
 * a Function gives to `callback` as its error is logged, and a body that can't be read gets a coded error instead of a page.
 */
export function answerAsCloud(app: App, log: Log): void {
  app.disable('x-powered-by');
  app.disable('etag');
  const answers = Reflect.get(app, 'response') as ExpressAnswer;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with `this` below
  const { send, status } = answers;
  const first = new WeakMap<ExpressAnswer, number>();
  const sent = new WeakSet<ExpressAnswer>();
  answers.status = function (code) {
    if (!first.has(this)) first.set(this, code);
    return status.call(this, code);
  };
  answers.send = function (body) {
    // The runtime begins with 500 for an error, and with 200 for all else, before a status of the Function's own.
    const stack = stackOf(body);
    const isError = this.statusCode === 500 && (first.get(this) === 500 || stack !== undefined);
    if (isError && !sent.has(this)) log('error', stack ?? format(body));
    // An object is sent twice: as what it is, then as text.
    sent.add(this);
    if (typeof body !== 'number') return send.call(this, body);
    if (!this.hasHeader('content-type')) this.type('json');
    return send.call(this, JSON.stringify(body));
  };
  // eslint-disable-next-line max-params -- Express tells a handler of errors by its four parameters
  app.use((error: unknown, _request: unknown, response: ServerResponse, _next: unknown) => {
    const fault = unreadable(error);
    log('error', fault.message);
    response.writeHead(fault.status, { 'content-type': 'application/json' }).end(JSON.stringify(fault.toBody()));
  });
}

function stackOf(body: unknown): string | undefined {
  const stack: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'stack') : undefined;
  return typeof stack === 'string' ? stack : undefined;
}

/** What the runtime's parsers throw has a status: 400 for what is no JSON, 413 for too many fields. */
function unreadable(error: unknown): TwilioError {
  const message = error instanceof Error ? error.message : String(error);
  const status: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'status') : undefined;
  if (status === 413) return new TwilioError(413, 20413, `Request body is too large: ${message}`);
  if (status === 400) return new TwilioError(400, 20001, `The request can't be read: ${message}`);
  return new TwilioError(500, 20500, message);
}
