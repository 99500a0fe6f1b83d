import { readdirSync } from 'node:fs';
import { openapiFacts, openapiFolder, type DocumentedMethod, type OpenapiFacts, type OperationFacts } from './facts';

/** Where a request is described. */
export interface DocumentedOperation {
  readonly facts: OpenapiFacts;
  /** As documented: "/v1/Workspaces/{WorkspaceSid}/Tasks". */
  readonly path: string;
  readonly operation: OperationFacts;
}

interface DocumentedPath {
  readonly facts: OpenapiFacts;
  readonly path: string;
  readonly pattern: RegExp;
}

let byHost: ReadonlyMap<string, readonly DocumentedPath[]> | undefined;

/** What Twilio's documents say of a request; undefined when they do not know it. Reads all documents at first use. */
export function findDocumented(request: {
  host: string;
  method: string;
  pathname: string;
}): DocumentedOperation | undefined {
  byHost ??= readPaths();
  const method = request.method.toLowerCase();
  if (!isDocumentedMethod(method)) return undefined;
  for (const { facts, path, pattern } of byHost.get(request.host) ?? []) {
    const operation = facts.paths[path]?.operations[method];
    if (operation && pattern.test(request.pathname)) return { facts, path, operation };
  }
  return undefined;
}

/** All that the documents know, by host: "GET /v1/Workspaces/{Sid}". */
export function documentedRoutes(): ReadonlyMap<string, readonly string[]> {
  byHost ??= readPaths();
  return new Map(
    [...byHost].map(([host, paths]) => [
      host,
      paths.flatMap(({ facts, path }) =>
        Object.keys(facts.paths[path]?.operations ?? {}).map(method => `${method.toUpperCase()} ${path}`),
      ),
    ]),
  );
}

/** A path without parameters goes before one that has a parameter in its place. */
function readPaths(): Map<string, DocumentedPath[]> {
  const paths = new Map<string, DocumentedPath[]>();
  for (const file of readdirSync(openapiFolder()).filter(name => name.endsWith('.json'))) {
    const facts = openapiFacts(file.slice(0, -'.json'.length));
    for (const [path, { host }] of Object.entries(facts.paths)) {
      const ofHost = paths.get(host || facts.host) ?? [];
      paths.set(host || facts.host, ofHost);
      ofHost.push({ facts, path, pattern: patternOf(path) });
    }
  }
  for (const ofHost of paths.values())
    ofHost.sort((left, right) => parameterCount(left.path) - parameterCount(right.path));
  return paths;
}

function parameterCount(path: string): number {
  return path.split('{').length;
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
}

function isDocumentedMethod(method: string): method is DocumentedMethod {
  return ['get', 'post', 'put', 'patch', 'delete'].includes(method);
}
