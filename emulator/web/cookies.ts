import type { ApiReply, Bus, Clock } from '../contract';

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly host: string;
  readonly path: string;
  /** On the emulated clock; Infinity for as long as the call lasts. */
  readonly untilMs: number;
}

/**
 * The cookies of each call: what an application sets in one answer comes back with the call's next request to the same host, until the call is over.
 * https://www.twilio.com/docs/voice/twiml#cookies
 */
export class Cookies {
  private readonly jars = new Map<string, Cookie[]>();

  constructor(
    private readonly clock: Pick<Clock, 'now'>,
    bus: Pick<Bus, 'on'>,
  ) {
    bus.on('call-ended', ({ callSid }) => this.jars.delete(callSid));
  }

  /** The Cookie header of a request of the call; undefined when there is none. */
  of(callSid: string | undefined, { hostname, pathname }: URL): string | undefined {
    const jar = (callSid !== undefined && this.jars.get(callSid)) || [];
    const nowMs = this.clock.now();
    const fitting = jar.filter(
      cookie => cookie.host === hostname && isWithin(pathname, cookie.path) && cookie.untilMs > nowMs,
    );
    return fitting.length === 0 ? undefined : fitting.map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  /** Keeps what an answer sets. */
  keep(callSid: string | undefined, url: URL, { headers = {} }: ApiReply): void {
    const set = Object.entries(headers).flatMap(([name, value]) => (name.toLowerCase() === 'set-cookie' ? value : []));
    if (callSid === undefined || set.length === 0) return;
    const jar = this.jars.get(callSid) ?? [];
    for (const line of set) {
      const cookie = cookieOf(line, url, this.clock.now());
      if (!cookie) continue;
      const known = jar.findIndex(
        ({ name, host, path }) => name === cookie.name && host === cookie.host && path === cookie.path,
      );
      if (known >= 0) jar.splice(known, 1);
      jar.push(cookie);
    }
    this.jars.set(callSid, jar);
  }
}

/** RFC 6265 as far as one host goes: `Path`, `Max-Age` and `Expires` count. */
function cookieOf(line: string, url: URL, nowMs: number): Cookie | undefined {
  const [pair = '', ...rest] = line.split(';');
  const [name = '', ...value] = pair.split('=');
  if (name.trim() === '' || value.length === 0) return undefined;
  const given = new Map(
    rest.map(part => {
      const [key = '', ...text] = part.split('=');
      return [key.trim().toLowerCase(), text.join('=').trim()];
    }),
  );
  const path = given.get('path');
  const maxAge = given.get('max-age');
  const expires = given.get('expires');
  return {
    name: name.trim(),
    value: value.join('=').trim(),
    host: url.hostname,
    path: path?.startsWith('/') ? path : url.pathname.replace(/\/[^/]*$/, '') || '/',
    untilMs:
      maxAge !== undefined
        ? nowMs + Number(maxAge) * 1000
        : expires !== undefined && !Number.isNaN(Date.parse(expires))
          ? Date.parse(expires)
          : Infinity,
  };
}

function isWithin(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}
