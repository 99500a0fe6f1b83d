import type { WireTool } from './wire';

/** Limits over all strict tools of a request. Source: platform.claude.com, "Structured outputs", Schema complexity limits. */
const MOST_STRICT_TOOLS = 20;
const MOST_OPTIONAL = 24;
const MOST_UNIONS = 16;
/** Keywords that grammars can't hold. Source: the same page, JSON Schema limitations. */
const UNSUPPORTED: Readonly<Record<string, readonly string[]>> = {
  string: ['minLength', 'maxLength'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  array: ['maxItems', 'uniqueItems', 'contains'],
  object: ['minProperties', 'maxProperties', 'patternProperties', 'propertyNames'],
};
const FORMATS = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid'];

type Schema = Readonly<Record<string, unknown>>;

/** Why the tools are refused, in the vendor's words; undefined when they are taken. */
export function toolFault(tools: readonly WireTool[]): string | undefined {
  if (new Set(tools.map(({ name }) => name)).size < tools.length) return 'tools: Tool names must be unique.';
  const strict = tools.filter(tool => tool.strict);
  if (strict.length > MOST_STRICT_TOOLS)
    return `Too many strict tools (${strict.length}). The maximum number of strict tools supported is ${MOST_STRICT_TOOLS}.`;
  const counts = { optional: 0, unions: 0 };
  for (const [index, tool] of tools.entries()) {
    if (!tool.strict) continue;
    const fault = schemaFault(tool.input_schema, counts);
    if (fault !== undefined) return `tools.${index}.custom: ${fault}`;
  }
  if (counts.optional > MOST_OPTIONAL)
    return `Schemas contain too many optional parameters (${counts.optional}), which would make grammar compilation inefficient. Limit: ${MOST_OPTIONAL}.`;
  return counts.unions > MOST_UNIONS
    ? `Schemas contain too many parameters with union types (${counts.unions}). Limit: ${MOST_UNIONS}.`
    : undefined;
}

function schemaFault(schema: Schema, counts: { optional: number; unions: number }): string | undefined {
  const { type } = schema;
  if (Array.isArray(type) || 'anyOf' in schema) counts.unions += 1;
  const named = typeof type === 'string' ? type : '';
  const bad = (UNSUPPORTED[named] ?? []).filter(keyword => keyword in schema);
  if (bad.length > 0) return `For '${named}' type, properties ${bad.join(', ')} are not supported`;
  const { format } = schema;
  if (named === 'string' && typeof format === 'string' && !FORMATS.includes(format))
    return `For 'string' type, format '${format}' is not supported`;
  if (named === 'array' && Number(schema['minItems'] ?? 0) > 1)
    return "For 'array' type, 'minItems' values other than 0 or 1 are not supported";
  if (named === 'object') return objectFault(schema, counts);
  return isSchema(schema['items']) ? schemaFault(schema['items'], counts) : undefined;
}

function objectFault(schema: Schema, counts: { optional: number; unions: number }): string | undefined {
  if (schema['additionalProperties'] !== false)
    return "For 'object' type, 'additionalProperties' must be explicitly set to false";
  const properties = isSchema(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : [];
  for (const [name, property] of Object.entries(properties)) {
    if (!required.includes(name)) counts.optional += 1;
    const fault = isSchema(property) ? schemaFault(property, counts) : `property '${name}' is no schema`;
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
