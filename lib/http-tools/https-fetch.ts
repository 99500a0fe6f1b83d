import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { HttpFetch } from '../assistant';
import { AppError, isAppError, vendorError } from '../errors';

export interface HttpsFetchOptions {
  /** Instead of the system's resolver. */
  readonly resolve?: (hostname: string) => Promise<readonly string[]>;
  /** Over what is asked: another port and authority, for tests. */
  readonly transport?: Pick<RequestOptions, 'port' | 'ca'>;
}

type Wanted = Parameters<HttpFetch['fetch']>[0];
type Answer = Awaited<ReturnType<HttpFetch['fetch']>>;

/**
 * HTTPS for the tools that a client's file declares. The connection goes to the address that was checked, while TLS asks for the name: a name
 * that points elsewhere a moment later changes nothing. Redirects are answers like any other; nothing is kept open, and no proxy is asked.
 */
export function httpsFetch({ resolve = systemResolve, transport = {} }: HttpsFetchOptions = {}): HttpFetch {
  return { resolve, fetch: wanted => ask(wanted, transport) };
}

async function systemResolve(hostname: string): Promise<readonly string[]> {
  try {
    return (await lookup(hostname, { all: true, verbatim: true })).map(({ address }) => address);
  } catch (cause) {
    const message = `the name ${hostname} has no address`;
    throw vendorError({ vendor: 'The tool’s server', message, cause });
  }
}

async function ask(wanted: Wanted, transport: HttpsFetchOptions['transport']): Promise<Answer> {
  const url = new URL(wanted.url);
  if (url.protocol !== 'https:') throw new AppError('BAD_INPUT', 'Tools ask over https only.');
  const { promise, resolve, reject } = settling<Answer>();
  const fail = (cause: unknown): void => reject(failureOf(cause, wanted.signal));
  const body = wanted.body === undefined ? undefined : Buffer.from(wanted.body);
  const request = httpsRequest(
    {
      ...{ host: wanted.address, servername: url.hostname, port: url.port === '' ? 443 : Number(url.port) },
      ...{ method: wanted.method, path: `${url.pathname}${url.search}`, agent: false, signal: wanted.signal },
      // Compressed answers would be bound by what they are packed to.
      headers: {
        ...wanted.headers,
        host: url.host,
        'accept-encoding': 'identity',
        ...(body && { 'content-length': String(body.length) }),
      },
      ...transport,
    },
    response => void readUpTo(response, wanted.maxBytes).then(resolve, fail),
  );
  request.on('error', fail);
  request.end(body);
  return promise;
}

function settling<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: Error) => void } {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}

async function readUpTo(response: IncomingMessage, maxBytes: number): Promise<Answer> {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    response.destroy();
    throw new AppError('VENDOR_REJECTED', 'The tool’s server packed its answer, which nobody asked for.');
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) break;
  }
  response.destroy();
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    body: Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8'),
    cut: bytes > maxBytes,
  };
}

function failureOf(cause: unknown, signal: AbortSignal): AppError {
  if (signal.aborted) return new AppError('DEADLINE_EXCEEDED', 'The tool’s server took too long.', { cause });
  if (isAppError(cause)) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return vendorError({ vendor: 'The tool’s server', message, cause });
}
