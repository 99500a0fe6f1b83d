import http from 'node:http';
import { CommandError } from '../command-error';
import { basicOf, type Credentials } from '../deploy/credentials';

/** Asks the local Twilio's REST APIs, and hosts it serves, from within the process that runs it. */
export interface LocalRest {
  /** GETs JSON: `json('taskrouter.twilio.com', '/v1/Workspaces')`. Throws LOCAL_REQUEST_FAILED. */
  json(host: string, path: string): Promise<unknown>;
  /** GETs bytes. Throws LOCAL_REQUEST_FAILED. */
  bytes(host: string, path: string): Promise<Buffer>;
  /** POSTs a form, and gives the JSON of the answer. Throws LOCAL_REQUEST_FAILED. */
  post(host: string, path: string, fields: Readonly<Record<string, string>>): Promise<unknown>;
}

/** Plain HTTP to the gateway's port, which serves the emulated hosts by name: no proxy and no certificate are needed. */
export function createLocalRest(port: number, credentials: Credentials): LocalRest {
  const { username, password } = basicOf(credentials);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const bytes = (host: string, path: string) => ask({ port, path, headers: { host, authorization } });
  return {
    bytes,
    json: async (host, path): Promise<unknown> => JSON.parse((await bytes(host, path)).toString('utf8')),
    post: async (host, path, fields): Promise<unknown> => {
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = new URLSearchParams(fields).toString();
      const answer = await ask({ port, path, headers: { host, authorization, ...form }, body });
      return JSON.parse(answer.toString('utf8')) as unknown;
    },
  };
}

interface Ask {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>> & { readonly host: string };
  /** POSTed when there is one. */
  readonly body?: string;
}

function ask({ port, path, headers, body }: Ask): Promise<Buffer> {
  const method = body === undefined ? 'GET' : 'POST';
  return new Promise((resolve, reject) => {
    const request = http.request({ port, path, headers, method, hostname: '127.0.0.1', agent: false }, response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const answer = Buffer.concat(chunks);
        const status = response.statusCode ?? 0;
        if (status >= 200 && status < 300) return resolve(answer);
        const words = answer.toString('utf8').slice(0, 200);
        reject(
          new CommandError(
            'LOCAL_REQUEST_FAILED',
            `${method} https://${headers.host}${path} answered ${status}: ${words}`,
          ),
        );
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}
