/** What JSON can hold. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };
export type JsonObject = { readonly [key: string]: JsonValue | undefined };

/** The part of JSON Schema that tools use; what strict tool schemas of language models take. */
export type JsonSchema =
  | {
      readonly type: 'string';
      readonly description?: string;
      readonly enum?: readonly string[];
      readonly minLength?: number;
      readonly maxLength?: number;
      readonly pattern?: string;
      readonly format?: 'date' | 'date-time';
    }
  | {
      readonly type: 'number' | 'integer';
      readonly description?: string;
      readonly minimum?: number;
      readonly maximum?: number;
    }
  | { readonly type: 'boolean'; readonly description?: string }
  | {
      readonly type: 'array';
      readonly description?: string;
      readonly items: JsonSchema;
      readonly maxItems?: number;
    }
  | ObjectSchema;

export interface ObjectSchema {
  readonly type: 'object';
  readonly description?: string;
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

/** An object schema of these properties; those named in `optional` may be left out. */
export function objectOf(
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): ObjectSchema {
  const required = Object.keys(properties).filter(name => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

/** The tool's input, or in words what is wrong with it; words fit for a language model that should mend it. */
export function readInput(
  text: string,
  schema: ObjectSchema,
): { readonly input: JsonObject } | { readonly fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(text.trim() === '' ? '{}' : text);
  } catch {
    return { fault: 'The input is not valid JSON.' };
  }
  const faults = faultsOf(value, schema, 'input');
  if (faults.length > 0) return { fault: faults.slice(0, 5).join(' ') };
  return { input: value as JsonObject };
}

const MAX_STRING = 500;

/** Every fault of a value, each as a sentence that names the place. */
export function faultsOf(value: unknown, schema: JsonSchema, at: string): string[] {
  switch (schema.type) {
    case 'string':
      return stringFaults(value, schema, at);
    case 'number':
    case 'integer':
      return numberFaults(value, schema, at);
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${at} must be true or false.`];
    case 'array':
      if (!Array.isArray(value)) return [`${at} must be an array.`];
      if (value.length > (schema.maxItems ?? 50)) return [`${at} has too many items.`];
      return value.flatMap((item, index) => faultsOf(item, schema.items, `${at}[${index}]`));
    case 'object':
      return objectFaults(value, schema, at);
    default:
      return schema satisfies never;
  }
}

function stringFaults(value: unknown, schema: Extract<JsonSchema, { type: 'string' }>, at: string): string[] {
  if (typeof value !== 'string') return [`${at} must be a string.`];
  if (schema.enum && !schema.enum.includes(value)) return [`${at} must be one of: ${schema.enum.join(', ')}.`];
  if (value.length < (schema.minLength ?? 0)) return [`${at} is too short.`];
  if (value.length > (schema.maxLength ?? MAX_STRING)) return [`${at} is too long.`];
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value))
    return [`${at} has the wrong form.`];
  if (schema.format !== undefined && !isDate(value, schema.format))
    return [`${at} must be an ISO 8601 ${schema.format}.`];
  return [];
}

function isDate(text: string, format: 'date' | 'date-time'): boolean {
  const form = format === 'date' ? /^\d{4}-\d\d-\d\d$/ : /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
  return form.test(text) && !Number.isNaN(Date.parse(text));
}

function numberFaults(
  value: unknown,
  schema: Extract<JsonSchema, { type: 'number' | 'integer' }>,
  at: string,
): string[] {
  if (typeof value !== 'number' || !Number.isFinite(value)) return [`${at} must be a number.`];
  if (schema.type === 'integer' && !Number.isInteger(value)) return [`${at} must be a whole number.`];
  if (value < (schema.minimum ?? -Infinity)) return [`${at} must be at least ${schema.minimum}.`];
  if (value > (schema.maximum ?? Infinity)) return [`${at} must be at most ${schema.maximum}.`];
  return [];
}

function objectFaults(value: unknown, schema: ObjectSchema, at: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} must be an object.`];
  const entries = new Map<string, unknown>(Object.entries(value));
  const missing = schema.required.filter(name => !entries.has(name)).map(name => `${at}.${name} is missing.`);
  const unknown = [...entries.keys()].filter(name => !Object.hasOwn(schema.properties, name));
  const wrong = Object.entries(schema.properties).flatMap(([name, property]) =>
    entries.has(name) ? faultsOf(entries.get(name), property, `${at}.${name}`) : [],
  );
  return [...missing, ...unknown.map(name => `${at}.${name} is not known.`), ...wrong];
}
