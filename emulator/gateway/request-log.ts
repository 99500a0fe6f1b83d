import { channel } from 'node:diagnostics_channel';
import type { ApiReply } from '../contract';

/** What is published of each request that a product answered: to its diagnostics channel, at no cost while nobody listens. */
export interface AnsweredRequest {
  readonly method: string;
  readonly url: string;
  /** 0 when an injected fault closed the connection. */
  readonly status: number;
  /** Real milliseconds. */
  readonly durationMs: number;
  /** Twilio's error code and message, when the answer is an error of that form. */
  readonly error?: string;
}

const answered = channel('linekit:emulator:answered');

/** Hears of every request that any local Twilio of this process answers; returns the way to stop. */
export function onAnswered(listener: (request: AnsweredRequest) => void): () => void {
  // Only `timed` publishes here, and only this.
  const hear = (message: unknown): void => listener(message as AnsweredRequest);
  answered.subscribe(hear);
  return () => void answered.unsubscribe(hear);
}

/** Answers as `answer` does, and publishes what came of it. */
export async function timed(
  { method, url }: { readonly method: string; readonly url: URL },
  answer: () => Promise<ApiReply>,
): Promise<ApiReply> {
  if (!answered.hasSubscribers) return answer();
  const beganMs = performance.now();
  let reply: ApiReply | undefined;
  try {
    reply = await answer();
    return reply;
  } finally {
    const durationMs = performance.now() - beganMs;
    const error = reply && reply.status >= 400 ? errorIn(reply.body) : undefined;
    answered.publish({ method, url: url.href, status: reply?.status ?? 0, durationMs, ...(error && { error }) });
  }
}

function errorIn(body: ApiReply['body']): string | undefined {
  if (typeof body !== 'object' || Buffer.isBuffer(body) || !('message' in body)) return undefined;
  const code = 'code' in body ? `${String(body.code)} ` : '';
  return code + String(body.message);
}
