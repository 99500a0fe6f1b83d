import type { Socket } from 'node:net';

/** First byte of a TLS record that opens a handshake (RFC 8446, section 5.1). */
const TLS_HANDSHAKE = 0x16;

/** Looks at the first byte that comes, leaves it in place, and hands the socket to whom it is for. */
export function sortConnection(
  socket: Socket,
  to: { tls: (socket: Socket) => void; plain: (socket: Socket) => void },
): void {
  // A connection that breaks concerns only who opened it.
  socket.on('error', () => socket.destroy());
  socket.once('data', (chunk: Buffer) => {
    socket.pause();
    socket.unshift(chunk);
    if (chunk[0] === TLS_HANDSHAKE) {
      // TLS takes the chunk itself at the next tick; a socket that flows would have lost it by then.
      to.tls(socket);
    } else {
      to.plain(socket);
      socket.resume();
    }
  });
}
