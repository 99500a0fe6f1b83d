import { createCloud } from './cloud';
import type { Product } from './contract';
import { documentedRoutes } from './rest/documented-paths';
import { createWorld } from './world';

/** How much of one of Twilio's APIs is here. */
export interface Coverage {
  /** "taskrouter.twilio.com" */
  readonly host: string;
  /** Methods of paths that are here and documented, sorted: "GET /v1/Workspaces/{Sid}". */
  readonly served: readonly string[];
  /** Those that Twilio documents and that answer 501, sorted. */
  readonly absent: readonly string[];
}

/** What the local Twilio serves of what Twilio documents, for each documented host, sorted. */
export async function coverage(): Promise<Coverage[]> {
  const world = createWorld();
  const { products } = createCloud(world, {}, () => ({ port: 0, caFile: '' }));
  const rows = [...documentedRoutes()].map(([host, documented]) => {
    const here = servedBy(products.filter(({ hosts }) => hosts.includes(host)));
    const served = documented.filter(route => here.has(route)).sort();
    return { host, served, absent: documented.filter(route => !here.has(route)).sort() };
  });
  for (const product of products) await product.close?.();
  world.close();
  return rows.sort((left, right) => (left.host < right.host ? -1 : 1));
}

function servedBy(products: readonly Product[]): Set<string> {
  const routes = products.flatMap(product => product.routes).filter(({ absent }) => !absent);
  return new Set(routes.map(({ method, path }) => `${method} ${path}`));
}
