import type { JsonSchema, ObjectSchema, ToolDefinition } from '../assistant';

/** A tool in the vendor's form. */
export interface WireTool {
  readonly name: string;
  readonly description: string;
  readonly strict: boolean;
  readonly input_schema: { readonly type: 'object'; readonly [key: string]: unknown };
}

/** Over all strict tools of a request. Source: platform.claude.com, "Structured outputs", Schema complexity limits. */
const MOST_STRICT_TOOLS = 20;
const MOST_OPTIONAL = 24;

/**
 * Tools as Anthropic takes them. As many as its limits allow are strict: their input then always fits the schema. What a grammar can't hold
 * (lengths, ranges, patterns) is told in the description, and checked by the assistant when the call comes.
 */
export function toWireTools(tools: readonly ToolDefinition[]): WireTool[] {
  let optional = 0;
  return tools.map(({ name, description, input }, index) => {
    const own = optionalIn(input);
    const strict = index < MOST_STRICT_TOOLS && optional + own <= MOST_OPTIONAL;
    if (strict) optional += own;
    return { name, description, strict, input_schema: objectSchema(input) };
  });
}

function optionalIn(schema: JsonSchema): number {
  if (schema.type === 'array') return optionalIn(schema.items);
  if (schema.type !== 'object') return 0;
  const names = Object.keys(schema.properties);
  const own = names.filter(name => !schema.required.includes(name)).length;
  return Object.values(schema.properties).reduce((sum, each) => sum + optionalIn(each), own);
}

function objectSchema({ description, properties, required }: ObjectSchema): WireTool['input_schema'] {
  return {
    type: 'object',
    ...(description !== undefined && { description }),
    properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, schemaOf(each)])),
    required,
    additionalProperties: false,
  };
}

function schemaOf(schema: JsonSchema): object {
  const described = describe(schema);
  switch (schema.type) {
    case 'object':
      return { ...objectSchema(schema), ...described };
    case 'array':
      return { type: 'array', ...described, items: schemaOf(schema.items) };
    case 'string': {
      const { format, enum: values } = schema;
      return { type: 'string', ...described, ...(values && { enum: values }), ...(format && { format }) };
    }
    default:
      return { type: schema.type, ...described };
  }
}

function describe(schema: JsonSchema): { description?: string } {
  const words = [...(schema.description === undefined ? [] : [schema.description]), ...boundsOf(schema)];
  return words.length === 0 ? {} : { description: words.join(' ') };
}

/** In words, what the grammar leaves open. */
function boundsOf(schema: JsonSchema): string[] {
  const said = (text: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [`${text} ${value}.`];
  if (schema.type === 'string')
    return [
      ...said('Shortest length:', schema.minLength),
      ...said('Longest length:', schema.maxLength),
      ...said('Pattern:', schema.pattern),
    ];
  if (schema.type === 'number' || schema.type === 'integer')
    return [...said('At least', schema.minimum), ...said('At most', schema.maximum)];
  return schema.type === 'array' ? said('Most items:', schema.maxItems) : [];
}
