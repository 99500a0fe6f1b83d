import { openapiFacts, type LinkFacts, type OpenapiFacts, type OperationFacts, type Schema } from './facts';

/** What can be done with a resource, in the words of Twilio's documents. */
export type Operation = 'create' | 'fetch' | 'list' | 'update' | 'delete';

/** One resource as its OpenAPI document describes it. */
export interface Description {
  /** "https://taskrouter.twilio.com" */
  readonly origin: string;
  readonly listPath: string;
  readonly instancePath: string | undefined;
  /** Name of the instance path's last part: "Sid", "Key". */
  readonly keyName: string;
  /** The API of 2010: flat pages, relative URIs. */
  readonly is2010: boolean;
  /** The property that holds the records of a page. */
  readonly listKey: string | undefined;
  /** Documented properties in their order, `$ref`s resolved. */
  readonly properties: ReadonlyMap<string, Schema>;
  readonly links: LinkFacts;
  /** Of the answer to a create, where it tells more than others (a key's secret). */
  readonly createdProperties: ReadonlyMap<string, Schema>;
  /** Of a record in a list, where it tells less than others (a notification's document). */
  readonly listedProperties: ReadonlyMap<string, Schema>;
  readonly operations: Readonly<Partial<Record<Operation, DescribedOperation>>>;
}

/** One operation, `$ref`s of its parameters resolved. */
export interface DescribedOperation extends OperationFacts {
  /** The documented status of success. */
  readonly status: number;
}

/** Reads the description of the resource with that list path. Throws when the document has no such path. */
export function describe(document: string, listPath: string): Description {
  const facts = openapiFacts(document);
  const list = facts.paths[listPath];
  if (!list) throw new Error(`${document} has no path ${listPath}`);
  const instancePath = instancePathOf(facts, listPath);
  const instance = instancePath === undefined ? undefined : facts.paths[instancePath];
  const operations = {
    ...describeOperation(facts, 'create', list.operations.post),
    ...describeOperation(facts, 'list', list.operations.get),
    ...describeOperation(facts, 'fetch', instance?.operations.get),
    ...describeOperation(facts, 'update', instance?.operations.post),
    ...describeOperation(facts, 'delete', instance?.operations.delete),
  };
  const schema = recordSchema(operations);
  const properties = propertiesOf(facts, schema);
  const created = listReply(operations.create)?.schema;
  const listed = listReply(operations.list)?.schema;
  return {
    origin: `https://${list.host || facts.host}`,
    listPath,
    instancePath,
    keyName: /\{(\w+)\}(?:\.json)?$/.exec(instancePath ?? '')?.[1] ?? 'Sid',
    is2010: listPath.startsWith('/2010-04-01/'),
    listKey: listReply(operations.list)?.list,
    properties,
    createdProperties: created ? propertiesOf(facts, created) : properties,
    listedProperties: listed ? propertiesOf(facts, listed) : properties,
    links: facts.links[schema?.$ref ?? ''] ?? {},
    operations,
  };
}

function propertiesOf(facts: OpenapiFacts, schema: Schema | undefined): Map<string, Schema> {
  const properties = Object.entries(resolve(facts, schema ?? {}).properties ?? {});
  return new Map(properties.map(([name, property]) => [name, resolve(facts, property)]));
}

/** "FriendlyName" → "friendly_name". */
export function propertyName(parameter: string): string {
  return parameter.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}

function instancePathOf(facts: OpenapiFacts, listPath: string): string | undefined {
  const suffix = listPath.endsWith('.json') ? '.json' : '';
  const folder = listPath.slice(0, listPath.length - suffix.length);
  return Object.keys(facts.paths).find(path => {
    const key = path.startsWith(`${folder}/{`) ? path.slice(folder.length) : '';
    return /^\/\{\w+\}(\.json)?$/.test(key) && key.endsWith(suffix);
  });
}

function describeOperation(
  facts: OpenapiFacts,
  name: Operation,
  operation: OperationFacts | undefined,
): Partial<Record<Operation, DescribedOperation>> {
  if (!operation) return {};
  const statuses = Object.keys(operation.replies).filter(status => status.startsWith('2'));
  const status = name === 'create' && statuses.includes('201') ? '201' : (statuses[0] ?? '200');
  const described: DescribedOperation = {
    ...operation,
    query: resolveAll(facts, operation.query),
    ...(operation.form && { form: resolveAll(facts, operation.form) }),
    status: Number(status),
  };
  return { [name]: described };
}

function recordSchema(operations: Description['operations']): Schema | undefined {
  for (const name of ['fetch', 'create', 'list', 'update'] as const) {
    const schema = listReply(operations[name])?.schema;
    if (schema) return schema;
  }
  return undefined;
}

function listReply(operation: DescribedOperation | undefined): { schema?: Schema; list?: string } | undefined {
  return operation?.replies[operation.status];
}

function resolveAll(facts: OpenapiFacts, schemas: Readonly<Record<string, Schema>>): Record<string, Schema> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, resolve(facts, schema)]));
}

/** Replaces `$ref`s by what they name: the schema's own, and that of its items. */
function resolve(facts: OpenapiFacts, schema: Schema): Schema {
  const target = schema.$ref === undefined ? schema : (facts.schemas[schema.$ref] ?? schema);
  return target.items ? { ...target, items: resolve(facts, target.items) } : target;
}
