/** One mail address as a header names it: `Ada Byron <ada@example.com>`. */
export interface MailAddress {
  /** Display name without quotes; empty when there is none. */
  readonly name: string;
  /** `local@domain` */
  readonly address: string;
}

// A domain needs a dot: Mailgun refuses "ada@localhost" (seen in issue reports of its clients).
const addressPattern = /^[^\s@<>(),;:"[\]]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u;

/** Reads a header value with one or more addresses, separated by commas. Undefined when any of them is not an address, or there is none. */
export function parseAddresses(value: string): MailAddress[] | undefined {
  const parts = splitAtCommas(value).filter(part => part.trim() !== '');
  const addresses = parts.map(parseAddress).filter(address => address !== undefined);
  return addresses.length > 0 && addresses.length === parts.length ? addresses : undefined;
}

function parseAddress(value: string): MailAddress | undefined {
  const text = value.trim();
  const named = /^(.*)<([^<>]*)>$/s.exec(text);
  const name = named?.[1]?.trim() ?? '';
  const address = (named?.[2] ?? text).trim();
  return addressPattern.test(address) ? { name: unquote(name), address } : undefined;
}

function unquote(name: string): string {
  return /^".*"$/s.test(name) ? name.slice(1, -1).replace(/\\(.)/gs, '$1') : name;
}

/** Commas inside "quoted names" separate nothing. */
function splitAtCommas(value: string): string[] {
  return value.match(/(?:"(?:\\.|[^"\\])*"|[^,"]|")+/gs) ?? [];
}
