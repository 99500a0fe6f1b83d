import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ApiReply } from '../contract';
import type { RawRequest } from '../gateway/dispatcher';
import { forwarded, withOrWithoutTls } from './tunnel';
import { connectionFailure } from './web-failure';

/**
 * Really asks a server on this machine: the one of the URL or, when there is a tunnel, the one at its `port`. One that speaks no TLS where the URL says
 * https is asked without, as it would be behind a tunnel. Rejects with a WebFailure when it does not answer before `signal` aborts.
 */
export async function askLoopback(request: RawRequest, signal: AbortSignal, port?: number): Promise<ApiReply> {
  try {
    if (port !== undefined) return await exchange(behindTunnel(request, `localhost:${port}`), signal);
    if (request.url.protocol === 'http:') return await exchange(request, signal);
    const plain = behindTunnel(request, request.url.host);
    return await withOrWithoutTls(
      () => exchange(request, signal),
      () => exchange(plain, signal),
    );
  } catch (error) {
    throw connectionFailure(error, `${request.url.host}: `);
  }
}

function behindTunnel(request: RawRequest, address: string): RawRequest {
  const url = new URL(`http://${address}${request.url.pathname}${request.url.search}`);
  return { ...request, url, headers: { ...request.headers, ...forwarded(request.url) } };
}

function exchange({ url, method, headers, body }: RawRequest, signal: AbortSignal): Promise<ApiReply> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = send(url, { method, headers, signal, agent: false }, incoming => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const kept = Object.entries(incoming.headers).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value]],
        );
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(kept) as Record<string, string | string[]>,
          body: Buffer.concat(chunks),
        });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
