import type { ApiReply, ApiRequest, Product, Route } from '../contract';
import { ControlError, toControlError } from './control-error';
import { controlRoutes } from './routes';
import type { ControlTarget } from './target';

/** The control routes over `target`, for the gateway's own address. The gateway lets in this computer only; no web page gets further than here. */
export function createControl(target: ControlTarget): Product {
  const routes = controlRoutes.map((route): Route => {
    const { method, path } = route;
    return { method, path, access: 'open', handle: request => answer(request, () => route.handle(target, request)) };
  });
  const others: Route = {
    method: 'ANY',
    path: '/*',
    access: 'open',
    handle: request => answer(request, () => unknown(request)),
  };
  return { name: 'control', hosts: ['localhost'], routes: [...routes, others] };
}

async function answer(request: ApiRequest, work: () => ApiReply | Promise<ApiReply>): Promise<ApiReply> {
  try {
    refusePages(request);
    return await work();
  } catch (error) {
    const failure = toControlError(error);
    return { status: failure.status, body: failure.toBody() };
  }
}

/** A page in a browser can reach any local port; its Origin gives it away. */
function refusePages({ headers: { origin } }: ApiRequest): void {
  const isLocal =
    origin === undefined ||
    (URL.canParse(origin) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(origin).hostname));
  if (!isLocal) throw new ControlError('FORBIDDEN', `pages of ${origin} may not control the local Twilio`);
}

function unknown({ method, url }: ApiRequest): never {
  const methods = controlRoutes.filter(route => patternOf(route.path).test(url.pathname)).map(route => route.method);
  if (methods.length > 0)
    throw new ControlError('METHOD_NOT_ALLOWED', `${url.pathname} takes ${methods.join(', ')}, not ${method}`);
  throw new ControlError('NOT_FOUND', `no ${url.pathname} here: GET /emulator lists what there is`);
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/, '[^/]+')}$`);
}
