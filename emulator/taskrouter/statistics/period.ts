import { invalid, TwilioError } from '../../rest/twilio-error';

/** A span of time, both ends included, milliseconds since 1970. */
export interface Period {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How far statistics go back; further is refused. Source: twilio.com/docs/api/errors/14241 */
const KEPT_MS = 30 * 24 * 3_600_000;
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

/** The same for statistics, which reach back 30 days: throws TwilioError 400/14241 for what begins earlier. */
export function statisticsPeriodOf(query: URLSearchParams, nowMs: number): Period {
  const period = periodOf(query, nowMs);
  if (nowMs - period.fromMs > KEPT_MS) {
    throw new TwilioError(400, 14241, 'start_date passed to TaskRouter statistics is older than 30 days.');
  }
  return period;
}
