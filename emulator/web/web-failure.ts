/** Twilio's error codes for webhooks that went wrong, https://www.twilio.com/docs/api/errors. */
export const WEB_FAILURES = {
  11200: 'HTTP retrieval failure',
  11205: 'HTTP connection failure',
  11206: 'HTTP protocol violation',
  11210: 'HTTP bad host name',
  11215: 'HTTP too many redirects',
  11216: 'HTTP invalid redirect',
  11220: 'SSL/TLS Handshake Error',
  11235: 'Certificate Invalid - Domain Mismatch',
  11236: 'Certificate Invalid - Certificate Expired',
  11237: 'Certificate Invalid - Could not find path to certificate',
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

/** Codes of Node's errors, and what Twilio calls the same. */
const BY_CODE: readonly (readonly [RegExp, keyof typeof WEB_FAILURES])[] = [
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 11235],
  [/^CERT_HAS_EXPIRED$/, 11236],
  [/SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET)|^CERT_/, 11237],
  [/^EPROTO$|^ERR_SSL_|^ERR_TLS_/, 11220],
  [/^HPE_/, 11206],
];

/** What became of a connection that broke: 11205 unless certificates, TLS or what was said over it is to blame. */
export function connectionFailure(error: unknown, where: string): WebFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const found = BY_CODE.find(([form]) => form.test(code));
  return new WebFailure(found?.[1] ?? 11205, where + (error instanceof Error ? error.message : String(error)));
}
