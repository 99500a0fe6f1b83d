import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { ApiReply } from '../contract';
import { bareHost, foldRegion } from '../gateway/hosts';
import { encodeReply } from '../gateway/encode-reply';
import { findDocumented, type DocumentedOperation } from '../rest/documented-paths';
import type { OpenapiFacts, ReplyFacts, Schema } from '../rest/facts';

const validators = new WeakMap<ReplyFacts, ValidateFunction>();
const byDocument = new WeakMap<OpenapiFacts, Ajv>();

/**
 * What is wrong with a reply, measured by Twilio's document made strict: every documented property present, none more, patterns, enumerations and
 * formats kept. An empty list when nothing is. Errors (4xx, 5xx) must have Twilio's error body; the documents do not describe them.
 */
export function faultsOf(method: string, url: string, reply: ApiReply): string[] {
  const { host, pathname } = new URL(url);
  const documented = findDocumented({ host: foldRegion(bareHost(host)), method, pathname });
  if (!documented) return [`${method} ${url} is not documented`];
  const text = encodeReply(reply).bytes.toString('utf8');
  if (reply.status >= 400) return errorFaults(text, reply.status);
  const facts = documented.operation.replies[reply.status];
  if (!facts) return [`status ${reply.status} is not documented for ${method} ${documented.path}`];
  if (!facts.schema) return text === '' ? [] : ['there should be no body'];
  const validate = validatorOf(documented, facts);
  validate(JSON.parse(text));
  return (validate.errors ?? []).map(error => {
    const detail = error.keyword === 'additionalProperties' ? String(error.params['additionalProperty']) : '';
    return `${error.instancePath} ${error.message ?? error.keyword} ${detail}`.trim();
  });
}

function errorFaults(text: string, status: number): string[] {
  const body = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const right: Readonly<Record<string, boolean>> = {
    code: Number.isInteger(body['code']),
    message: typeof body['message'] === 'string',
    more_info: typeof body['more_info'] === 'string',
    status: body['status'] === status,
  };
  return Object.keys(right).flatMap(name => (right[name] ? [] : [name in body ? `wrong ${name}` : `no ${name}`]));
}

function validatorOf({ facts, path }: DocumentedOperation, reply: ReplyFacts): ValidateFunction {
  const known = validators.get(reply);
  if (known) return known;
  const { $ref, ...schema } = reply.schema ?? {};
  const record = $ref === undefined ? strict(schema) : { $ref };
  const page = path.startsWith('/2010-04-01/') ? flatPage : metaPage;
  const validate = ajvOf(facts).compile(reply.list === undefined ? record : page(reply.list, record));
  validators.set(reply, validate);
  return validate;
}

function ajvOf(facts: OpenapiFacts): Ajv {
  const known = byDocument.get(facts);
  if (known) return known;
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats(ajv);
  // Twilio's own formats say nothing that a pattern does not, but for the date of the API of 2010.
  for (const format of ['phone-number', 'http-method', 'currency', 'iso-country-code', 'endpoint', 'twiml']) {
    ajv.addFormat(format, true);
  }
  for (const format of ['uri-map', 'phone-number-capabilities', 'ice-server']) ajv.addFormat(format, true);
  ajv.addFormat('date-time-rfc-2822', /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000$/);
  for (const [name, schema] of Object.entries(facts.schemas)) ajv.addSchema(strict(schema), name);
  byDocument.set(facts, ajv);
  return ajv;
}

type JsonSchema = Readonly<Record<string, unknown>>;

/** OpenAPI 3.0 as JSON Schema, with nothing optional. A reference cannot say "nullable" there, so an enumeration behind one may be null. */
function strict(schema: Schema): JsonSchema {
  if (schema.$ref !== undefined) return { anyOf: [{ $ref: schema.$ref }, { type: 'null' }] };
  const { nullable, type, format, items, properties, additionalProperties: _, ...rest } = schema;
  return {
    ...rest,
    ...(type && { type: nullable ? [type, 'null'] : type }),
    ...(rest.enum && nullable && { enum: [...rest.enum, null] }),
    ...(format !== undefined && { format: format === 'uri' ? 'uri-reference' : format }),
    ...(items && { items: strict(items) }),
    ...(format === 'uri-map' && { additionalProperties: URI }),
    ...(properties && closed(Object.entries(properties).map(([name, property]) => [name, strict(property)]))),
  };
}

function closed(properties: [string, JsonSchema][]): JsonSchema {
  return {
    properties: Object.fromEntries(properties),
    required: properties.map(([name]) => name),
    additionalProperties: false,
  };
}

const URI = { type: 'string', format: 'uri-reference' };
const URI_OR_NULL = { type: ['string', 'null'], format: 'uri-reference' };
const COUNT = { type: 'integer', minimum: 0 };

function flatPage(list: string, record: JsonSchema): JsonSchema {
  return {
    type: 'object',
    ...closed([
      ...(['end', 'start', 'page', 'page_size'] as const).map((name): [string, JsonSchema] => [name, COUNT]),
      ...(['first_page_uri', 'uri'] as const).map((name): [string, JsonSchema] => [name, URI]),
      ...(['next_page_uri', 'previous_page_uri'] as const).map((name): [string, JsonSchema] => [name, URI_OR_NULL]),
      [list, { type: 'array', items: record }],
    ]),
  };
}

function metaPage(list: string, record: JsonSchema): JsonSchema {
  const meta = {
    type: 'object',
    ...closed([
      ...(['page', 'page_size'] as const).map((name): [string, JsonSchema] => [name, COUNT]),
      ...(['first_page_url', 'url'] as const).map((name): [string, JsonSchema] => [name, URI]),
      ...(['next_page_url', 'previous_page_url'] as const).map((name): [string, JsonSchema] => [name, URI_OR_NULL]),
      ['key', { const: list }],
    ]),
  };
  return {
    type: 'object',
    ...closed([
      ['meta', meta],
      [list, { type: 'array', items: record }],
    ]),
  };
}
