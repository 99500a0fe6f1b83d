import WebSocket from 'ws';
import { bareHost, isLoopback } from '../../gateway/hosts';
import { signatureOf } from '../../web/signature';
import { forwarded, outsideOf, tunnelPort, withOrWithoutTls } from '../../web/tunnel';
import type { CallWorld } from '../live-call';

/** How long a server may take to answer the handshake, or a ping between two emulated moments; real milliseconds. */
const ANSWER_LIMIT_MS = 5000;

/** Twilio's errors of a stream's WebSocket, https://www.twilio.com/docs/api/errors. */
const SOCKET_FAILURES = {
  31901: 'Connection Timeout',
  31902: 'Connection Refused',
  31904: 'Host Unreachable',
  31910: 'SSL Protocol Error',
  31920: 'Handshake Error',
  31922: 'URL Schema Not Supported',
  31923: 'Malformed URL',
} as const;
type FailureCode = keyof typeof SOCKET_FAILURES;

/** Why there is no connection. */
export class SocketFailure extends Error {
  override readonly name = 'SocketFailure';
  constructor(
    readonly code: FailureCode,
    detail: string,
  ) {
    super(`${SOCKET_FAILURES[code]}: ${detail}`);
  }
}

function failureOf(error: object): SocketFailure {
  const message = 'message' in error ? String(error.message) : '';
  const system = 'code' in error ? String(error.code) : '';
  const code: FailureCode = /timed out/i.test(message)
    ? 31901
    : system === 'ECONNREFUSED'
      ? 31902
      : /EPROTO|_SSL_|TLS/.test(system)
        ? 31910
        : 31920;
  return new SocketFailure(code, message);
}

/** A WebSocket to somebody's server. */
export interface AppSocket {
  send(message: object): void;
  /** Resolves when the server has seen all that was sent, and what it answered at once is here. On the real clock at once. */
  settle(): Promise<void>;
  close(code?: number, reason?: string): void;
}

export interface SocketListeners {
  message(text: string): void;
  closed(code: number): void;
}

/** Connects, with Twilio's signature of the URL. Only servers of this machine, by address or a tunnel's name: nothing leaves it. Rejects with SocketFailure. */
export async function openSocket(
  world: CallWorld,
  { url, accountSid }: { url: string; accountSid: string },
  listeners: SocketListeners,
): Promise<AppSocket> {
  if (!URL.canParse(url)) throw new SocketFailure(31923, `${url} is no URL`);
  if (!/^wss?:$/.test(new URL(url).protocol)) throw new SocketFailure(31922, `${url} is no wss:// URL`);
  const socket = await world.activity.track(connect(world, { url, accountSid }, listeners));
  socket.on('close', code => listeners.closed(code));
  socket.on('error', () => socket.terminate());
  return {
    send: message => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message)),
    settle: () => (world.clock.mode === 'real' ? Promise.resolve() : world.activity.track(pinged(socket))),
    close: (code, reason) => socket.close(code, reason),
  };
}

/** A server that speaks no TLS is asked without, as it would be behind a tunnel. */
async function connect(
  world: CallWorld,
  { url, accountSid }: { url: string; accountSid: string },
  listeners: SocketListeners,
): Promise<WebSocket> {
  const named = new URL(url);
  const { host, pathname, search } = named;
  const port = tunnelPort(world.tunnels, named);
  if (port === undefined && !isLoopback(bareHost(host))) throw new SocketFailure(31904, outsideOf(bareHost(host)));
  const token = world.accounts.find(accountSid)?.authToken ?? '';
  const headers = { 'x-twilio-signature': signatureOf(token, url, {}), 'user-agent': 'TwilioProxy/1.1' };
  const plain = (address: string): Promise<WebSocket> =>
    opened(`ws://${address}${pathname}${search}`, { ...headers, ...forwarded(named) }, listeners);
  try {
    if (port !== undefined) return await plain(`localhost:${port}`);
    const asNamed = (): Promise<WebSocket> => opened(url, headers, listeners);
    return await (named.protocol === 'ws:' ? asNamed() : withOrWithoutTls(asNamed, () => plain(host)));
  } catch (error) {
    throw failureOf(Object(error) as object);
  }
}

function textOf(data: WebSocket.RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8');
}

/** Rejects with the Error of the connection. What the server says at once is heard. */
function opened(url: string, headers: Record<string, string>, listeners: SocketListeners): Promise<WebSocket> {
  const socket = new WebSocket(url, {
    headers,
    handshakeTimeout: ANSWER_LIMIT_MS,
    // A server of this machine has whatever certificate it has.
    rejectUnauthorized: false,
  });
  socket.on('message', data => listeners.message(textOf(data)));
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

let pings = 0;

/** The answer to a ping comes after all that the server sent before it. */
function pinged(socket: WebSocket): Promise<void> {
  return new Promise(resolve => {
    if (socket.readyState !== WebSocket.OPEN) return resolve();
    const id = String((pings += 1));
    const ponged = (data: Buffer): void => {
      if (data.toString() === id) done();
    };
    const done = (): void => {
      clearTimeout(timer);
      socket.off('pong', ponged);
      socket.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, ANSWER_LIMIT_MS);
    socket.on('pong', ponged);
    socket.once('close', done);
    socket.ping(id);
  });
}
