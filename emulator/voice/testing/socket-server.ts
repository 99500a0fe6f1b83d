import type { AddressInfo } from 'node:net';
import type { IncomingMessage } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';

export type Message = Readonly<Record<string, unknown>>;

/** Somebody's WebSocket server on this machine: what it got, and how it answers. */
export interface SocketServer {
  readonly url: string;
  readonly got: Message[];
  readonly requests: IncomingMessage[];
  /** The connections, in order. */
  readonly sockets: WebSocket[];
  close(): Promise<void>;
}

/** Listens on a free port; `answer` gets each message and a way to reply. */
export async function socketServer(
  answer: (message: Message, reply: (message: object) => void) => void = () => undefined,
): Promise<SocketServer> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const got: Message[] = [];
  const requests: IncomingMessage[] = [];
  const sockets: WebSocket[] = [];
  server.on('connection', (socket, request) => {
    requests.push(request);
    sockets.push(socket);
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as Message;
      got.push(message);
      answer(message, reply => socket.send(JSON.stringify(reply)));
    });
  });
  await new Promise<void>(resolve => server.once('listening', () => resolve()));
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}/media`,
    got,
    requests,
    sockets,
    close: () =>
      new Promise(resolve => {
        for (const socket of server.clients) socket.terminate();
        server.close(() => resolve());
      }),
  };
}
