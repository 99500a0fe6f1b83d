import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type Server as HttpServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { ApiReply, Product, World } from '../contract';
import { openCertificateAuthority, type CertificateAuthority } from './certificate-authority';
import { sortConnection } from './connections';
import { createDispatcher, type Dispatcher, type RawRequest } from './dispatcher';
import { proxyEnvironment } from './environment';
import { exchange } from './exchange';
import { bareHost, isLoopback } from './hosts';

/** What a gateway opens onto, and where. */
export interface GatewayOptions {
  readonly products: readonly Product[];
  readonly world: World;
  /** 0 for a free one. */
  readonly port: number;
  /** Where the certificate authority is kept. Without it one is made for this run and thrown away at the end. */
  readonly dataFolder?: string;
  /** Answers requests to the gateway itself (http://127.0.0.1:PORT/emulator/…). They do not count as activity: they may wait for a call to end. */
  readonly control?: Product;
  /** The door that the outgoing webhooks use too; made from the products without it. */
  readonly dispatch?: Dispatcher;
}

/** A gateway that listens. */
export interface Gateway {
  readonly port: number;
  /** PEM certificate of the local authority. */
  readonly caFile: string;
  /** The variables by which unmodified clients find the gateway. */
  environment(): Record<string, string>;
  /** Stops listening and cuts every connection. Products and the world stay as they are. */
  close(): Promise<void>;
}

/**
 * One port for everything, on the loopback interface: an HTTP proxy that ends TLS with its own authority, and a server for the products' hosts by
 * name. A host that no product has is refused with 403: nothing leaves the machine.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  // Whoever is given the environment may work in another folder: Terraform does.
  const folder = resolve(options.dataFolder ?? mkdtempSync(join(tmpdir(), 'linekit-gateway-')));
  const authority = await openCertificateAuthority(folder);
  const dispatch = options.dispatch ?? createDispatcher(options.products, options.world);
  const servers = createServers(options, { authority, dispatch });
  const sockets = new Set<Socket>();
  servers.tcp.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const discard = (): void => {
    if (options.dataFolder === undefined) rmSync(folder, { recursive: true, force: true });
  };
  const port = await listen(servers.tcp, options.port).catch((error: unknown) => {
    discard();
    throw error;
  });
  return {
    port,
    caFile: authority.caFile,
    environment: () => proxyEnvironment(port, authority),
    async close() {
      const closed = new Promise<void>(resolve => servers.tcp.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
      discard();
    },
  };
}

interface Parts {
  readonly authority: CertificateAuthority;
  readonly dispatch: Dispatcher;
}

function createServers(options: GatewayOptions, parts: Parts): { tcp: TcpServer } {
  const { dispatch } = parts;
  const control = options.control && controlDoor(options.control, options.world);
  const http = createHttpServer((incoming, outgoing) => {
    void exchange(incoming, outgoing, request => answer(request, dispatch, control));
  });
  // Clients keep connections for the whole of a run; one closed under a request would look like a fault.
  http.keepAliveTimeout = 0;
  const tls = tlsServer(parts, http);
  const sort = (socket: Socket): void =>
    sortConnection(socket, {
      tls: accepted => tls.emit('connection', accepted),
      plain: accepted => http.emit('connection', accepted),
    });
  http.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (!connect(request, socket, dispatch)) return;
    if (head.length > 0) socket.unshift(head);
    sort(socket);
  });
  return { tcp: createTcpServer(sort) };
}

/** A server for whatever host the client names in its greeting. */
function tlsServer({ authority, dispatch }: Parts, http: HttpServer): TlsServer {
  const server = createTlsServer({
    ALPNProtocols: ['http/1.1'],
    SNICallback(host, done) {
      if (dispatch.handles(host) || isLoopback(host)) {
        authority.secureContextFor(host.toLowerCase()).then(context => done(null, context), done);
      } else {
        done(new Error(`the local Twilio does not stand in for ${host}`));
      }
    },
  });
  server.on('secureConnection', socket => http.emit('connection', socket));
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return server;
}

/** Opens a tunnel to a product's host, or refuses it in words; true when it is open. */
function connect(request: IncomingMessage, socket: Socket, dispatch: Dispatcher): boolean {
  const host = bareHost(request.url ?? '');
  if (dispatch.handles(host)) {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    return true;
  }
  const text = refusalOf(host, dispatch.hosts);
  const head = `HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close`;
  socket.end(`${head}\r\n\r\n${text}`, () => socket.destroy());
  return false;
}

function refusalOf(host: string, hosts: readonly string[]): string {
  return [
    `The local Twilio does not stand in for ${host}, and lets nothing out.`,
    `It stands in for ${hosts.join(', ')}.`,
    `A client that needs ${host} must go past it: add ${host} to NO_PROXY in that client's environment.`,
    '',
  ].join('\n');
}

type Door = (request: RawRequest) => Promise<ApiReply>;

async function answer(request: RawRequest, dispatch: Dispatcher, control: Door | undefined): Promise<ApiReply> {
  const host = bareHost(request.url.host);
  if (dispatch.handles(host)) return dispatch.answer(request);
  if (isLoopback(host) && control) return control(request);
  return { status: 403, headers: { 'content-type': 'text/plain' }, body: refusalOf(host, dispatch.hosts) };
}

/** The control's routes, whatever name the machine was called by. */
function controlDoor(control: Product, world: World): Door {
  const door = createDispatcher([{ ...control, hosts: ['localhost'] }], {
    ...world,
    activity: { ...world.activity, track: work => work },
  });
  return request => {
    const url = new URL(request.url);
    url.hostname = 'localhost';
    return door.answer({ ...request, url });
  };
}

function listen(server: TcpServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address() as AddressInfo;
      resolve(address.port);
    });
  });
}
