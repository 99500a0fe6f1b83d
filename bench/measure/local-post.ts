import { request } from 'node:http';

/** A form for one of the local Twilio's hosts, over plain HTTP to its port. */
export interface LocalPost {
  readonly port: number;
  readonly host: string;
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly credentials: { readonly sid: string; readonly authToken: string };
}

/** POSTs the form and resolves with the JSON that comes back. Rejects at any status but 200 and 201. */
export function localPost({ port, host, path, fields, credentials }: LocalPost): Promise<unknown> {
  const headers = {
    host,
    authorization: `Basic ${Buffer.from(`${credentials.sid}:${credentials.authToken}`).toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
  };
  return new Promise((resolve, reject) => {
    const asking = request({ port, path, headers, hostname: '127.0.0.1', method: 'POST', agent: false }, answer => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => {
        if (answer.statusCode === 200 || answer.statusCode === 201) resolve(JSON.parse(text));
        else reject(new Error(`${host}${path} answered ${answer.statusCode}: ${text}`));
      });
    });
    asking.on('error', reject);
    asking.end(new URLSearchParams(fields).toString());
  });
}
