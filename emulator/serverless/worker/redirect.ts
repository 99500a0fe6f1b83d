import { isIP, Socket } from 'node:net';

/**
 * Sends what this process connects to on port 443 to the local gateway instead. TLS still asks for the name that was meant
 * (SNI), so that the gateway knows the host. This catches https, axios and fetch alike, which all end in a socket.
 * Other ports of other machines cannot be reached: the connection fails with ECONNREFUSED. Loopback stays as it is.
 */
export function redirectConnections(gatewayPort: number): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- applied to each socket below
  const connect = Socket.prototype.connect;
  const connectTo = (socket: Socket, args: unknown[]) => Reflect.apply(connect, socket, args) as Socket;
  function redirected(this: Socket, ...args: unknown[]): Socket {
    const target = targetOf(args);
    if (!target || isLoopback(target.host)) return connectTo(this, args);
    if (target.port === 443) return connectTo(this, target.with('127.0.0.1', gatewayPort));
    const refusal = `connect ECONNREFUSED ${target.host}:${target.port} (the local Twilio knows hosts on port 443 only)`;
    return this.destroy(Object.assign(new Error(refusal), { code: 'ECONNREFUSED', syscall: 'connect' }));
  }
  Reflect.set(Socket.prototype, 'connect', redirected);
}

interface Target {
  readonly host: string;
  readonly port: number;
  /** The same arguments with another address. */
  with(host: string, port: number): unknown[];
}

/** Reads the forms of `socket.connect`: [options, callback] as node:net hands on, (options, callback), (port, host, callback). */
function targetOf(args: unknown[]): Target | undefined {
  const [first, second, ...rest] = args;
  if (Array.isArray(first)) {
    const inner = targetOf(first);
    // The array carries a mark of node:net's own, so it is changed in place.
    return (
      inner && {
        ...inner,
        with: (host, port) => [first.splice(0, 1, inner.with(host, port)[0]) && first, ...args.slice(1)],
      }
    );
  }
  if (isOptions(first)) {
    if (Boolean(first.path) || first.port === undefined) return undefined;
    const host = typeof first.host === 'string' ? first.host : 'localhost';
    return {
      host,
      port: Number(first.port),
      with: (to, port) => [{ ...first, host: to, port, lookup: undefined }, second, ...rest],
    };
  }
  if (typeof first !== 'number') return undefined;
  const host = typeof second === 'string' ? second : 'localhost';
  return {
    host,
    port: first,
    with: (to, port) => [port, to, ...(typeof second === 'string' ? rest : [second, ...rest])],
  };
}

function isOptions(value: unknown): value is { host?: unknown; port?: unknown; path?: unknown } {
  return typeof value === 'object' && value !== null;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
