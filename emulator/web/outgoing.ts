import type { Account, WebRequest } from '../contract';
import type { RawRequest } from '../gateway/dispatcher';
import { signatureOf } from './signature';
import { WebFailure } from './web-failure';

/** The webhook as it goes over the wire, signed; `token` is the same for each attempt of one webhook. Throws WebFailure 11100 when the URL is none. */
export function outgoing(request: WebRequest, account: Account | undefined, token: string): RawRequest {
  const { method, body } = request;
  const url = targetOf(request);
  const form = method === 'POST' && !body ? request.parameters : {};
  const payload = body ? body.text : new URLSearchParams(form).toString();
  const credentials = credentialsOf(request, url, account);
  return {
    method,
    url,
    headers: {
      host: url.host,
      'user-agent': 'TwilioProxy/1.1',
      accept: '*/*',
      'i-twilio-idempotency-token': token,
      ...(method === 'POST' && {
        'content-type': body?.contentType ?? 'application/x-www-form-urlencoded; charset=UTF-8',
        'content-length': String(Buffer.byteLength(payload)),
      }),
      ...(credentials !== undefined && { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }),
      ...(account && { 'x-twilio-signature': signatureOf(account.authToken, url.href, form) }),
    },
    body: Buffer.from(method === 'POST' ? payload : ''),
  };
}

/** "name:password": those of the URL, or the account's own. */
function credentialsOf(request: WebRequest, url: URL, account: Account | undefined): string | undefined {
  if (url.username) return decodeURIComponent(`${url.username}:${url.password}`);
  if (!account || !(request.authenticated || isOwnRecording(request, url, account))) return undefined;
  return `${account.sid}:${account.authToken}`;
}

/** `<Play>` of a recording of the account that calls: Twilio plays it to the call, whoever else may not have it. */
function isOwnRecording({ kind }: WebRequest, { hostname, pathname }: URL, { sid }: Account): boolean {
  return (
    kind === 'media' && hostname === 'api.twilio.com' && pathname.startsWith(`/2010-04-01/Accounts/${sid}/Recordings/`)
  );
}

/** The URL without its fragment, which holds overrides for Twilio alone, and with the parameters of a GET. */
function targetOf({ method, url: text, parameters, body }: WebRequest): URL {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) throw new WebFailure(11100, text);
  const url = new URL(text);
  url.hash = '';
  if (method === 'GET' || body)
    for (const [name, value] of Object.entries(parameters)) url.searchParams.append(name, value);
  return url;
}
