import { AppError, isAppError, vendorError } from '../errors';

/** What a stream that broke says of itself: it has no status any more. */
const lateStatus: Readonly<Record<string, number>> = { rate_limit_error: 429, invalid_request_error: 400 };

/** Whatever the SDK throws, as one of ours. `aborted`: we ended it ourselves. */
export function anthropicError(thrown: unknown, aborted: boolean): AppError {
  // The SDK ends a stream that is aborted as if it were whole.
  if (isAppError(thrown) && !aborted) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (aborted)
    return new AppError('DEADLINE_EXCEEDED', 'The answer of the model was not waited for.', { cause: thrown });
  const status = numberIn(thrown, 'status') ?? lateStatus[textIn(thrown, 'type') ?? ''];
  return vendorError({ vendor: 'Anthropic', status, message, cause: thrown, retryAfterMs: retryAfterMs(thrown) });
}

function retryAfterMs(thrown: unknown): number | undefined {
  const headers = property(thrown, 'headers');
  const text = headers instanceof Headers ? headers.get('retry-after') : null;
  return text !== null && /^\d{1,4}$/.test(text) ? Number(text) * 1000 : undefined;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function numberIn(value: unknown, name: string): number | undefined {
  const found = property(value, name);
  return typeof found === 'number' ? found : undefined;
}

function textIn(value: unknown, name: string): string | undefined {
  const found = property(value, name);
  return typeof found === 'string' ? found : undefined;
}
