import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import tls from 'node:tls';
import { createEmulator, localAccount, type Emulator, type EmulatorOptions } from '../../emulator';
import { projectRoot } from '../../scripts/project';

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** A local Twilio and a folder for what clients leave behind. */
export interface LocalCloud {
  readonly emulator: Emulator;
  readonly folder: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** The environment of clients: credentials and where the local Twilio is. */
  readonly environment: Record<string, string>;
  /** Asks for what a deployed service serves; POSTs a form when there is one. */
  visit(url: string, form?: URLSearchParams, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Writes files below the folder. */
  write(files: Readonly<Record<string, string>>): void;
  close(): Promise<void>;
}

export async function openLocalCloud(options: EmulatorOptions = {}): Promise<LocalCloud> {
  const folder = mkdtempSync(join(tmpdir(), 'linekit-clients-'));
  const emulator = await createEmulator({ projectFolder: projectRoot, ...options });
  return {
    emulator,
    folder,
    accountSid: localAccount.sid,
    authToken: localAccount.authToken,
    environment: emulator.environment(),
    visit: (url, form, headers = {}) => visit(emulator, new URL(url), { form, headers }),
    write(files) {
      for (const [file, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), content);
      }
    },
    async close() {
      await emulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Visit {
  readonly form: URLSearchParams | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** Through the proxy and over TLS, as the clients go. */
async function visit({ port, caFile }: Emulator, url: URL, { form, headers }: Visit): Promise<Answer> {
  const type = form ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
  const socket = await tunnel(port, url.host);
  const secure = tls.connect({ socket, servername: url.hostname, ca: readFileSync(caFile) });
  return new Promise((resolve, reject) => {
    const request = https.request(
      url,
      {
        createConnection: () => secure,
        method: form ? 'POST' : 'GET',
        headers: { ...type, ...headers, connection: 'close' },
      },
      response => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => void (text += part));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      },
    );
    request.on('error', reject);
    request.end(form?.toString());
  });
}

function tunnel(port: number, host: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const connect = http.request({ port, hostname: '127.0.0.1', method: 'CONNECT', path: `${host}:443`, agent: false });
    connect.on('connect', (_, socket) => resolve(socket));
    connect.on('error', reject);
    connect.end();
  });
}
