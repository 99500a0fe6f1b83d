import http from 'node:http';
import { CommandError } from '../command-error';
import { basicOf, type Credentials } from '../deploy/credentials';

/** Reads what the local Twilio's REST APIs answer, from within the process that runs it. */
export interface LocalRest {
  /** GETs JSON: `json('taskrouter.twilio.com', '/v1/Workspaces')`. Throws LOCAL_REQUEST_FAILED. */
  json(host: string, path: string): Promise<unknown>;
  /** GETs bytes. Throws LOCAL_REQUEST_FAILED. */
  bytes(host: string, path: string): Promise<Buffer>;
}

/** Plain HTTP to the gateway's port, which serves the emulated hosts by name: no proxy and no certificate are needed. */
export function createLocalRest(port: number, credentials: Credentials): LocalRest {
  const { username, password } = basicOf(credentials);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const bytes = (host: string, path: string) => get({ port, path, headers: { host, authorization } });
  return {
    bytes,
    json: async (host, path): Promise<unknown> => JSON.parse((await bytes(host, path)).toString('utf8')),
  };
}

function get(options: {
  port: number;
  path: string;
  headers: { host: string; authorization: string };
}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const request = http.get({ ...options, hostname: '127.0.0.1', agent: false }, response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const body = Buffer.concat(chunks);
        if (response.statusCode === 200) return resolve(body);
        const where = `https://${options.headers.host}${options.path}`;
        const words = body.toString('utf8').slice(0, 200);
        reject(new CommandError('LOCAL_REQUEST_FAILED', `${where} answered ${response.statusCode ?? 0}: ${words}`));
      });
    });
    request.on('error', reject);
  });
}
