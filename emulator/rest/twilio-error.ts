/** An error as Twilio's REST APIs answer it: HTTP status, error code, message. */
export class TwilioError extends Error {
  override readonly name = 'TwilioError';
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly details?: Readonly<Record<string, unknown>>,
  ) {
    super(message);
  }

  /** The body of the answer, in Twilio's documented shape. */
  toBody(): Record<string, unknown> {
    const moreInfo = `https://www.twilio.com/docs/errors/${this.code}`;
    return {
      code: this.code,
      message: this.message,
      more_info: moreInfo,
      status: this.status,
      ...(this.details && { details: this.details }),
    };
  }
}

/** 404/20404 in Twilio's words. */
export function notFound(path: string): TwilioError {
  return new TwilioError(404, 20404, `The requested resource ${path} was not found`);
}
