/** Dates are stored as ISO 8601 with milliseconds; each API prints them its own way. */

/** ISO 8601 without milliseconds, "2026-03-02T15:00:00Z": every API but the one of 2010. */
export function isoSeconds(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 19)}Z`;
}

/** RFC 2822, "Mon, 02 Mar 2026 15:00:00 +0000": the API of 2010. */
export function rfc2822(iso: string): string {
  return new Date(iso).toUTCString().replace('GMT', '+0000');
}
