import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenapiFacts, OperationFacts, PathFacts, ReplyFacts, Schema } from '../emulator/rest/facts';
import { linksOf } from './openapi-links';

type Json = Readonly<Record<string, unknown>>;

const OPERATIONS = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** What says how a value must look. Everything else in a schema is prose. */
const SCHEMA_KEYWORDS = [
  ...['type', 'format', 'enum', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'nullable', 'required'],
  ...['minItems', 'maxItems', 'additionalProperties'],
];

/**
 * Reads Twilio's OpenAPI documents (`twilio_*.json`) in a folder and writes what the local Twilio needs of each: no prose, no examples,
 * keys sorted, so that a new version shows as a readable difference. Returns the names of the documents ("taskrouter_v1").
 */
export function writeOpenapiFacts(fromFolder: string, toFolder: string): string[] {
  mkdirSync(toFolder, { recursive: true });
  const documents = readdirSync(fromFolder).filter(name => /^twilio_\w+\.json$/.test(name));
  if (documents.length === 0) throw new Error(`no twilio_*.json in ${fromFolder}`);
  return documents.sort().map(file => {
    const name = file.slice('twilio_'.length, -'.json'.length);
    const facts = openapiFacts(readFileSync(join(fromFolder, file), 'utf8'), file);
    writeFileSync(join(toFolder, `${name}.json`), oneLinePerEntry(facts));
    return name;
  });
}

/** The facts of one OpenAPI 3.0 document, given as its text. */
export function openapiFacts(text: string, file: string): OpenapiFacts {
  const document = object(JSON.parse(text));
  const info = object(document['info']);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const paths = Object.entries(object(document['paths'])).sort(byKey);
  return {
    source: `Twilio's OpenAPI document ${file}, ${String(info['version'])}, sha256 ${sha256.slice(0, 16)} (MIT, see LICENSE), without its prose`,
    host: hostOf(document['servers']) ?? '',
    paths: Object.fromEntries(paths.map(([path, item]) => [path, pathFacts(object(item))])),
    schemas: mapValues(object(object(document['components'])['schemas']), schema => strip(object(schema))),
    links: linksOf(document),
  };
}

function pathFacts(item: Json): PathFacts {
  const pathType = object(item['x-twilio'])['pathType'];
  const operations = OPERATIONS.filter(method => item[method] !== undefined);
  return {
    host: hostOf(item['servers']) ?? '',
    ...((pathType === 'list' || pathType === 'instance') && { pathType }),
    operations: Object.fromEntries(operations.map(method => [method, operationFacts(object(item[method]))])),
  };
}

function operationFacts(operation: Json): OperationFacts {
  const parameters = list(operation['parameters']).map(object);
  const inPlace = (place: string): Record<string, Schema> =>
    Object.fromEntries(
      parameters
        .filter(parameter => parameter['in'] === place)
        .map(parameter => [String(parameter['name']), strip(object(parameter['schema']))]),
    );
  const form = object(object(object(operation['requestBody'])['content'])['application/x-www-form-urlencoded'])[
    'schema'
  ];
  const body = object(form);
  return {
    path: inPlace('path'),
    query: inPlace('query'),
    header: inPlace('header'),
    ...(form !== undefined && {
      form: mapValues(object(body['properties']), schema => strip(object(schema))),
      required: list(body['required']).map(String),
    }),
    replies: mapValues(object(operation['responses']), reply => replyFacts(object(reply))),
  };
}

function replyFacts(reply: Json): ReplyFacts {
  const schema = object(object(object(reply['content'])['application/json'])['schema']);
  if (Object.keys(schema).length === 0) return {};
  const properties = Object.entries(object(schema['properties']));
  const isPage = properties.some(([name]) => name === 'meta' || name === 'next_page_uri');
  const arrays = properties.filter(([, property]) => object(property)['type'] === 'array');
  const [page] = arrays;
  if (!isPage || !page || arrays.length > 1) return { schema: strip(schema) };
  return { list: page[0], schema: strip(object(object(page[1])['items'])) };
}

/** A schema's keywords, with `$ref` shortened to the schema's name. */
function strip(schema: Json): Schema {
  const kept: Record<string, unknown> = {};
  for (const keyword of SCHEMA_KEYWORDS) if (schema[keyword] !== undefined) kept[keyword] = schema[keyword];
  const { $ref, items, properties } = schema;
  if (typeof $ref === 'string') kept['$ref'] = $ref.split('/').at(-1);
  if (items !== undefined) kept['items'] = strip(object(items));
  if (properties !== undefined) kept['properties'] = mapValues(object(properties), property => strip(object(property)));
  for (const choice of ['allOf', 'anyOf', 'oneOf']) {
    if (schema[choice] !== undefined) kept[choice] = list(schema[choice]).map(part => strip(object(part)));
  }
  return kept;
}

function hostOf(servers: unknown): string | undefined {
  const url = object(list(servers)[0])['url'];
  return typeof url === 'string' ? new URL(url).host : undefined;
}

/** JSON with one line for each path and schema: small, and yet a change can be read. */
function oneLinePerEntry(facts: OpenapiFacts): string {
  const section = (entries: object): string =>
    `{\n${Object.entries(entries)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join(',\n')}\n}`;
  const { source, host } = facts;
  return `{
"source":${JSON.stringify(source)},
"host":${JSON.stringify(host)},
"paths":${section(facts.paths)},
"schemas":${section(facts.schemas)},
"links":${section(facts.links)}
}
`;
}

function mapValues<T>(from: Json, change: (value: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, change(value)]));
}

function byKey([left]: [string, unknown], [right]: [string, unknown]): number {
  return left < right ? -1 : 1;
}

function object(value: unknown): Json {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
