import { bareHost } from '../gateway/hosts';

/** Public names of servers on this machine, in lower case, and their ports: what a tunnel (ngrok) is outside. Twilio asks such a name over https and wss. */
export type Tunnels = ReadonlyMap<string, number>;

/** Throws an Error when a name is none, or a port is no port. */
export function tunnelsOf(tunnels: Readonly<Record<string, number>>): Tunnels {
  const entries = Object.entries(tunnels).map(([name, port]) => {
    const host = name.toLowerCase();
    if (!URL.canParse(`https://${host}`) || new URL(`https://${host}`).host !== host)
      throw new Error(`a tunnel's name is that of a host, without scheme, port and path: not ${name}`);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new Error(`the port of tunnel ${name} is a number from 1 to 65535`);
    return [host, port] as const;
  });
  return new Map(entries);
}

/** The port on this machine that a tunnel leads to; undefined when `url` is not its name on the usual port. */
export function tunnelPort(tunnels: Tunnels, url: URL): number | undefined {
  return url.port === '' ? tunnels.get(bareHost(url.host)) : undefined;
}

/** Why a name leads nowhere, and what to do about it; for people. */
export function outsideOf(host: string): string {
  return `${host} is not here, and nothing leaves the local Twilio: --tunnel ${host}=PORT gives a server of this machine that name`;
}

/** What a tunnel adds: which name the server was asked by, and how. Frameworks that trust a proxy work out the signed URL from it. */
export function forwarded(url: URL): Record<string, string> {
  const secure = url.protocol === 'https:' || url.protocol === 'wss:';
  return {
    host: url.host,
    'x-forwarded-host': url.host,
    'x-forwarded-proto': secure ? 'https' : 'http',
    'x-forwarded-for': '127.0.0.1',
  };
}

/** Asks with TLS, and without when the server speaks none. Rejects with the first error when that fails too. */
export async function withOrWithoutTls<T>(secure: () => Promise<T>, plain: () => Promise<T>): Promise<T> {
  try {
    return await secure();
  } catch (error) {
    if (!speaksNoTls(error)) throw error;
    try {
      return await plain();
    } catch {
      throw error;
    }
  }
}

/** Whether a TLS handshake broke as it does when the server speaks plain HTTP: it answers with text, or hangs up. */
function speaksNoTls(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return /^EPROTO$|^ERR_SSL_|^ECONNRESET$/.test(code);
}
