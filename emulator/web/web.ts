import type { ApiReply, Fault, Web, WebReply, WebRequest, World } from '../contract';
import type { Dispatcher, RawRequest } from '../gateway/dispatcher';
import { bareHost, isLoopback } from '../gateway/hosts';
import { encodeReply } from '../gateway/encode-reply';
import { randomUUID } from 'node:crypto';
import { Cookies } from './cookies';
import { deliveryOf, type Delivery, type RetryReason } from './overrides';
import { askLoopback } from './loopback';
import { outgoing } from './outgoing';
import { outsideOf, tunnelPort } from './tunnel';
import { connectionFailure, WebFailure } from './web-failure';

/** Redirects that are followed before error 11215. */
const REDIRECT_LIMIT = 10;
/** Here a redirect is the answer: Studio takes a 3xx of a function or URL as it is. */
const NOT_FOLLOWED = new Set(['run-function', 'http-request']);

type WebhookFault = Extract<Fault, { on: 'webhook' }>;

/**
 * The requests that the cloud makes. Hosts of the local Twilio are asked in process, servers of this machine (by their address or by a tunnel's name) for real, anything else fails: nothing
 * leaves. Each request is signed, timed by the computer's clock, on the timeline, and counts as activity.
 */
export function createWeb(world: World, dispatch: Dispatcher): Web {
  const ways = { world, dispatch, cookies: new Cookies(world.clock, world.bus) };
  return {
    async send(request) {
      const fault = world.faults.forWebhook(request);
      if (fault) return misbehave(fault, request, ways);
      return world.activity.track(transmit(request, ways));
    },
  };
}

interface Ways {
  readonly world: World;
  readonly dispatch: Dispatcher;
  readonly cookies: Cookies;
}

async function misbehave(fault: WebhookFault, request: WebRequest, ways: Ways): Promise<WebReply> {
  const { world } = ways;
  const effects = { drop: 'is lost', duplicate: 'comes twice', delay: 'comes late' };
  tell(world, request, { kind: 'fault', text: `${request.kind} ${effects[fault.effect]}: ${pathOf(request.url)}` });
  if (fault.effect === 'drop') return failed(new WebFailure(11205, 'lost by an injected fault'), 0);
  if (fault.effect === 'delay') {
    // Waiting is not activity: the clock must be free to move.
    await new Promise<void>(resolve => world.clock.after(fault.delayMs, resolve));
    return world.activity.track(transmit(request, ways));
  }
  const first = world.activity.track(transmit(request, ways));
  void world.activity.track(transmit(request, ways));
  return first;
}

/** Sends it, again when its delivery says so, and tells of each attempt. Never rejects. */
async function transmit(request: WebRequest, ways: Ways): Promise<WebReply> {
  const delivery = deliveryOf(request.url);
  const attempt = { request, token: randomUUID(), delivery };
  const startedMs = performance.now();
  for (let sent = 0; ; sent += 1) {
    const { reply, reason } = await transmitOnce(attempt, ways);
    const mayRetry = reason !== undefined && delivery.reasons.has(reason) && sent < delivery.retries;
    if (!mayRetry || performance.now() - startedMs > delivery.totalLimitMs) return reply;
  }
}

interface Attempt {
  readonly request: WebRequest;
  /** Twilio's I-Twilio-Idempotency-Token. */
  readonly token: string;
  readonly delivery: Delivery;
}

async function transmitOnce(
  attempt: Attempt,
  ways: Ways,
): Promise<{ reply: WebReply; reason: RetryReason | undefined }> {
  const { request } = attempt;
  const { world } = ways;
  const startedMs = performance.now();
  const took = (): number => Math.round((performance.now() - startedMs) * 10) / 10;
  let isTimeout = false;
  const reply = await ask(attempt, ways).then(
    answer => received(answer, took()),
    (error: unknown) => {
      isTimeout = error instanceof WebFailure && error.isTimeout;
      return failed(error, took());
    },
  );
  const outcome = reply.status || reply.failure?.message;
  const { kind, method, url } = request;
  tell(world, request, {
    kind: 'request',
    text: `${method} ${pathOf(url)} → ${outcome ?? 'no answer'}`,
    durationMs: reply.durationMs,
    detail: { webhook: kind, url, status: reply.status, ...(reply.failure && { failure: reply.failure }) },
  });
  return { reply, reason: reasonFor(reply, isTimeout) };
}

