/** A TwiML document that cannot be had or carried out. The call goes to its fallback URL, else the caller hears of an application error. */
export class TwimlError extends Error {
  override readonly name = 'TwimlError';
  /** The URL that failed, sent to the fallback URL as ErrorUrl. */
  url = '';
  constructor(
    /** Twilio's error code. */
    readonly code: number,
    message: string,
    /** False when the fault is the local Twilio's: a fallback would hide what is missing. */
    readonly goesToFallback = true,
  ) {
    super(message);
  }
}

/** What is said of a part of TwiML that the local Twilio does not have. */
export function notEmulated(what: string): TwimlError {
  return new TwimlError(0, `${what} is not emulated by the local Twilio`, false);
}
