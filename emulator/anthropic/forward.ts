import type { ApiReply, ApiRequest } from '../contract';
import { Failure } from './failure';

/** Headers of an answer that a client looks at. */
const TOLD = ['content-type', 'request-id', 'retry-after'];

/**
 * Sends a request on to the real API, with the real key instead of the local one, and its answer back as it comes. The key never reaches
 * what is deployed. Throws Failure 500 when the API can't be reached.
 */
export async function forward(
  { body, headers }: ApiRequest,
  { key, fetch }: { readonly key: string; readonly fetch: typeof globalThis.fetch },
): Promise<ApiReply> {
  const version = headers['anthropic-version'];
  const beta = headers['anthropic-beta'];
  const sent = {
    'content-type': 'application/json',
    'x-api-key': key,
    'anthropic-version': typeof version === 'string' ? version : '2023-06-01',
    ...(typeof beta === 'string' && { 'anthropic-beta': beta }),
  };
  const answer = await fetch('https://api.anthropic.com/v1/messages', {
    method: 'POST',
    headers: sent,
    body: body.toString('utf8'),
  }).catch((error: unknown) => {
    throw new Failure('api_error', `api.anthropic.com was not reached: ${String(error)}`);
  });
  const told = TOLD.flatMap(name => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const reply = { status: answer.status, headers: Object.fromEntries(told) };
  if (!answer.ok || !answer.body) return { ...reply, body: await answer.text() };
  return { ...reply, stream: textOf(answer.body) };
}

async function* textOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of body) yield decoder.decode(piece, { stream: true });
}
