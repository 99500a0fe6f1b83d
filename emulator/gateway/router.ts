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
  const routers = new Map<string, { readonly routes: readonly Route[]; readonly tree: Tree }>();
  for (const host of new Set(products.flatMap(product => product.hosts))) {
    const routes = products.filter(({ hosts }) => hosts.includes(host)).flatMap(product => product.routes);
    routers.set(host, { routes, tree: treeOf(routes) });
  }

  function find(host: string, method: Method, pathname: string): Match | undefined {
    const pattern = matchHost(host, routers.keys());
    const router = pattern === undefined ? undefined : routers.get(pattern);
    const found = router?.tree.find(method, pathname);
    if (!router || !found) return undefined;
    // The tree keeps what `treeOf` gave it.
    const route = router.routes[(found.store as Leaf).index];
    if (!route) return undefined;
    // A parameter could be missing only where a path has optional parts, which ours have not.
    return { route, path: found.params as Record<string, string> };
  }

  return {
    hosts: [...routers.keys()].sort(),
    handles: host => matchHost(host, routers.keys()) !== undefined,
    find,
    methodsOf: (host, pathname) => METHODS.filter(method => find(host, method, pathname)),
  };
}

type Tree = Instance<HTTPVersion.V1>;

/** Which route of the list it is that was found. */
interface Leaf {
  readonly index: number;
}

const trees = new Map<string, Tree>();

/** Finds the index of a route. Equal routes have one tree: a test opens a local Twilio, or the half of one, for every few lines. */
function treeOf(routes: readonly Route[]): Tree {
  const key = routes.map(({ method, path }) => `${method} ${path}`).join('\n');
  const known = trees.get(key);
  if (known) return known;
  const tree = createRouter({ maxParamLength: LONGEST_PATH_PART });
  for (const [index, { method, path }] of routes.entries()) {
    const leaf: Leaf = { index };
    tree.on(method === 'ANY' ? METHODS : method, path.replace(/\{(\w+)\}/g, ':$1'), unused, leaf);
  }
  trees.set(key, tree);
  return tree;
}

/** The router wants a handler; ours is in the route. */
function unused(): void {}
