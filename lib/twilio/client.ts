import type { Twilio } from 'twilio';
import { isAppError, vendorError, type AppError } from '../errors';

/** The account's REST client and what is needed to reach media, which the client can't fetch. */
export interface TwilioAccess {
  readonly rest: Twilio;
  readonly accountSid: string;
  readonly authToken: string;
}

/** A failure of twilio-node as an AppError: RestException by its status, anything else as no answer. */
function twilioError(thrown: unknown): AppError {
  const status =
    typeof thrown === 'object' && thrown !== null && 'status' in thrown && typeof thrown.status === 'number'
      ? thrown.status
      : undefined;
  const code =
    typeof thrown === 'object' && thrown !== null && 'code' in thrown ? ` (error ${String(thrown.code)})` : '';
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return vendorError({ vendor: 'Twilio', status, message: `${message}${code}`, cause: thrown });
}

/** Runs a request of twilio-node; what it throws becomes an AppError, and one of ours (a missing variable) stays what it is. */
export async function request<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw isAppError(thrown) ? thrown : twilioError(thrown);
  }
}
