import type { WebReply } from '../../contract';

/** Longest wait for a function or an HTTP request [twilio.com/docs/studio/user-guide/studio-faq]. */
export const REQUEST_LIMIT_MS = 10_000;

/** Whether an answer came in time. */
export function cameInTime(reply: WebReply): boolean {
  return reply.status !== 0 && reply.durationMs <= REQUEST_LIMIT_MS;
}

/** What a flow can read of an answer: body, content_type, status_code, and `parsed` when the content type is JSON. */
export function responseVariables(reply: WebReply): Record<string, unknown> {
  const contentType = header(reply, 'content-type');
  const parsed = isJson(contentType) ? parse(reply.body) : undefined;
  return {
    body: reply.body,
    content_type: contentType,
    status_code: reply.status,
    ...(parsed === undefined ? {} : { parsed }),
  };
}

/** A header of an answer; '' when it has none. */
export function header(reply: WebReply, name: string): string {
  const found = Object.entries(reply.headers).find(([key]) => key.toLowerCase() === name);
  return found?.[1] ?? '';
}

/** What became of a request, in words for the timeline. */
export function fate(reply: WebReply): string {
  if (reply.failure && reply.status === 0) return `${reply.failure.code} ${reply.failure.message}`;
  return reply.durationMs > REQUEST_LIMIT_MS ? 'no answer within 10 seconds' : `status ${reply.status}`;
}

/** An absolute http(s) URL, as Studio must have it before it asks anyone. */
export function isUrl(text: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text);
}

function isJson(contentType: string): boolean {
  return contentType.split(';')[0]?.trim().toLowerCase() === 'application/json';
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
