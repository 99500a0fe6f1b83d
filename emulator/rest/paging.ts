import type { StoredRecord } from '../contract';
import type { Description } from './description';
import { invalid } from './twilio-error';

/** Twilio's default, https://www.twilio.com/docs/usage/twilios-response#pagination. */
const DEFAULT_PAGE_SIZE = 50;

/** One page of a list. */
export interface Page<R> {
  readonly records: readonly R[];
  /** The answer's body around the presented records. */
  body(presented: readonly unknown[]): Record<string, unknown>;
}

interface Position {
  readonly page: number;
  readonly pageSize: number;
  readonly start: number;
}

/** What a page says of its list. */
export type Paged = Pick<Description, 'origin' | 'listKey' | 'is2010'>;

/** What a list shows, in its order. */
export interface Listed<R> {
  readonly records: readonly R[];
  /** In the same order, with what its filters leave out: a token may name what has since come to be one of these. Defaults to the records. */
  readonly all?: () => readonly R[];
}

/** {@link pageOfList} of records that no filter keeps some of. */
export function pageOf<R extends StoredRecord>(records: readonly R[], description: Paged, url: URL): Page<R> {
  return pageOfList({ records }, description, url);
}

/**
 * The page that `PageSize`, `Page` and `PageToken` ask for. The token names the records on both sides of where the page begins or ends, so that records
 * that come or go in between (a client that deletes what it lists) are neither skipped nor seen twice. Throws TwilioError 400/20001 for a page that
 * cannot be, and for a token whose records are not there.
 */
export function pageOfList<R extends StoredRecord>(list: Listed<R>, description: Paged, url: URL): Page<R> {
  const { records } = list;
  const position = positionOf(list, url.searchParams);
  const shown = records.slice(position.start, position.start + position.pageSize);
  const hasNext = position.start + shown.length < records.length;
  const link = (page: number, token?: string): string => pageUrl(url, { ...position, page, token });
  const addresses = {
    first: link(0),
    own: url.searchParams.has('Page') ? link(position.page, url.searchParams.get('PageToken') ?? undefined) : link(0),
    next: hasNext ? link(position.page + 1, tokenAt(records, position.start + shown.length, 'PA')) : null,
    previous: position.page > 0 ? link(position.page - 1, tokenAt(records, position.start, 'PB')) : null,
  };
  const envelope = description.is2010 ? flatPage : metaPage;
  return {
    records: shown,
    body: presented => envelope(presented, { description, position, addresses }),
  };
}

interface Envelope {
  readonly description: Paged;
  readonly position: Position;
  readonly addresses: { first: string; own: string; next: string | null; previous: string | null };
}

function metaPage(
  presented: readonly unknown[],
  { description, position, addresses }: Envelope,
): Record<string, unknown> {
  const key = description.listKey ?? '';
  const { origin } = description;
  return {
    [key]: presented,
    meta: {
      first_page_url: origin + addresses.first,
      key,
      next_page_url: addresses.next === null ? null : origin + addresses.next,
      page: position.page,
      page_size: position.pageSize,
      previous_page_url: addresses.previous === null ? null : origin + addresses.previous,
      url: origin + addresses.own,
    },
  };
}

function flatPage(
  presented: readonly unknown[],
  { description, position, addresses }: Envelope,
): Record<string, unknown> {
  return {
    first_page_uri: addresses.first,
    end: Math.max(position.start, position.start + presented.length - 1),
    [description.listKey ?? '']: presented,
    previous_page_uri: addresses.previous,
    page_size: position.pageSize,
    page: position.page,
    uri: addresses.own,
    next_page_uri: addresses.next,
    start: position.start,
  };
}

function positionOf(list: Listed<StoredRecord>, query: URLSearchParams): Position {
  const page = Number(query.get('Page') ?? 0);
  const pageSize = Number(query.get('PageSize') ?? DEFAULT_PAGE_SIZE);
  const token = query.get('PageToken');
  if (token === null) return { page, pageSize, start: page * pageSize };
  const border = borderOf(list, token);
  return { page, pageSize, start: token.startsWith('PA') ? border : Math.max(0, border - pageSize) };
}

/** Names the border before `index`: by the record before it, and the one after it. */
function tokenAt(records: readonly StoredRecord[], index: number, side: 'PA' | 'PB'): string {
  return `${side}${records[index - 1]?.sid ?? ''},${records[index]?.sid ?? ''}`;
}

/** How many records are before the border of a token now. Throws TwilioError 400/20001 when none of its records is there. */
function borderOf({ records, all }: Listed<StoredRecord>, token: string): number {
  const border = borderAmong(records, token);
  if (border !== undefined) return border;
  const whole = all?.() ?? [];
  const wholeBorder = borderAmong(whole, token);
  if (wholeBorder === undefined) throw invalid(`Invalid value for parameter PageToken: "${token}"`);
  const isShown = new Set(records);
  return whole.slice(0, wholeBorder).filter(record => isShown.has(record)).length;
}

function borderAmong(records: readonly StoredRecord[], token: string): number | undefined {
  const [, before, after] = /^P[AB]([^,]*)(?:,(.*))?$/.exec(token) ?? [];
  const previous = before ? records.findIndex(({ sid }) => sid === before) : -1;
  if (previous >= 0) return previous + 1;
  const next = after ? records.findIndex(({ sid }) => sid === after) : -1;
  return next < 0 ? undefined : next;
}

function pageUrl(url: URL, target: { page: number; pageSize: number; token: string | undefined }): string {
  const query = new URLSearchParams(url.searchParams);
  query.delete('PageToken');
  query.set('PageSize', String(target.pageSize));
  query.set('Page', String(target.page));
  if (target.token !== undefined) query.set('PageToken', target.token);
  return `${url.pathname}?${query.toString()}`;
}
