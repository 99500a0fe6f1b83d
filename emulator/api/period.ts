/**
 * Whether a date lies in the period that `StartTime`, `StartTime<` and `StartTime>` of a query name (the name given). A bare date means that whole day (UTC);
 * the bounds are included, as Twilio's are. Without a period everything does; a date that isn't there lies in none.
 */
export function inPeriod(iso: string | null, name: string, query: URLSearchParams): boolean {
  const on = query.get(name);
  const until = query.get(`${name}<`);
  const since = query.get(`${name}>`);
  if (on === null && until === null && since === null) return true;
  if (iso === null) return false;
  const ms = Date.parse(iso);
  if (on !== null && !(ms >= firstMs(on) && ms <= lastMs(on))) return false;
  return !(until !== null && ms > lastMs(until)) && !(since !== null && ms < firstMs(since));
}

const DAY_MS = 24 * 60 * 60 * 1000;

function firstMs(date: string): number {
  return Date.parse(date);
}

/** The last moment of a bare date's day, or of the second that a date-time names. */
function lastMs(date: string): number {
  const isBareDate = /^\d{4}-\d{2}-\d{2}$/.test(date);
  return firstMs(date) + (isBareDate ? DAY_MS : 1000) - 1;
}
