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

/**
 * The page that `PageSize`, `Page` and `PageToken` ask for. The token names the record next to the page, so that records that come or go in between
 * are neither skipped nor seen twice. Throws TwilioError 400/20001 for a page that cannot be.
 */
export function pageOf<R extends StoredRecord>(records: readonly R[], description: Description, url: URL): Page<R> {
  const position = positionOf(records, url.searchParams);
  const shown = records.slice(position.start, position.start + position.pageSize);
  const hasNext = position.start + shown.length < records.length;
  const link = (page: number, token?: string): string => pageUrl(url, { ...position, page, token });
  const addresses = {
    first: link(0),
    own: url.searchParams.has('Page') ? link(position.page, url.searchParams.get('PageToken') ?? undefined) : link(0),
    next: hasNext ? link(position.page + 1, `PA${shown.at(-1)?.sid ?? ''}`) : null,
    previous: position.page > 0 ? link(position.page - 1, `PB${shown[0]?.sid ?? ''}`) : null,
  };
  const envelope = description.is2010 ? flatPage : metaPage;
  return {
    records: shown,
    body: presented => envelope(presented, { description, position, addresses }),
  };
}

interface Envelope {
  readonly description: Description;
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

function positionOf(records: readonly StoredRecord[], query: URLSearchParams): Position {
  const page = Number(query.get('Page') ?? 0);
  const pageSize = Number(query.get('PageSize') ?? DEFAULT_PAGE_SIZE);
  const token = query.get('PageToken');
  if (token === null) return { page, pageSize, start: page * pageSize };
  const match = /^(PA|PB)(.*)$/.exec(token);
  if (!match) throw invalid(`Invalid value for parameter PageToken: "${token}"`);
  const index = records.findIndex(record => record.sid === match[2]);
  if (index < 0) return { page, pageSize, start: page * pageSize };
  return { page, pageSize, start: match[1] === 'PA' ? index + 1 : Math.max(0, index - pageSize) };
}

function pageUrl(url: URL, target: { page: number; pageSize: number; token: string | undefined }): string {
  const query = new URLSearchParams(url.searchParams);
  query.delete('PageToken');
  query.set('PageSize', String(target.pageSize));
  query.set('Page', String(target.page));
  if (target.token !== undefined) query.set('PageToken', target.token);
  return `${url.pathname}?${query.toString()}`;
}