/** Why it would be sent again; undefined for a good answer, and for what no attempt can mend. */
function reasonFor({ status, failure }: WebReply, isTimeout: boolean): RetryReason | undefined {
  if (isTimeout) return 'rt';
  if (status >= 500) return '5xx';
  if (status >= 400) return '4xx';
  return failure?.code === 11205 ? 'ct' : undefined;
}

async function ask({ request, token, delivery }: Attempt, { world, dispatch, cookies }: Ways): Promise<ApiReply> {
  const account = world.accounts.find(request.accountSid);
  let current = request;
  for (let redirects = 0; redirects <= REDIRECT_LIMIT; redirects += 1) {
    const signed = outgoing(current, account, token);
    const cookie = cookies.of(request.callSid, signed.url);
    const raw = cookie === undefined ? signed : { ...signed, headers: { ...signed.headers, cookie } };
    const answer = await askOnce(raw, { world, dispatch }, delivery.answerLimitMs);
    cookies.keep(request.callSid, raw.url, answer);
    const location = NOT_FOLLOWED.has(request.kind) ? undefined : redirectOf(answer, raw);
    if (location === undefined) return answer;
    // 307 and 308 repeat the request; the others ask again with GET, and without its fields.
    const repeats = answer.status === 307 || answer.status === 308;
    current = repeats ? { ...current, url: location } : { ...request, method: 'GET', url: location, parameters: {} };
  }
  throw new WebFailure(11215, request.url);
}

async function askOnce(
  raw: RawRequest,
  { world, dispatch }: Omit<Ways, 'cookies'>,
  limitMs: number,
): Promise<ApiReply> {
  const host = bareHost(raw.url.host);
  const port = tunnelPort(world.tunnels, raw.url);
  const inside = port === undefined && dispatch.handles(host);
  if (port === undefined && !inside && !isLoopback(host)) throw new WebFailure(11210, outsideOf(host));
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), limitMs);
  try {
    return await (inside
      ? Promise.race([dispatch.answer(raw), aborted(limit.signal)])
      : askLoopback(raw, limit.signal, port));
  } catch (error) {
    if (limit.signal.aborted) throw new WebFailure(11205, `no answer within ${limitMs} ms`, true);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new WebFailure(11205, 'no answer in time', true)));
  });
}

function redirectOf({ status, headers }: ApiReply, { url }: RawRequest): string | undefined {
  if (![301, 302, 303, 307, 308].includes(status)) return undefined;
  const entry = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'location');
  const location = String(entry?.[1] ?? '');
  if (location === '' || !URL.canParse(location, url.href))
    throw new WebFailure(11216, `${url.href} redirects to nowhere`);
  return new URL(location, url).href;
}

function received(answer: ApiReply, durationMs: number): WebReply {
  const { headers, bytes } = encodeReply(answer);
  const flat = Object.entries(headers).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : value.join(', '),
  ]);
  const failure = answer.status >= 400 ? new WebFailure(11200, `status ${answer.status}`) : undefined;
  return {
    status: answer.status,
    headers: Object.fromEntries(flat) as Record<string, string>,
    body: bytes.toString('utf8'),
    bytes,
    durationMs,
    ...(failure && { failure: { code: failure.code, message: failure.message } }),
  };
}

function failed(error: unknown, durationMs: number): WebReply {
  const failure = error instanceof WebFailure ? error : connectionFailure(error, '');
  return { status: 0, headers: {}, body: '', durationMs, failure: { code: failure.code, message: failure.message } };
}

function tell(
  world: World,
  { callSid }: WebRequest,
  entry: { kind: 'request' | 'fault'; text: string; durationMs?: number; detail?: Record<string, unknown> },
): void {
  world.bus.emit('timeline', { atMs: world.clock.now(), ...(callSid !== undefined && { callSid }), ...entry });
}

/** For people: the part of a URL that tells them apart. */
function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
