import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { signAuthority } from '../../emulator/gateway/certificate';
import { untilAskedToEnd } from './background-process';

/** Of the size that the local Twilio answers: a Sync map item with its links. */
const ANSWER_BYTES = 600;

/**
 * The least that an https server in node can do for the same requests: reads each whole, a POST's form into its fields, and answers JSON that lies ready
 * with the same status. Runs until asked to end.
 */
export async function serveBare(): Promise<void> {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const cert = await signAuthority({ name: 'bare', keys, validDays: 1 });
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' });
  const body = Buffer.from(JSON.stringify({ text: 'x'.repeat(ANSWER_BYTES) }));
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const server = createServer({ key, cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      response.writeHead(form.size > 0 ? 201 : 200, headers).end(body);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
  await untilAskedToEnd();
  server.closeAllConnections();
  server.close();
}
