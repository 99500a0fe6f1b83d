import type { ApiReply } from '../contract';

/** Kinds of error and their status. Source: platform.claude.com, "Errors". */
const statuses = {
  invalid_request_error: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  not_implemented: 501,
  timeout_error: 504,
  overloaded_error: 529,
} as const;

export type FailureType = keyof typeof statuses;

/** A request that Anthropic refuses. `not_implemented` is the double's own: the vendor has it, the double has not. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly type: FailureType,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  /** The body, which is also the data of an `error` event. */
  toBody(requestId: string): object {
    return { type: 'error', error: { type: this.type, message: this.message }, request_id: requestId };
  }

  toReply(requestId: string): ApiReply {
    return { status: statuses[this.type], headers: this.headers, body: this.toBody(requestId) };
  }
}

/** 400, with the words that a person reads. */
export function invalid(message: string): Failure {
  return new Failure('invalid_request_error', message);
}
