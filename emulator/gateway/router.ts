import createRouter, { type HTTPVersion, type Instance } from 'find-my-way';
import type { Method, Product, Route } from '../contract';
import { matchHost } from './hosts';

/** Longer than any unique name (Sync allows 320 characters, percent-encoded three times as long). */
const LONGEST_PATH_PART = 2000;
const METHODS: Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'REPORT'];

/** A route and the values of its `{Name}` parts. */
export interface Match {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

/** Finds the route of a request by its host, method and path. */
export interface HostRouter {
  /** True when a product has the host (with its region folded away). */
  handles(host: string): boolean;
  /** The hosts of all products, sorted. */
  readonly hosts: readonly string[];
  find(host: string, method: Method, pathname: string): Match | undefined;
  /** The methods that the path has. */
  methodsOf(host: string, pathname: string): Method[];
}

/** Throws when two products have the same route. */
export function createHostRouter(products: readonly Product[]): HostRouter {
  const routers = new Map<string, Instance<HTTPVersion.V1>>();
  for (const product of products) {
    for (const host of product.hosts) {
      const router = routers.get(host) ?? createRouter({ maxParamLength: LONGEST_PATH_PART });
      routers.set(host, router);
      for (const route of product.routes) addRoute(router, route);
    }
  }

  function find(host: string, method: Method, pathname: string): Match | undefined {
    const pattern = matchHost(host, routers.keys());
    const found = pattern === undefined ? undefined : routers.get(pattern)?.find(method, pathname);
    if (!found) return undefined;
    // The router keeps what `addRoute` gave it; a parameter could be missing only where a path has optional parts, which ours have not.
    return { route: found.store as Route, path: found.params as Record<string, string> };
  }

  return {
    hosts: [...routers.keys()].sort(),
    handles: host => matchHost(host, routers.keys()) !== undefined,
    find,
    methodsOf: (host, pathname) => METHODS.filter(method => find(host, method, pathname)),
  };
}

function addRoute(router: Instance<HTTPVersion.V1>, route: Route): void {
  const path = route.path.replace(/\{(\w+)\}/g, ':$1');
  router.on(route.method === 'ANY' ? METHODS : route.method, path, unused, route);
}

/** The router wants a handler; ours is in the route. */
function unused(): void {}
