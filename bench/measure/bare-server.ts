import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { signAuthority } from '../../emulator/gateway/certificate';
import { untilAskedToEnd } from './background-process';

/** What the bare server answers to everything: of the size that the emulator answers. */
const ANSWER_BYTES = 600;

/** The least that an https server in node can do: reads the request whole and answers JSON that lies ready. Runs until asked to end. */
export async function serveBare(): Promise<void> {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const cert = await signAuthority({ name: 'bare', keys, validDays: 1 });
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' });
  const body = Buffer.from(JSON.stringify({ text: 'x'.repeat(ANSWER_BYTES) }));
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const server = createServer({ key, cert }, (request, response) => {
    request.resume().on('end', () => response.writeHead(200, headers).end(body));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
  await untilAskedToEnd();
  server.closeAllConnections();
  server.close();
}
