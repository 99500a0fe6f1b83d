import { AppError } from '../../errors';
import type { JsonObject } from '../json-schema';
import type { HttpToolSettings } from '../settings';
import type { Tool, ToolContext, ToolResult } from '../tool';
import { fill } from '../words';
import type { HttpFetch, Secrets } from './ports';
import { isPublicAddress } from './public-address';

/**
 * A tool that asks a server which the client's file names. Only https, only public addresses (by what the name resolves to, and the request
 * goes to that very address), no redirects, bound in time and size; the secret is sent to that host alone and taken out of what it answers.
 * Throws CLIENT_FILE_INVALID for a declaration that could reach elsewhere.
 */
export function httpTool(settings: HttpToolSettings, ports: { http: HttpFetch; secrets: Secrets }): Tool {
  checkTemplate(settings);
  const { name, description, input, permission, timeoutMs, effect, readBack } = settings;
  const run = (values: JsonObject, context: ToolContext): Promise<ToolResult> =>
    ask({ settings, ...ports }, values, context);
  const base = { name, description, input, permission, timeoutMs, run };
  if (effect !== 'irreversible') return { ...base, effect };
  return {
    ...base,
    effect,
    readBack: async (values, { language }) => {
      const question = readBack?.[language];
      if (question === undefined) throw new AppError('CLIENT_FILE_INVALID', `${name} has no readBack for ${language}`);
      return fill(question, Object.fromEntries(Object.entries(values).map(([key, value]) => [key, said(value)])));
    },
  };
}

interface Asking {
  readonly settings: HttpToolSettings;
  readonly http: HttpFetch;
  readonly secrets: Secrets;
}

async function ask({ settings, http, secrets }: Asking, input: JsonObject, context: ToolContext): Promise<ToolResult> {
  const url = addressed(settings, input, context);
  const addresses = await http.resolve(url.hostname);
  const [address] = addresses;
  if (address === undefined || !addresses.every(isPublicAddress))
    throw new AppError('VENDOR_REJECTED', `${settings.name}: its host is not on the public internet`);
  const secret = settings.auth && (await secrets.read(settings.auth.secret));
  const body =
    settings.method === 'GET' || settings.method === 'DELETE'
      ? undefined
      : JSON.stringify({ ...input, ...settings.body });
  const answer = await http.fetch({
    url: url.href,
    address,
    method: settings.method,
    headers: headersOf(settings, secret, { context, hasBody: body !== undefined }),
    body,
    maxBytes: settings.maxBytes,
    signal: context.signal,
  });
  return read(settings, answer, secret);
}

function headersOf(
  { headers, auth, effect }: HttpToolSettings,
  secret: string | undefined,
  { context, hasBody }: { context: ToolContext; hasBody: boolean },
): Record<string, string> {
  return {
    accept: 'application/json',
    ...headers,
    ...(hasBody && { 'content-type': 'application/json' }),
    ...(effect !== 'none' && { 'idempotency-key': context.idempotencyKey }),
    ...(auth && secret !== undefined && { [auth.header]: `${auth.prefix ?? ''}${secret}` }),
  };
}

function read(
  { name, maxBytes }: HttpToolSettings,
  { status, contentType, body, cut }: Awaited<ReturnType<HttpFetch['fetch']>>,
  secret: string | undefined,
): ToolResult {
  if (status === 404) throw new AppError('NOT_FOUND', `${name} answered 404`);
  if (status === 409) throw new AppError('CONFLICT', `${name} answered 409`);
  if (status === 429) throw new AppError('RATE_LIMITED', `${name} answered 429`);
  if (status >= 500) throw new AppError('VENDOR_UNAVAILABLE', `${name} answered ${status}`);
  if (status >= 300) throw new AppError('VENDOR_REJECTED', `${name} answered ${status}`);
  if (cut || Buffer.byteLength(body) > maxBytes)
    throw new AppError('VENDOR_REJECTED', `${name} answered more than ${maxBytes} bytes`);
  if (body !== '' && !/^(application\/json|text\/plain)\b/.test(contentType))
    throw new AppError('VENDOR_REJECTED', `${name} answered ${contentType.slice(0, 40)}`);
  // A server that echoes its headers would tell the model our key.
  const clean = secret === undefined || secret === '' ? body : body.replaceAll(secret, '[hidden]');
  return { content: clean === '' ? 'Done.' : clean, done: name };
}

const PLACEHOLDER = /\{(\w+)\}/g;

/** The template's host is the client's own words; placeholders stand in path and query alone. */
function checkTemplate({ name, url, input, permission, auth, headers, readBack = {} }: HttpToolSettings): void {
  const fault = (why: string): never => {
    throw new AppError('CLIENT_FILE_INVALID', `The tool ${name}: ${why}.`);
  };
  if (!/^https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:443)?(\/|\?|$)/i.test(url))
    fault('its url must be https, with a fixed host and no user');
  if (!URL.canParse(url)) fault('its url is malformed');
  if (!/\.[a-z][a-z0-9-]*$/i.test(new URL(url).hostname)) fault('its host must be a name on the public internet');
  for (const [, key = ''] of url.matchAll(PLACEHOLDER)) {
    if (key === 'accountId' && permission !== 'identified') fault('{accountId} needs the permission "identified"');
    if (key !== 'accountId' && !Object.hasOwn(input.properties, key)) fault(`{${key}} is not in its input`);
  }
  if (Object.hasOwn(input.properties, 'accountId')) fault('accountId comes from the PIN, it cannot be an input');
  for (const [, key = ''] of Object.values(readBack).join(' ').matchAll(PLACEHOLDER))
    if (!Object.hasOwn(input.properties, key)) fault(`{${key}} of its readBack is not in its input`);
  if (Object.keys(headers ?? {}).some(each => /^(authorization|proxy-authorization|cookie)$/i.test(each)))
    fault('a secret belongs in auth, by its name in LINEKIT_TOOL_SECRETS, not in this file');
  const names = [...Object.keys(headers ?? {}), ...(auth ? [auth.header] : [])];
  if (names.some(each => /^(host|content-length|transfer-encoding|connection)$/i.test(each)))
    fault('it sets a header of the transport');
}

function addressed({ url }: HttpToolSettings, input: JsonObject, { account }: ToolContext): URL {
  const queryAt = url.indexOf('?');
  const filled = url.replace(PLACEHOLDER, (_, key: string, at: number) => {
    const value = key === 'accountId' ? (account?.accountId ?? '') : said(input[key]);
    // Encoding leaves dots alone, and "/.." would climb; in a query there is nowhere to climb to, and what is optional may be empty.
    const mayBeEmpty = key !== 'accountId' && queryAt >= 0 && at > queryAt;
    if (!mayBeEmpty && /^\.*$/.test(value)) throw new AppError('BAD_INPUT', `${key} can't be part of an address`);
    return encodeURIComponent(value);
  });
  return new URL(filled);
}

function said(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
