import type { ApiReply, ApiRequest, Product, World } from '../contract';
import { selectEvents } from './events';
import { readForm } from './form';
import type { Mail } from './mail';
import { writeMail } from './mail-folder';
import type { MailFiles } from './mail-folder';
import { mailOf, refusalOf } from './message';
import type { SendingDomain } from './message';

export interface MailgunOptions {
  /** The account's private API key: the Basic password of user "api". */
  readonly key: string;
  /** Domains of the account. A domain exists in one region only; the other region's host doesn't know it. */
  readonly domains: readonly SendingDomain[];
  /** Each mail is also written here, one folder a mail. */
  readonly mailFolder?: string;
}

export interface Mailgun {
  readonly product: Product;
  /** All accepted mails, oldest first. */
  readonly inbox: () => readonly Mail[];
  /** Where an accepted mail lies on disk; undefined when there is no mail folder. */
  readonly filesOf: (mail: Mail) => MailFiles | undefined;
}

/** Mailgun's hosts, by region. */
const regionOfHost: Readonly<Record<string, 'us' | 'eu'>> = { 'api.mailgun.net': 'us', 'api.eu.mailgun.net': 'eu' };

/** Page size of the event log when the query names none, and the most it gives (documentation.mailgun.com, "Events"). */
const eventPageSize = { usual: 100, most: 300 };

/**
 * A double of Mailgun's v3 API: sending messages and looking through their events. It has no idempotency, as Mailgun has none:
 * the same message sent twice is two mails.
 */
export function createMailgun(world: World, options: MailgunOptions): Mailgun {
  const mails = world.store.collection<Mail>('mailgun.mails');
  const files = new Map<string, MailFiles>();

  const accept = (mail: Mail): ApiReply => {
    mails.insert(mail);
    if (options.mailFolder !== undefined && !mail.testMode) files.set(mail.sid, writeMail(options.mailFolder, mail));
    world.bus.emit('timeline', {
      atMs: mail.acceptedAtMs,
      kind: 'mail',
      text: `mail to ${mail.to.join(', ')}: ${mail.subject}`,
      detail: { mailSid: mail.sid, messageId: mail.messageId, ...files.get(mail.sid) },
    });
    return { status: 200, body: { id: mail.messageId, message: 'Queued. Thank you.' } };
  };

  const send = async (request: ApiRequest, domain: SendingDomain): Promise<ApiReply> => {
    const form = await readForm(request).catch(() => undefined);
    if (form === undefined) return refuse(400, 'malformed multipart body');
    const refusal = refusalOf(form);
    return refusal ? refuse(refusal.status, refusal.message) : accept(mailOf(world, domain, form));
  };

  const events = (request: ApiRequest, domain: SendingDomain): ApiReply => {
    const sent = mails.filter(mail => mail.domain === domain.name);
    return eventPage(request, query => selectEvents(sent, query, world.clock.now()));
  };

  const guarded = (handle: (request: ApiRequest, domain: SendingDomain) => ApiReply | Promise<ApiReply>) => ({
    access: 'open' as const,
    handle: (request: ApiRequest) => {
      if (!hasKey(request, options.key))
        return { status: 401, headers: { 'content-type': 'text/plain' }, body: 'Forbidden' };
      const name = (request.path['domain'] ?? '').toLowerCase();
      const region = regionOfHost[request.host];
      const domain = options.domains.find(each => each.name.toLowerCase() === name && each.region === region);
      return domain ? handle(request, domain) : refuse(404, `Domain not found: ${name}`);
    },
  });

  const product: Product = {
    name: 'mailgun',
    hosts: Object.keys(regionOfHost),
    routes: [
      { method: 'POST', path: '/v3/{domain}/messages', ...guarded(send) },
      { method: 'GET', path: '/v3/{domain}/events', ...guarded(events) },
      { method: 'GET', path: '/v3/{domain}/events/{page}', ...guarded(events) },
      { method: 'ANY', path: '/*', access: 'open', absent: true, handle: elsewhere },
    ],
  };
  return { product, inbox: () => mails.all(), filesOf: mail => files.get(mail.sid) };
}

/** Mailgun has more under its versions than is here. */
function elsewhere({ method, host, url: { pathname } }: ApiRequest): ApiReply {
  if (!/^\/v[1-5]\//.test(pathname)) return refuse(404, `Not Found: ${pathname}`);
  return refuse(
    501,
    `Not implemented by the local Mailgun: ${method} https://${host}${pathname}. It takes messages and shows their events`,
  );
}

function refuse(status: number, message: string): ApiReply {
  return { status, body: { message } };
}

function hasKey(request: ApiRequest, key: string): boolean {
  const [, credentials = ''] = /^Basic\s+(.+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return Buffer.from(credentials, 'base64').toString() === `api:${key}`;
}

/** Pages are named by what comes after `/events/`: the query they belong to and where in it they start. */
function eventPage(request: ApiRequest, select: (query: URLSearchParams) => readonly object[]): ApiReply {
  const token = request.path['page'];
  const here = token === undefined ? { query: request.query, offset: 0 } : readPage(token);
  if (here === undefined) return refuse(400, 'invalid page');
  const asked = here.query.has('limit') ? Number(here.query.get('limit')) : eventPageSize.usual;
  if (!Number.isInteger(asked) || asked < 1) return refuse(400, "'limit' parameter is not a positive number");
  const limit = Math.min(asked, eventPageSize.most);
  const items = select(here.query).slice(here.offset, here.offset + limit);
  const base = `https://${request.host}/v3/${request.path['domain'] ?? ''}/events`;
  const link = (offset: number): string => `${base}/${pageName(here.query, Math.max(0, offset))}`;
  const paging = {
    first: link(0),
    previous: link(here.offset - limit),
    next: link(here.offset + items.length),
    last: link(Math.max(0, select(here.query).length - limit)),
  };
  return { status: 200, body: { items, paging } };
}

function pageName(query: URLSearchParams, offset: number): string {
  return Buffer.from(`${offset}?${query.toString()}`).toString('base64url');
}

function readPage(token: string): { query: URLSearchParams; offset: number } | undefined {
  const [, offset, query] = /^(\d{1,9})\?(.*)$/s.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  return offset === undefined ? undefined : { query: new URLSearchParams(query), offset: Number(offset) };
}
