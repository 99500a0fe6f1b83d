import type { IncomingHttpHeaders } from 'node:http';
import type { Account, ApiReply, ApiRequest, Method, Product, World } from '../contract';
import { TwilioError } from '../rest/twilio-error';
import { ConnectionRefused, misbehave, reportApiFault } from './api-fault';
import { authenticate, refusal } from './authentication';
import { encodeReply } from './encode-reply';
import { bareHost, foldRegion, isTwilioApi } from './hosts';
import { timed } from './request-log';
import { createHostRouter, type HostRouter, type Match } from './router';
import { unrouted } from './unrouted';

/** What a request may bring; at most one of `form`, `json` and `body`. */
export interface DispatchOptions {
  readonly form?: Readonly<Record<string, string | readonly string[]>> | URLSearchParams;
  readonly json?: unknown;
  readonly body?: Buffer | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whose credentials to send. */
  readonly account?: Pick<Account, 'sid' | 'authToken'>;
}

/** A request as it came over the wire. */
export interface RawRequest {
  readonly method: Method;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The door to all products: the gateway's, the outgoing webhooks' and, in memory, the tests'. */
export interface Dispatcher {
  /** Rejects with ConnectionRefused when an injected fault says so; every other failure is an answer. */
  (method: Method, url: string, options?: DispatchOptions): Promise<ApiReply>;
  /** The same, for a request that is complete. */
  answer(request: RawRequest): Promise<ApiReply>;
  /** True when a product has that host, and for all of Twilio's API hosts: those that no product has answer 501. */
  handles(host: string): boolean;
  /** What products stand in for, sorted: "*.twil.io". */
  readonly hosts: readonly string[];
}

/** Throws when two products have the same route. */
export function createDispatcher(products: readonly Product[], world: World): Dispatcher {
  const router = createHostRouter(products);
  const answer = (raw: RawRequest): Promise<ApiReply> =>
    world.activity.track(timed(raw, () => route(raw, router, world)));
  const dispatch = (method: Method, url: string, options: DispatchOptions = {}): Promise<ApiReply> =>
    answer(rawRequest(method, new URL(url), options));
  const handles = (name: string): boolean => {
    const host = foldRegion(bareHost(name));
    return router.handles(host) || isTwilioApi(host);
  };
  return Object.assign(dispatch, { answer, handles, hosts: router.hosts });
}

async function route(raw: RawRequest, router: HostRouter, world: World): Promise<ApiReply> {
  const host = foldRegion(bareHost(raw.url.host));
  const { method, url } = raw;
  try {
    checkSize(raw, host);
    checkPath(url.pathname);
    const match = findRoute(router, host, raw);
    if (!match) {
      const here = { methods: router.methodsOf(host, url.pathname), isHostAbsent: !router.handles(host) };
      throw unrouted({ host, method, pathname: url.pathname }, here);
    }
    const reply = await handle(raw, { ...match, host }, world);
    return method === 'HEAD' && match.route.method === 'GET' ? headOf(reply) : reply;
  } catch (error) {
    if (error instanceof ConnectionRefused) throw error;
    if (error instanceof TwilioError) return { status: error.status, body: error.toBody() };
    return defect(error, raw, world);
  }
}

/** What a HEAD is answered: the status and the headers of its GET, the length of the body among them, without the body. */
function headOf(reply: ApiReply): ApiReply {
  const { headers, bytes } = encodeReply(reply);
  const length = reply.stream ? {} : { 'content-length': String(bytes.length) };
  return { status: reply.status, headers: { ...headers, ...length }, body: '' };
}

function findRoute(router: HostRouter, host: string, { method, url }: RawRequest): Match | undefined {
  const match = router.find(host, method, url.pathname);
  return match ?? (method === 'HEAD' ? router.find(host, 'GET', url.pathname) : undefined);
}

/** Far above what an API of Twilio takes (a flow's definition is the largest); files go to other hosts. */
const API_BODY_LIMIT_BYTES = 2 * 1024 * 1024;
const FILE_HOSTS = ['serverless-upload.twilio.com'];

function checkSize({ body }: RawRequest, host: string): void {
  if (host.endsWith('.twilio.com') && !FILE_HOSTS.includes(host) && body.length > API_BODY_LIMIT_BYTES)
    throw new TwilioError(413, 20413, 'Request Entity Too Large');
}

function checkPath(pathname: string): void {
  try {
    decodeURIComponent(pathname);
  } catch {
    throw new TwilioError(400, 20001, `${pathname} is not properly percent-encoded`);
  }
}

async function handle(
  raw: RawRequest,
  { route, path, host }: Match & { host: string },
  world: World,
): Promise<ApiReply> {
  const { method, url, headers, body } = raw;
  const credentials = authenticate(headers, world.accounts);
  const wanted = world.accounts.find(path['AccountSid'] ?? '');
  const refused = refusal(route, path, { credentials, wanted });
  if (refused) return refused;
  // The credentials of its owner act for a subaccount.
  const account = credentials && wanted?.ownerSid === credentials.sid ? wanted : credentials;
  const form = isForm(headers) ? new URLSearchParams(body.toString('utf8')) : new URLSearchParams();
  const request: ApiRequest = { method, host, url, path, query: url.searchParams, form, body, headers, account };
  const fault = world.faults.forApi(request);
  if (!fault) return route.handle(request);
  reportApiFault(world, fault, request);
  return misbehave(fault, world, async () => route.handle(request));
}

/** 500/20500, with the stack on the timeline: whatever throws something else than a TwilioError is a defect of the local Twilio. */
function defect(error: unknown, { method, url }: RawRequest, world: World): ApiReply {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const text = `the local Twilio failed at ${method} ${url.pathname}: ${stack}`;
  world.bus.emit('timeline', { atMs: world.clock.now(), kind: 'fault', text });
  return { status: 500, body: new TwilioError(500, 20500, text.split('\n', 1)[0] ?? text).toBody() };
}

function isForm(headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded') ?? false;
}

function rawRequest(method: Method, url: URL, options: DispatchOptions): RawRequest {
  const { account, headers } = options;
  const { body, contentType } = encodedBody(options);
  const credentials = account && Buffer.from(`${account.sid}:${account.authToken}`).toString('base64');
  const lowered = Object.entries(headers ?? {}).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  return {
    method,
    url,
    body,
    headers: {
      host: url.host,
      ...(contentType !== undefined && { 'content-type': contentType }),
      ...(credentials !== undefined && { authorization: `Basic ${credentials}` }),
      ...Object.fromEntries(lowered),
    },
  };
}

function encodedBody({ form, json, body }: DispatchOptions): { body: Buffer; contentType?: string } {
  if (form) return { body: Buffer.from(formText(form)), contentType: 'application/x-www-form-urlencoded' };
  if (json !== undefined) return { body: Buffer.from(JSON.stringify(json)), contentType: 'application/json' };
  return { body: Buffer.from(body ?? '') };
}

function formText(form: NonNullable<DispatchOptions['form']>): string {
  if (form instanceof URLSearchParams) return form.toString();
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) {
    for (const one of typeof value === 'string' ? [value] : value) text.append(name, one);
  }
  return text.toString();
}
