import { invalid } from '../../rest/twilio-error';

/** A span of time, both ends included, milliseconds since 1970. */
export interface Period {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Twilio's default of `Minutes`. */
const DEFAULT_MINUTES = 15;

/**
 * The time that `Minutes`, `StartDate` and `EndDate` ask for: the last 15 minutes without them; a `StartDate` goes before `Minutes`.
 * Throws TwilioError 400/20001 for what is no date, or ends before it begins. Source: twilio.com/docs/taskrouter/api/taskqueue-statistics
 */
export function periodOf(query: URLSearchParams, nowMs: number): Period {
  const toMs = dateOf(query, 'EndDate') ?? nowMs;
  const minutes = Number(query.get('Minutes') || DEFAULT_MINUTES);
  if (!Number.isInteger(minutes) || minutes < 0) throw invalid('Invalid Minutes: must be a whole number of 0 or more');
  const fromMs = dateOf(query, 'StartDate') ?? toMs - minutes * 60_000;
  if (fromMs > toMs) throw invalid('Invalid StartDate: it is after EndDate');
  return { fromMs, toMs };
}

function dateOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw invalid(`Invalid ${name} "${text}": must be a date in ISO 8601`);
  return ms;
}
