import { createHash } from 'node:crypto';
import type { ApiReply, ApiRequest, Product, StoredRecord, World } from '../contract';
import { faultOf, touches } from './event';
import { timesOf } from './moment';

export interface CaldavOptions {
  /** https address of the one collection; ends with "/". */
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/** An object of the collection. */
interface CalendarObject extends StoredRecord {
  readonly text: string;
}

/** The calendar of the local cloud, as a test sees it. */
export interface LocalCalendar {
  /** Objects by name, without ".ics". */
  readonly objects: () => readonly { readonly name: string; readonly text: string }[];
  /** Puts an object of somebody else's there, in the place of one of that name. Throws an Error for one that the calendar can't judge. */
  readonly put: (name: string, text: string) => void;
}

/**
 * A CalDAV server with one collection: objects are read, made, replaced and removed (RFC 4791), conditions hold (If-Match, If-None-Match), and a
 * calendar-query answers with the events of a span of time, those that recur and those of a zone among them. What it can't judge it doesn't take: 501.
 */
export function createCaldav(world: World, options: CaldavOptions): { product: Product; calendar: LocalCalendar } {
  const kept = world.store.collection<CalendarObject>('caldav.objects');
  const { hostname, pathname } = new URL(options.url);
  const handle = (request: ApiRequest): ApiReply => {
    if (!isAllowed(request, options))
      return { status: 401, headers: { 'www-authenticate': 'Basic realm="calendar"' }, body: 'Access denied' };
    if (!request.url.pathname.startsWith(pathname)) return { status: 404, body: 'Not found' };
    const name = decodeURIComponent(request.url.pathname.slice(pathname.length)).replace(/\.ics$/, '');
    if (request.method === 'REPORT') return query(request, { base: pathname, objects: kept.all() });
    const found = kept.get(name);
    if (request.method === 'PUT') return put(request, found, text => void store(name, text));
    if (!found) return { status: 404, body: 'Not found' };
    if (request.method === 'GET') return { status: 200, headers: { ...ICS, etag: etagOf(found) }, body: found.text };
    if (request.method !== 'DELETE') return { status: 501, body: `The local calendar has no ${request.method}.` };
    if (!matches(request, found)) return { status: 412, body: 'Precondition failed' };
    kept.delete(name);
    return { status: 204 };
  };
  const store = (name: string, text: string): void => {
    if (kept.get(name)) kept.update(name, { text });
    else kept.insert({ sid: name, text });
  };
  return {
    calendar: {
      objects: () => kept.all().map(({ sid: name, text }) => ({ name, text })),
      put: (name, text) => {
        const fault = faultOf(text);
        if (fault !== undefined) throw new Error(fault);
        store(name, text);
      },
    },
    product: {
      name: 'caldav',
      hosts: [hostname],
      routes: [{ method: 'ANY', path: '/*', access: 'open', handle: request => told(world, request, handle(request)) }],
    },
  };
}

const ICS = { 'content-type': 'text/calendar; charset=utf-8' };

function isAllowed({ headers }: ApiRequest, { username, password }: CaldavOptions): boolean {
  return headers.authorization === `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function told(world: World, { method }: ApiRequest, reply: ApiReply): ApiReply {
  world.bus.emit('timeline', { atMs: world.clock.now(), kind: 'request', text: `calendar ${method}: ${reply.status}` });
  return reply;
}

function put(request: ApiRequest, found: CalendarObject | undefined, keep: (text: string) => void): ApiReply {
  const text = request.body.toString('utf8');
  const fault = faultOf(text);
  if (fault !== undefined) return { status: 501, body: fault };
  if (found && request.headers['if-none-match'] === '*') return { status: 412, body: 'Precondition failed' };
  if (!matches(request, found)) return { status: 412, body: 'Precondition failed' };
  keep(text);
  return { status: found ? 204 : 201, headers: { etag: etagOf({ text }) } };
}

function matches({ headers }: ApiRequest, found: CalendarObject | undefined): boolean {
  const wanted = headers['if-match'];
  return wanted === undefined || (found !== undefined && (wanted === '*' || wanted === etagOf(found)));
}

function etagOf({ text }: Pick<CalendarObject, 'text'>): string {
  return `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"`;
}

function query(request: ApiRequest, { base, objects }: { base: string; objects: readonly CalendarObject[] }): ApiReply {
  const asked = request.body.toString('utf8');
  if (!asked.includes('calendar-query'))
    return { status: 501, body: 'The local calendar has implemented calendar-query alone.' };
  const range = /<[\w:]*time-range[^>]*>/.exec(asked)?.[0] ?? '';
  const bound = (name: string): number | undefined =>
    momentOf(new RegExp(`${name}="(\\d{8}T\\d{6}Z)"`).exec(range)?.[1]);
  const [fromMs = -Infinity, toMs] = [bound('start'), bound('end')];
  if (toMs === undefined) return { status: 501, body: 'The local calendar has implemented spans with an end alone.' };
  const rows = objects.flatMap(({ sid, text }) =>
    touches(text, { fromMs, toMs }) ? [rowOf(`${base}${encodeURIComponent(sid)}.ics`, text)] : [],
  );
  const head = '<?xml version="1.0" encoding="utf-8"?>';
  const body = `${head}<multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">${rows.join('')}</multistatus>`;
  return { status: 207, headers: { 'content-type': 'application/xml; charset=utf-8' }, body };
}

/** "20261124T180000Z" in milliseconds since 1970. */
function momentOf(value: string | undefined): number | undefined {
  return value === undefined ? undefined : timesOf({ name: 'time-range', parameters: {}, value })[0]?.shownMs;
}

function rowOf(href: string, text: string): string {
  const props = `<getetag>${escaped(etagOf({ text }))}</getetag><C:calendar-data>${escaped(text)}</C:calendar-data>`;
  return `<response><href>${escaped(href)}</href><propstat><prop>${props}</prop><status>HTTP/1.1 200 OK</status></propstat></response>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
