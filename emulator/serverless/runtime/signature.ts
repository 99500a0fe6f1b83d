import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { ApiRequest } from '../../contract';

/**
 * Whether the request carries Twilio's signature: base64 of HMAC-SHA1 with the account's token over the full URL, followed by each
 * POST parameter's name and value in order of names. A JSON body is signed by its hash in the URL (`bodySHA256`), or by its fields as
 * if they were parameters. Source: https://www.twilio.com/docs/usage/security#validating-requests
 */
export function isSigned(request: ApiRequest, authToken: string): boolean {
  const signature = request.headers['x-twilio-signature'];
  if (typeof signature !== 'string') return false;
  const parameters = signedParameters(request);
  if (parameters === undefined) return false;
  return urlForms(request.url).some(url => sameText(signature, sign(authToken, url + parameters)));
}

function sign(authToken: string, text: string): string {
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64');
}

/** What follows the URL in the signed text; undefined when the body cannot be vouched for. */
function signedParameters(request: ApiRequest): string | undefined {
  const bodyHash = request.query.get('bodySHA256');
  if (bodyHash !== null) {
    const actual = createHash('sha256').update(request.body).digest('hex');
    return sameText(bodyHash.toLowerCase(), actual) ? '' : undefined;
  }
  if (request.method !== 'POST' || request.body.length === 0) return '';
  if (contentType(request) === 'application/x-www-form-urlencoded') return formText(request.form);
  return contentType(request) === 'application/json' ? jsonText(request.body) : undefined;
}

function contentType({ headers }: ApiRequest): string {
  return (headers['content-type'] ?? '').replace(/;.*/s, '').trim().toLowerCase();
}

/** The values of a name that comes more than once count once each, in order. */
function formText(form: URLSearchParams): string {
  const names = [...new Set(form.keys())].sort();
  return names
    .map(name =>
      [...new Set(form.getAll(name))]
        .sort()
        .map(value => name + value)
        .join(''),
    )
    .join('');
}

/** Only flat objects: of nested values no two implementations sign the same text. */
function jsonText(body: Buffer): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString());
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  const fields = Object.entries(parsed).sort(([one], [other]) => (one < other ? -1 : 1));
  if (fields.some(([, value]) => typeof value === 'object')) return undefined;
  return fields.map(([name, value]) => name + String(value)).join('');
}

/** Twilio signs with or without the port, depending on the product. */
function urlForms(url: URL): string[] {
  const withPort = url.href.replace(
    url.host,
    `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`,
  );
  const withoutPort = url.href.replace(url.host, url.hostname);
  return [url.href, withPort, withoutPort];
}

function sameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
