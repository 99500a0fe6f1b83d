import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ApiReply } from '../contract';
import type { RawRequest } from '../gateway/dispatcher';
import { connectionFailure } from './web-failure';

/** Really asks a server on this machine. Rejects with a WebFailure when it does not answer before `signal` aborts. */
export function askLoopback(request: RawRequest, signal: AbortSignal): Promise<ApiReply> {
  const send = request.url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(connectionFailure(error, `${request.url.host}: `));
    const { method, headers, url } = request;
    const outgoing = send(url, { method, headers, signal, agent: false }, incoming => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', fail);
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
    outgoing.on('error', fail);
    outgoing.end(request.body);
  });
}
