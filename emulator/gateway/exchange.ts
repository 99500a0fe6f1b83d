import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { ApiReply, Method } from '../contract';
import { TwilioError } from '../rest/twilio-error';
import { ConnectionRefused } from './api-fault';
import type { RawRequest } from './dispatcher';
import { encodeReply } from './encode-reply';

/** Above the largest that any product takes: a public asset of 25 MB, with its envelope. */
const BODY_LIMIT_BYTES = 32 * 1024 * 1024;

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'REPORT']);

/** Reads one request, asks `answer`, writes its reply. Never rejects. */
export async function exchange(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: (request: RawRequest) => Promise<ApiReply>,
): Promise<void> {
  try {
    const request = await read(incoming);
    const reply = await answer(request);
    if (reply.stream) await pour(outgoing, reply, reply.stream);
    else write(outgoing, reply);
  } catch (error) {
    if (error instanceof ConnectionRefused) incoming.socket.destroy();
    else write(outgoing, replyTo(error));
  }
}

async function read(incoming: IncomingMessage): Promise<RawRequest> {
  const { method = '', headers } = incoming;
  if (!isMethod(method)) throw new TwilioError(405, 20004, 'Method not allowed');
  return { method, url: urlOf(incoming), headers, body: await readBody(incoming) };
}

/** The URL as the client meant it: whole when it uses the gateway as a proxy, otherwise of the host that it named. */
function urlOf({ url = '/', headers, socket }: IncomingMessage): URL {
  const scheme = socket instanceof TLSSocket ? 'https' : 'http';
  const text = url.startsWith('/') ? `${scheme}://${headers.host ?? greetedAs(socket)}${url}` : url;
  if (!URL.canParse(text)) throw new TwilioError(400, 20001, `"${text}" is no URL`);
  return new URL(text);
}

/** HTTP/1.0 needs no Host: then it is the name in the TLS greeting. */
function greetedAs(socket: IncomingMessage['socket']): string {
  const name = 'servername' in socket ? socket.servername : undefined;
  return typeof name === 'string' && name !== '' ? name : 'localhost';
}

const NOTHING = Buffer.alloc(0);

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const { headers } = incoming;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return NOTHING;
  const chunks: Buffer[] = [];
  let lengthBytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    lengthBytes += chunk.length;
    if (lengthBytes > BODY_LIMIT_BYTES) throw new TwilioError(413, 20413, 'Request entity too large');
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] ?? NOTHING) : Buffer.concat(chunks);
}

function write(outgoing: ServerResponse, reply: ApiReply): void {
  const { headers, bytes } = encodeReply(reply);
  const length = reply.status === 204 || reply.status === 304 ? {} : { 'content-length': String(bytes.length) };
  // A HEAD has no body, and tells the length of the one that its GET has.
  const told = outgoing.req.method === 'HEAD' ? { ...length, ...headers } : { ...headers, ...length };
  outgoing.writeHead(reply.status, told);
  outgoing.end(bytes);
}

/** Writes a stream as it comes. A stream that throws cuts the connection in the middle, as a server that dies does. */
async function pour(outgoing: ServerResponse, reply: ApiReply, stream: AsyncIterable<string>): Promise<void> {
  outgoing.writeHead(reply.status, encodeReply(reply).headers);
  const pieces = stream[Symbol.asyncIterator]();
  const gone = new Promise<'gone'>(resolve => outgoing.once('close', () => resolve('gone')));
  try {
    for (;;) {
      const next = await Promise.race([pieces.next(), gone]);
      if (next === 'gone' || next.done) break;
      outgoing.write(next.value);
    }
    outgoing.end();
  } catch {
    outgoing.destroy();
  } finally {
    // Not waited for: a stream that waits for the clock ends when its wait does.
    void pieces.return?.().catch(() => undefined);
  }
}

function replyTo(error: unknown): ApiReply {
  if (error instanceof TwilioError)
    return { status: error.status, body: error.toBody(), headers: { connection: 'close' } };
  const message = error instanceof Error ? error.message : String(error);
  return { status: 500, body: new TwilioError(500, 20500, message).toBody() };
}

function isMethod(method: string): method is Method {
  return METHODS.has(method);
}
