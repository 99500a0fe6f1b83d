import { createCloud } from '../cloud';
import type { Method, Route } from '../contract';
import { createDispatcher, type Dispatcher } from '../gateway/dispatcher';
import { findDocumented, type DocumentedOperation } from '../rest/documented-paths';
import type { OpenapiFacts, Schema } from '../rest/facts';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld } from './world';

/** One request that must be refused, and why. */
export interface BadRequest {
  readonly method: Method;
  readonly url: string;
  /** As documented: "/v1/Workspaces/{WorkspaceSid}/Tasks". */
  readonly path: string;
  readonly parameter: string;
  /** What is wrong with it: "enum", "uri", "missing" … */
  readonly fault: string;
  readonly form: Readonly<Record<string, string>> | undefined;
}

const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };

/** Values that no parameter of that kind takes. */
const BAD: readonly (readonly [fault: string, is: (schema: Schema) => boolean, value: string])[] = [
  ['enum', ({ enum: words }) => words !== undefined, 'nope'],
  ['pattern', ({ pattern }) => pattern !== undefined, 'XX123'],
  ['integer', ({ type }) => type === 'integer' || type === 'number', 'many'],
  ['boolean', ({ type }) => type === 'boolean', 'perhaps'],
  ['uri', ({ format }) => format === 'uri', 'no url'],
  ['date', ({ format }) => format === 'date-time' || format === 'date', 'yesterday'],
];

/** Every way in which one parameter of a route that is here can be wrong by its form, and every required one that can be left out. */
export function badRequests(): BadRequest[] {
  const world = testWorld();
  const { products } = createCloud(world, {}, () => ({ port: 0, caFile: '' }));
  const found = products.flatMap(({ hosts, routes }) =>
    routes.flatMap(route => (hosts[0] === undefined ? [] : badRequestsTo(hosts[0], route))),
  );
  world.close();
  return found;
}

function badRequestsTo(host: string, route: Route): BadRequest[] {
  const { method } = route;
  if (method === 'ANY' || route.absent) return [];
  const documented = findDocumented({ host, method, pathname: route.path });
  if (documented?.path !== route.path) return [];
  const { facts, operation, path } = documented;
  const url = `https://${host}${pathOf(documented)}`;
  const request = { method, path };
  const good = Object.fromEntries(
    (operation.required ?? []).map(name => [name, goodValue(resolve(facts, operation.form?.[name]))]),
  );
  const inForm = faultsIn(facts, operation.form ?? {}).map(([parameter, fault, value]) => {
    return { ...request, url, parameter, fault, form: { ...good, [parameter]: value } };
  });
  const missing = Object.keys(good).map(parameter => {
    const { [parameter]: _, ...form } = good;
    return { ...request, url, parameter, fault: 'missing', form };
  });
  const inQuery = faultsIn(facts, operation.query).map(([parameter, fault, value]) => {
    const query = new URLSearchParams({ [parameter]: value });
    return { ...request, url: `${url}?${query.toString()}`, parameter, fault, form: undefined };
  });
  return [...inForm, ...missing, ...inQuery];
}

function faultsIn(facts: OpenapiFacts, fields: Readonly<Record<string, Schema>>): [string, string, string][] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const schema = resolve(facts, field);
    const one = schema.type === 'array' ? resolve(facts, schema.items) : schema;
    return BAD.filter(([, is]) => is(one)).map(([fault, , value]): [string, string, string] => [name, fault, value]);
  });
}

function resolve(facts: OpenapiFacts, schema: Schema = {}): Schema {
  return schema.$ref === undefined ? schema : (facts.schemas[schema.$ref] ?? schema);
}

/** A value that fits the form: what it means is another matter, but the form is looked at first. */
function goodValue(schema: Schema): string {
  const { enum: words, pattern, format, type } = schema;
  if (words) return words[0] ?? '';
  if (pattern !== undefined) return sidOf(pattern);
  if (type === 'integer' || type === 'number') return String(schema.minimum ?? 1);
  if (type === 'boolean') return 'true';
  if (format === 'uri') return 'https://app.example/';
  if (format === 'date-time') return '2026-03-02T15:00:00Z';
  return format === 'phone-number' || format === 'endpoint' ? '+15550100100' : 'a';
}

function sidOf(pattern: string): string {
  return `${/^\^([A-Z]{2})/.exec(pattern)?.[1] ?? 'XX'}${'0'.repeat(32)}`;
}

function pathOf({ path, operation, facts }: DocumentedOperation): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'AccountSid') return TEST_ACCOUNT_SID;
    const { pattern } = resolve(facts, operation.path[name]);
    return pattern === undefined ? '1' : sidOf(pattern);
  });
}

/** The account of the requests above has nothing: what is refused is so for its form alone. */
export function openSharpness(): {
  /** HTTP status and Twilio's code of the answer. */
  ask(bad: BadRequest): Promise<{ status: number; code: number }>;
  close(): Promise<void>;
} {
  const world = testWorld();
  const { products } = createCloud(world, {}, () => ({ port: 0, caFile: '' }));
  const dispatch: Dispatcher = createDispatcher(products, world);
  return {
    async ask({ method, url, form }) {
      const { status, body } = await dispatch(method, url, { account, ...(form && { form }) });
      const code = typeof body === 'object' && 'code' in body ? Number(body.code) : 0;
      return { status, code };
    },
    async close() {
      for (const product of products) await product.close?.();
      world.close();
    },
  };
}
