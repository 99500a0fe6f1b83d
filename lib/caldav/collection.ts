import { isAppError, vendorError } from '../errors';
import { utc } from './events';

/** A calendar collection on its server. */
export interface Collection {
  /** All that touches this span of time. */
  between(fromMs: number, toMs: number): Promise<readonly CalendarObject[]>;
  read(name: string): Promise<{ readonly text: string; readonly etag: string | undefined } | undefined>;
  /** False when there is something of that name. */
  create(name: string, text: string): Promise<boolean>;
  /** Nothing there is no fault. Throws CONFLICT when it is not what was read. */
  remove(name: string, etag: string | undefined): Promise<void>;
}

/** An object of a collection. */
export interface CalendarObject {
  /** As `read` takes it: without ".ics". */
  readonly name: string;
  /** iCalendar. */
  readonly text: string;
}

export interface CollectionOptions {
  /** Ends with "/". */
  readonly url: string;
  /** Asked for at each request. Throws CONFIG_MISSING. */
  readonly credentials: () => { readonly username: string; readonly password: string };
  readonly fetch?: typeof globalThis.fetch | undefined;
}

const TIMEOUT_MS = 5_000;

/** A CalDAV collection over tsdav, which is loaded when it is asked for. Redirects are refused: they would take the password along. */
export function caldavCollection({ url, credentials, fetch = globalThis.fetch }: CollectionOptions): Collection {
  const asking = refusing(fetch);
  const headers = (): Record<string, string> => {
    const { username, password } = credentials();
    return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
  };
  const addressOf = (name: string): string => `${url}${encodeURIComponent(name)}.ics`;
  return {
    between: async (fromMs, toMs) => {
      const given = headers();
      const { calendarQuery } = await import('tsdav');
      const range = { _attributes: { start: utc(fromMs), end: utc(toMs) } };
      const events = { _attributes: { name: 'VEVENT' }, 'time-range': range };
      const filters = { 'comp-filter': { _attributes: { name: 'VCALENDAR' }, 'comp-filter': events } };
      const props = { 'd:getetag': {}, 'c:calendar-data': {} };
      const found = await answered(() =>
        calendarQuery({ url, props, filters, depth: '1', headers: given, fetch: asking }),
      );
      return found.flatMap(({ status, href, props: has }) => {
        if (status >= 400) throw failure(status, 'the calendar could not be read');
        return textIn(has?.['calendarData']).map(text => ({ name: nameIn(href), text }));
      });
    },
    read: async name => {
      const response = await answered(() => asking(addressOf(name), { headers: headers() }));
      if (response.status === 404) return undefined;
      requireDone(response);
      return { text: await response.text(), etag: response.headers.get('etag') ?? undefined };
    },
    create: async (name, text) => {
      const given = { ...headers(), 'content-type': 'text/calendar; charset=utf-8', 'if-none-match': '*' };
      const { createObject } = await import('tsdav');
      const response = await answered(() =>
        createObject({ url: addressOf(name), data: text, headers: given, fetch: asking }),
      );
      if (response.status === 412) return false;
      requireDone(response);
      return true;
    },
    remove: async (name, etag) => {
      const given = headers();
      const { deleteObject } = await import('tsdav');
      const response = await answered(() =>
        deleteObject({ url: addressOf(name), ...(etag !== undefined && { etag }), headers: given, fetch: asking }),
      );
      if (response.status !== 404) requireDone(response);
    },
  };
}

/** A fetch that ends in time, follows nothing, and throws what the server refuses: of what it throws itself tsdav keeps no status. */
function refusing(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (address, init) => {
    const response = await fetch(address, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (isRefusal(response.status)) throw failure(response.status, response.statusText);
    return response;
  };
}

function isRefusal(status: number): boolean {
  return status === 401 || status === 403 || status === 429 || status >= 500;
}

async function answered<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    throw vendorError({
      vendor: 'The calendar',
      message: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}

function requireDone({ ok, status, statusText }: Response): void {
  if (!ok) throw failure(status, statusText);
}

function failure(status: number, message: string): Error {
  return vendorError({ vendor: 'The calendar', status, message, cause: undefined });
}

/** Servers send the text plain or as CDATA. */
function textIn(data: unknown): string[] {
  if (typeof data === 'string') return [data];
  if (typeof data === 'object' && data !== null && '_cdata' in data && typeof data._cdata === 'string')
    return [data._cdata];
  return [];
}

/** The last part of an address, decoded. */
function nameIn(href: string | undefined): string {
  const last = /([^/]*?)(\.ics)?$/.exec(href ?? '')?.[1] ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
