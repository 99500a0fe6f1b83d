import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A CalDAV server for tests. */
export interface TestServer {
  /** A collection with nothing in it. */
  collection(): Promise<TestCollection>;
  close(): Promise<void>;
}

export interface TestCollection {
  readonly url: string;
  readonly fetch: typeof globalThis.fetch;
  /** Puts an object of somebody else's there. */
  put(name: string, text: string): Promise<void>;
  names(): Promise<readonly string[]>;
  text(name: string): Promise<string>;
}

/** In memory: objects by name, made once or not at all, removed on a right ETag; a query answers with all it has. */
export function memoryCollection(): TestCollection {
  const objects = new Map<string, { text: string; etag: string }>();
  const url = 'https://caldav.example.org/desk/';
  let etags = 0;
  const put = (name: string, text: string): void => void objects.set(name, { text, etag: `"${(etags += 1)}"` });
  const fetch: typeof globalThis.fetch = async (address, init) => {
    const asked = new Request(address, init);
    const name = decodeURIComponent(asked.url.slice(url.length)).replace(/\.ics$/, '');
    const found = objects.get(name);
    if (asked.headers.get('authorization') !== `Basic ${btoa('desk:secret')}`) return new Response('', { status: 401 });
    if (asked.method === 'REPORT') return new Response(multistatus(objects), { status: 207, headers: XML });
    if (asked.method === 'GET')
      return found ? new Response(found.text, { headers: { etag: found.etag } }) : new Response('', { status: 404 });
    if (asked.method === 'PUT') {
      const text = await asked.text();
      if (objects.has(name) && asked.headers.get('if-none-match') === '*') return new Response('', { status: 412 });
      put(name, text);
      return new Response('', { status: 201 });
    }
    if (!found) return new Response('', { status: 404 });
    const match = asked.headers.get('if-match');
    if (match !== null && match !== found.etag) return new Response('', { status: 412 });
    objects.delete(name);
    return new Response(null, { status: 204 });
  };
  return {
    url,
    fetch,
    put: async (name, text) => put(name, text),
    names: async () => [...objects.keys()],
    text: async name => objects.get(name)?.text ?? '',
  };
}

/** Collections in memory. */
export async function memoryServer(): Promise<TestServer> {
  return { collection: async () => memoryCollection(), close: async () => {} };
}

const XML = { 'content-type': 'application/xml' };

function multistatus(objects: ReadonlyMap<string, { text: string; etag: string }>): string {
  const rows = [...objects].map(
    ([name, { text, etag }]) =>
      `<response><href>/desk/${name}.ics</href><propstat><prop><getetag>${etag.replaceAll('"', '&quot;')}</getetag>` +
      `<C:calendar-data>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</C:calendar-data></prop>` +
      '<status>HTTP/1.1 200 OK</status></propstat></response>',
  );
  return `<?xml version="1.0"?><multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">${rows.join('')}</multistatus>`;
}

/** Radicale's command; undefined when it isn't on the path. */
export function radicaleCommand(): string | undefined {
  const command = 'radicale';
  try {
    execFileSync(command, ['--version'], { stdio: 'pipe' });
    return command;
  } catch {
    return undefined;
  }
}

/** A real Radicale on a free port, its data in a folder that goes with it. */
export async function radicaleServer(command: string): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'linekit-radicale-'));
  const port = await freePort();
  const options = ['--auth-type', 'none', '--storage-filesystem-folder', folder, '--server-hosts', `127.0.0.1:${port}`];
  const child = spawn(command, options, { stdio: ['ignore', 'ignore', 'pipe'] });
  await ready(child);
  let collections = 0;
  return {
    collection: () => radicaleCollection(`http://127.0.0.1:${port}/desk/calendar-${(collections += 1)}/`),
    close: async () => {
      const ended = new Promise(resolve => child.once('exit', resolve));
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function radicaleCollection(url: string): Promise<TestCollection> {
  const headers = { authorization: `Basic ${btoa('desk:secret')}` };
  const send = async (address: string, init: RequestInit): Promise<Response> => {
    const response = await fetch(address, { ...init, headers: { ...headers, ...init.headers } });
    if (!response.ok) throw new Error(`Radicale answered ${response.status} to ${String(init.method)}`);
    return response;
  };
  await send(url, { method: 'MKCALENDAR' });
  return {
    url,
    fetch: globalThis.fetch,
    put: async (name, text) => {
      const type = { 'content-type': 'text/calendar' };
      await send(`${url}${name}.ics`, { method: 'PUT', body: text, headers: type });
    },
    text: async name => (await send(`${url}${name}.ics`, {})).text(),
    names: async () => {
      const listed = await send(url, { method: 'PROPFIND', headers: { depth: '1' } });
      return [...(await listed.text()).matchAll(/<href>[^<]*\/([^/<]+)\.ics<\/href>/g)].map(([, name = '']) => name);
    },
  };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('exit', code => reject(new Error(`Radicale ended with ${String(code)}: ${said.slice(-500)}`)));
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Radicale server ready')) resolve();
    });
  });
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
