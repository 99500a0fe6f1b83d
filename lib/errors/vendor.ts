import { AppError } from './app-error';
import type { ErrorCode } from './codes';

/** What an adapter knows of a request that failed. */
export interface VendorFailure {
  /** "Twilio", "Mailgun": whom the message names. */
  readonly vendor: string;
  /** HTTP status; undefined when no answer came. */
  readonly status?: number | undefined;
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
  readonly cause: unknown;
}

/** No connection came about, so nothing was done: names of Node's system errors. */
const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** A vendor's failure as one of ours. */
export function vendorError(failure: VendorFailure): AppError {
  const { vendor, status, message, cause, retryAfterMs } = failure;
  const words =
    status === undefined ? `${vendor} gave no answer: ${message}` : `${vendor} answered ${status}: ${message}`;
  return new AppError(codeOf(status, cause), words, { cause, retryAfterMs });
}

function codeOf(status: number | undefined, cause: unknown): ErrorCode {
  if (status === undefined) return hasNoConnection(cause) ? 'VENDOR_UNREACHABLE' : 'VENDOR_UNAVAILABLE';
  if (status === 404) return 'NOT_FOUND';
  if (status === 409 || status === 412) return 'CONFLICT';
  if (status === 429) return 'RATE_LIMITED';
  return status >= 400 && status < 500 && status !== 408 ? 'VENDOR_REJECTED' : 'VENDOR_UNAVAILABLE';
}

/** HTTP clients wrap the system error, some of them twice. */
function hasNoConnection(cause: unknown, depth = 0): boolean {
  if (typeof cause !== 'object' || cause === null || depth > 4) return false;
  if ('code' in cause && typeof cause.code === 'string' && NO_CONNECTION.has(cause.code)) return true;
  return 'cause' in cause && hasNoConnection(cause.cause, depth + 1);
}
