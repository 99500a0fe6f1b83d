/** Lines of an event that say when: with a date and a time, and with no "Z" at their end. */
const TIMES = /^(DTSTART|DTEND|RECURRENCE-ID|EXDATE)((?:;[^:;"]*(?:"[^"]*")?)*):(\d{8}T\d{6}(?:,\d{8}T\d{6})*)$/gim;

/**
 * iCalendar text whose times stand in zones that can be looked up: one without a zone is on the client's clock, and so is one of a zone that
 * nobody knows ("Customized Time Zone"). Names with an IANA name at their end, as Mozilla wrote them, are that. Without this they would be read
 * as UTC.
 */
export function placed(text: string, timeZone: string): string {
  return unfolded(text).replace(/^BEGIN:VEVENT$[^]*?^END:VEVENT$/gim, event =>
    event.replace(TIMES, line => zoned(line, timeZone)),
  );
}

const ZONE = /;TZID=("[^"]*"|[^;:]*)/i;

function zoned(line: string, timeZone: string): string {
  const given = ZONE.exec(line)?.[1]?.replaceAll('"', '') ?? '';
  return line.replace(ZONE, '').replace(/^[A-Z-]+/i, name => `${name};TZID=${zoneOf(given, timeZone)}`);
}

/** Lines as they were before they were folded. Source: RFC 5545, 3.1. */
export function unfolded(text: string): string {
  return text.replace(/\r?\n[ \t]/g, '').replace(/\r\n/g, '\n');
}

function zoneOf(given: string, otherwise: string): string {
  if (given === '') return otherwise;
  // Names of Windows, and offsets, are the parser's to know.
  if (isZone(given) || /standard time|daylight time|UTC[+-]\d/i.test(given))
    return /[,:;]/.test(given) ? `"${given}"` : given;
  const end = /[A-Za-z_]+\/[A-Za-z_+-]+(\/[A-Za-z_]+)?$/.exec(given)?.[0] ?? '';
  return isZone(end) ? end : otherwise;
}

function isZone(name: string): boolean {
  if (name === '') return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
