import { codes, type ErrorCode } from './codes';

const MARK = Symbol.for('linekit.error');

/** The one error of linekit: a closed code, words that say what to do, and the cause. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly [MARK] = true;
  /** How long the vendor asked us to wait before a repetition, milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number | undefined } = {},
  ) {
    super(message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
  }

  get retryable(): boolean {
    return codes[this.code].retryable;
  }

  get status(): number {
    return codes[this.code].status;
  }
}

/** True for an AppError of any bundle: each Function has its own copy of the class, so `instanceof` would lie. */
export function isAppError(value: unknown): value is AppError {
  return typeof value === 'object' && value !== null && MARK in value;
}

/** The door through which every unknown throw becomes ours. */
export function toAppError(value: unknown): AppError {
  if (isAppError(value)) return value;
  const message = value instanceof Error ? value.message : String(value);
  return new AppError('INTERNAL', `Unexpected: ${message}. This is a defect of linekit.`, { cause: value });
}
