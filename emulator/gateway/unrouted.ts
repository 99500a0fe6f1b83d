import { existsSync, readdirSync } from 'node:fs';
import type { Method } from '../contract';
import { openapiFacts, openapiFolder, type DocumentedMethod } from '../rest/facts';
import { notFound, notImplemented, TwilioError } from '../rest/twilio-error';

interface DocumentedPath {
  readonly host: string;
  readonly pattern: RegExp;
  readonly methods: readonly string[];
}

let documented: readonly DocumentedPath[] | undefined;

/**
 * Why a request finds no route: 501 when Twilio documents it, 405/20004 when the path has other methods, else 404/20404.
 */
export function unrouted(
  request: { host: string; method: Method; pathname: string },
  methods: readonly Method[],
): TwilioError {
  const { host, method, pathname } = request;
  if (isDocumented(request)) return notImplemented(`${method} https://${host}${pathname}`);
  if (methods.length > 0) return new TwilioError(405, 20004, 'Method not allowed');
  return notFound(pathname);
}

function isDocumented({ host, method, pathname }: { host: string; method: Method; pathname: string }): boolean {
  documented ??= readDocumentedPaths();
  return documented.some(
    path => path.host === host && path.methods.includes(method.toLowerCase()) && path.pattern.test(pathname),
  );
}

function readDocumentedPaths(): DocumentedPath[] {
  const folder = openapiFolder();
  const names = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.json')) : [];
  return names.flatMap(name => {
    const facts = openapiFacts(name.slice(0, -'.json'.length));
    return Object.entries(facts.paths).map(([path, { host, operations }]) => {
      const methods: DocumentedMethod[] = [];
      for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const)
        if (operations[method]) methods.push(method);
      return { host: host || facts.host, methods, pattern: patternOf(path) };
    });
  });
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
}
