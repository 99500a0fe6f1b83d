/** Twilio's error codes for webhooks that went wrong, https://www.twilio.com/docs/api/errors. */
export const WEB_FAILURES = {
  11200: 'HTTP retrieval failure',
  11205: 'HTTP connection failure',
  11210: 'HTTP bad host name',
  11215: 'HTTP too many redirects',
  11100: 'Invalid URL format',
} as const;

/** No good answer to a webhook. */
export class WebFailure extends Error {
  override readonly name = 'WebFailure';
  constructor(
    readonly code: keyof typeof WEB_FAILURES,
    detail: string,
    /** There was a connection, but no answer in time. */
    readonly isTimeout = false,
  ) {
    super(`${WEB_FAILURES[code]}: ${detail}`);
  }
}
