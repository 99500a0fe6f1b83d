import type { IncomingMessage, ServerResponse } from 'node:http';

import { ControlError, toControlError } from './control-error';
import { controlRoutes } from './routes';
import type { ControlReply, ControlRoute } from './routes';
import type { ControlTarget } from './target';

/** Answers the requests for `/emulator/…` that reach the gateway's port as plain HTTP. */
export type ControlHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** A snapshot with recordings in it may be large; more than this is a mistake. */
const maximumBodyBytes = 512 * 1024 * 1024;

/** The control routes over `target`. They answer this computer only, and no web page. */
export function createControl(target: ControlTarget): ControlHandler {
  return (request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    answer(target, request, gone.signal)
      .then(reply => send(response, reply))
      .catch((error: unknown) => {
        if (response.headersSent) return void response.destroy();
        const failure = toControlError(error);
        return send(response, { status: failure.status, json: failure.toBody() });
      });
  };
}

async function answer(target: ControlTarget, request: IncomingMessage, signal: AbortSignal): Promise<ControlReply> {
  const fault = strangerFault(request);
  if (fault) throw new ControlError('FORBIDDEN', fault);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const { route, sid } = findRoute(request.method ?? 'GET', url.pathname);
  return route.handle(target, { query: url.searchParams, body: await readBody(request), sid, signal });
}

/** A page in a browser can reach any local port: its Origin gives it away, and so does a host name that was made to point here. */
function strangerFault(request: IncomingMessage): string | undefined {
  const from = request.socket.remoteAddress ?? '';
  if (!/^(::ffff:)?127\.|^::1$/.test(from)) return `only this computer may control the local Twilio, not ${from}`;
  if (!isLocal(`http://${request.headers.host ?? ''}`)) return 'the Host must be 127.0.0.1 or localhost';
  const { origin } = request.headers;
  if (origin !== undefined && !isLocal(origin)) return `pages of ${origin} may not control the local Twilio`;
  return undefined;
}

function isLocal(url: string): boolean {
  return URL.canParse(url) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}

function findRoute(method: string, pathname: string): { route: ControlRoute; sid: string } {
  const path = pathname.length > 1 ? pathname.replace(/\/$/, '') : pathname;
  const matches = controlRoutes.flatMap(route => {
    const match = new RegExp(`^${route.path.replace('{sid}', '([^/]+)')}$`).exec(path);
    return match ? [{ route, sid: match[1] ?? '' }] : [];
  });
  const found = matches.find(({ route }) => route.method === method);
  if (found) return found;
  if (matches.length === 0) throw new ControlError('NOT_FOUND', `no ${path} here: GET /emulator lists what there is`);
  const allowed = matches.map(({ route }) => route.method).join(', ');
  throw new ControlError('METHOD_NOT_ALLOWED', `${path} takes ${allowed}, not ${method}`);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maximumBodyBytes)
      throw new ControlError('BAD_REQUEST', `the body is larger than ${maximumBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function send(response: ServerResponse, reply: ControlReply): Promise<void> {
  if ('lines' in reply) {
    response.writeHead(reply.status, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    for await (const line of reply.lines) response.write(`${JSON.stringify(line)}\n`);
    response.end();
    return;
  }
  const body = reply.json === undefined ? '' : JSON.stringify(reply.json);
  const headers = body === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  response.writeHead(reply.status, headers).end(body);
}
