import type { ApiReply, ApiRequest, Method, Product, Route } from '../contract';

/** A request to a product, as a test writes it down. */
export interface Ask {
  readonly method?: Method;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A FormData is sent as multipart, URLSearchParams as a form, bytes and text as they are. */
  readonly body?: FormData | URLSearchParams | Buffer | string;
}

/** Asks one product without a gateway, over the routes it declares. Rejects when no route fits. */
export async function ask(product: Product, { method = 'GET', url, headers = {}, body }: Ask): Promise<ApiReply> {
  const target = new URL(url);
  const found = product.routes.flatMap(route => {
    const path = route.method === method || route.method === 'ANY' ? matchPath(route, target.pathname) : undefined;
    return path ? [{ route, path }] : [];
  })[0];
  if (!found || !product.hosts.includes(target.hostname)) throw new Error(`no route for ${method} ${url}`);
  const encoded = new Response(body === undefined ? null : body instanceof Buffer ? new Uint8Array(body) : body);
  const bytes = Buffer.from(await encoded.arrayBuffer());
  const contentType = headers['content-type'] ?? encoded.headers.get('content-type') ?? undefined;
  const request: ApiRequest = {
    method,
    host: target.hostname,
    url: target,
    path: found.path,
    query: target.searchParams,
    form: new URLSearchParams(contentType?.startsWith('application/x-www-form-urlencoded') ? bytes.toString() : ''),
    body: bytes,
    headers: { ...headers, ...(contentType && { 'content-type': contentType }) },
    account: undefined,
  };
  return found.route.handle(request);
}

function matchPath(route: Route, pathname: string): Record<string, string> | undefined {
  const pattern = route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)').replace(/\*$/, '.*');
  const match = new RegExp(`^${pattern}$`).exec(pathname);
  if (!match) return undefined;
  return Object.fromEntries(
    Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
  );
}
