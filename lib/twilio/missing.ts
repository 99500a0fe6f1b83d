import { isAppError, type ErrorCode } from '../errors';

/** Whether something that was thrown is an AppError of that code. */
export function isCode(error: unknown, code: ErrorCode): boolean {
  return isAppError(error) && error.code === code;
}

/** The work's result; undefined where Twilio says that the thing isn't there. */
export async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isCode(error, 'NOT_FOUND')) return undefined;
    throw error;
  }
}
