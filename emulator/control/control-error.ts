import type * as z from 'zod';

import type { ControlErrorBody, ControlErrorCode } from './wire';

const statuses: Readonly<Record<ControlErrorCode, number>> = {
  BAD_REQUEST: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CLOCK_NOT_MOVABLE: 409,
  INTERNAL: 500,
};

/** A control request that failed; the client library throws the same. */
export class ControlError extends Error {
  override readonly name = 'ControlError';

  constructor(
    readonly code: ControlErrorCode,
    message: string,
    readonly details?: ControlErrorBody['details'],
  ) {
    super(message);
  }

  get status(): number {
    return statuses[this.code];
  }

  toBody(): ControlErrorBody {
    return { code: this.code, message: this.message, ...(this.details && { details: this.details }) };
  }
}

/** Any throw as an answer. What is not ours is a defect of the local Twilio, told without its stack. */
export function toControlError(error: unknown): ControlError {
  if (error instanceof ControlError) return error;
  return new ControlError('INTERNAL', error instanceof Error ? error.message : String(error));
}

/** The value in the schema's shape, or BAD_REQUEST with every fault at its path. */
export function parseBody<S extends z.ZodType>(schema: S, body: Buffer): z.output<S> {
  const result = schema.safeParse(parseJson(body));
  if (result.success) return result.data;
  const details = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const words = details.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
  throw new ControlError('BAD_REQUEST', words, details);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new ControlError('BAD_REQUEST', 'the body must be JSON');
  }
}
