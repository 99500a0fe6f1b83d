import { invalid, TwilioError } from '../rest/twilio-error';
import type { Parameter } from '../rest/resource';

/** Twilio's limit of one object's data. */
const MAX_DATA_BYTES = 16 * 1024;
/** A year: Twilio's limit of a TTL. */
const MAX_TTL_SECONDS = 31_536_000;

/** The JSON object in `Data`; `{}` when none came. Throws 413/54006 above 16 KiB and 400/54008 for what is no JSON object. */
export function parseData(parameter: Parameter | undefined): unknown {
  const json = parameter === undefined ? '{}' : String(parameter);
  if (Buffer.byteLength(json) > MAX_DATA_BYTES) {
    throw new TwilioError(413, 54006, `Request entity too large: Data exceeds ${MAX_DATA_BYTES} bytes`);
  }
  try {
    const data: unknown = JSON.parse(json);
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data;
  } catch {
    // Refused below, with what is no object.
  }
  throw new TwilioError(400, 54008, 'Invalid JSON: Data must be a valid JSON object');
}

/** When an object with this TTL in seconds expires; null for 0, undefined when none came. Throws 400/20001 for one out of range. */
export function expiry(ttl: Parameter | undefined, nowMs: number): string | null | undefined {
  if (ttl === undefined) return undefined;
  const seconds = Number(ttl);
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > MAX_TTL_SECONDS) {
    throw invalid(`Invalid TTL: must be a whole number of seconds from 0 to ${MAX_TTL_SECONDS}`);
  }
  return seconds === 0 ? null : new Date(nowMs + seconds * 1000).toISOString();
}

/** The revision after this one. */
export function nextRevision(revision: string): string {
  return String(Number(revision) + 1);
}
