import { systemClock, type Clock } from '../clock';
import { toAppError, type AppError } from './app-error';

export interface RetryPlan {
  /** Tries in all, the first included. */
  readonly attempts: number;
  /** The pause before the second try; doubles each time, with jitter down to its half. */
  readonly baseMs: number;
  /** A try is not begun when its pause would end after this moment (milliseconds since 1970). */
  readonly untilMs: number;
  /** Which failures are repeated; by default those that are safe to repeat because nothing was done. */
  readonly when?: (error: AppError) => boolean;
  readonly clock?: Clock;
  /** 0 ≤ value < 1. */
  readonly random?: () => number;
}

/** Twilio: "a request that receives 429 was not processed and is safe to retry". */
const nothingWasDone = (error: AppError): boolean =>
  error.code === 'RATE_LIMITED' || error.code === 'VENDOR_UNREACHABLE';

/** Runs `work` until it succeeds, the plan is used up, or the failure is not one to repeat. Throws the last failure as an AppError. */
export async function retry<T>(work: () => Promise<T>, plan: RetryPlan): Promise<T> {
  const { clock = systemClock, random = Math.random, when = nothingWasDone } = plan;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (thrown) {
      const error = toAppError(thrown);
      const backoffMs = plan.baseMs * 2 ** (attempt - 1) * (0.5 + random() / 2);
      const pauseMs = Math.max(error.retryAfterMs ?? 0, backoffMs);
      if (attempt >= plan.attempts || !when(error) || clock.now().getTime() + pauseMs >= plan.untilMs) throw error;
      await clock.pause(pauseMs);
    }
  }
}
