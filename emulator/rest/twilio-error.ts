/** What an error says: its message, and `details` where Twilio documents some. */
export type ErrorText = string | { readonly message: string; readonly details: Readonly<Record<string, unknown>> };

/** An error as Twilio's REST APIs answer it: HTTP status, error code, message. */
export class TwilioError extends Error {
  override readonly name = 'TwilioError';
  readonly details?: Readonly<Record<string, unknown>>;

  constructor(
    readonly status: number,
    readonly code: number,
    text: ErrorText,
  ) {
    super(typeof text === 'string' ? text : text.message);
    if (typeof text !== 'string') this.details = text.details;
  }

  /** The body of the answer, in Twilio's documented shape. */
  toBody(): Record<string, unknown> {
    return {
      code: this.code,
      message: this.message,
      more_info: `https://www.twilio.com/docs/errors/${this.code}`,
      status: this.status,
      ...(this.details && { details: this.details }),
    };
  }
}

/** 404/20404 in Twilio's words. `path` is the request's: "/v1/Workspaces/WS…". */
export function notFound(path: string): TwilioError {
  return new TwilioError(404, 20404, `The requested resource ${path} was not found`);
}

/** 400/20001: a parameter is missing or has a value that Twilio would not take. */
export function invalid(message: string): TwilioError {
  return new TwilioError(400, 20001, message);
}

/** 501: Twilio has this, the local Twilio has not. Its own code, so that nobody takes it for one of Twilio's. */
export function notImplemented(what: string): TwilioError {
  return new TwilioError(501, 501, `Not implemented by the local Twilio: ${what}`);
}
