import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';

/** Who is asked, and how. */
export interface Load {
  readonly port: number;
  /** By this name TLS asks for it (SNI). Its certificate is not checked: that costs no request anything. */
  readonly serverName: string;
  /** The next request, whole, as it goes over the wire. */
  readonly next: () => string;
  /** Status that each answer must have. */
  readonly status: number;
  readonly connections: number;
  readonly durationMs: number;
}

/**
 * Keeps every connection busy with one request after another and resolves with the answers a second. Talks HTTP by hand: node's own client would
 * cost more than the servers that are measured. Rejects at an answer with another status.
 */
export async function requestsPerSecond(load: Load): Promise<number> {
  const connections = Array.from({ length: load.connections }, () => open(load));
  const sockets = await Promise.all(connections);
  const beganMs = performance.now();
  const untilMs = beganMs + load.durationMs;
  try {
    const counts = await Promise.all(sockets.map(socket => keepBusy(socket, load, untilMs)));
    const seconds = (performance.now() - beganMs) / 1000;
    return counts.reduce((sum, count) => sum + count, 0) / seconds;
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

async function open({ port, serverName }: Load): Promise<TLSSocket> {
  const options = {
    port,
    host: '127.0.0.1',
    servername: serverName,
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
  };
  const socket = connect(options);
  socket.setNoDelay(true);
  await once(socket, 'secureConnect');
  return socket.setEncoding('latin1');
}

function keepBusy(socket: TLSSocket, load: Load, untilMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let received = '';
    let answers = 0;
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server closed a connection')));
    socket.on('data', (chunk: string) => {
      received += chunk;
      const size = answerSize(received);
      if (size === undefined || received.length < size) return;
      if (!received.startsWith(`HTTP/1.1 ${load.status} `)) return reject(new Error(`unexpected: ${received}`));
      received = received.slice(size);
      answers += 1;
      if (performance.now() < untilMs) socket.write(load.next());
      else resolve(answers);
    });
    socket.write(load.next());
  });
}

/** Head and body of the answer that begins `text`, in bytes; undefined until its head is whole. */
function answerSize(text: string): number | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1];
  if (length === undefined) throw new Error(`an answer without content-length: ${text.slice(0, headEnd)}`);
  return headEnd + 4 + Number(length);
}
