const HOUR_MS = 3_600_000;

/**
 * How long a callback task may be held back, hours. The workflow has one filter for each; the last is the longest life that Twilio gives
 * a task (1,209,600 s: https://www.twilio.com/docs/taskrouter/api/task).
 */
export const HOLD_HOURS = [1, 2, 4, 8, 16, 24, 48, 72, 120, 336] as const;
export type HoldHours = (typeof HOLD_HOURS)[number];

/** The shortest hold that lasts `forMs` or longer; the longest one where none does. */
export function holdHoursFor(forMs: number): HoldHours {
  return HOLD_HOURS.find(hours => hours * HOUR_MS >= forMs) ?? 336;
}
