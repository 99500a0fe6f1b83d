import { isObject, type DefinitionFault } from './fault';

export type JsonType = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array';

/** What a property of a widget may be. Types are strict, as Twilio's are: `"5"` is no integer, `5` is no string. */
export interface PropertyRule {
  readonly type: JsonType;
  /** A second type, which exports have as well. */
  readonly orType?: JsonType;
  readonly required?: boolean;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** Of an array. */
  readonly items?: PropertyRule;
  /** Of an object. Properties that are not named here are let through: Twilio's own exports carry more than its documents name. */
  readonly properties?: PropertyRules;
  /** Says what is wrong with a value of the right type. */
  readonly also?: (value: unknown) => string | undefined;
}
export type PropertyRules = Readonly<Record<string, PropertyRule>>;

/** `parameters`, `variables`: a list of `{key, value}`. A third property, `parse_as_json`, is a boolean. */
export const keyValues: PropertyRule = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      key: { type: 'string', required: true },
      value: { type: 'string', required: true },
      parse_as_json: { type: 'boolean' },
    },
  },
};

/**
 * The faults of an object, in Twilio's words. The words are those of the JSON Schema validator that Twilio's own skill for Studio
 * quotes ("boolean found, string expected", "is missing but it is required", "must not be null").
 */
export function checkProperties(
  object: Record<string, unknown>,
  rules: PropertyRules,
  path: string,
): DefinitionFault[] {
  return Object.entries(rules).flatMap(([name, rule]) => {
    const at = `${path}/${name}`;
    const value = object[name];
    if (value === undefined) return rule.required ? [fault(at, 'is missing but it is required')] : [];
    if (value === null) return rule.required ? [fault(at, 'must not be null')] : [];
    return checkValue(value, rule, at);
  });
}

/** The faults of one value. */
export function checkValue(value: unknown, rule: PropertyRule, path: string): DefinitionFault[] {
  const found = typeOf(value);
  if (found !== rule.type && found !== rule.orType && !(found === 'integer' && rule.type === 'number')) {
    return [fault(path, `${found} found, ${rule.type} expected`)];
  }
  const also = rule.also?.(value);
  return [
    ...(also === undefined ? [] : [fault(path, also)]),
    ...checkEnum(value, rule, path),
    ...checkRange(value, rule, path),
    ...checkItems(value, rule, path),
    ...(isObject(value) ? checkProperties(value, rule.properties ?? {}, path) : []),
  ];
}

function checkEnum(value: unknown, rule: PropertyRule, path: string): DefinitionFault[] {
  if (!rule.enum || (typeof value === 'string' && rule.enum.includes(value))) return [];
  return [fault(path, `does not have a value in the enumeration [${rule.enum.join(', ')}]`)];
}

function checkRange(value: unknown, rule: PropertyRule, path: string): DefinitionFault[] {
  if (typeof value !== 'number') return [];
  if (rule.minimum !== undefined && value < rule.minimum)
    return [fault(path, `must have a minimum value of ${rule.minimum}`)];
  if (rule.maximum !== undefined && value > rule.maximum)
    return [fault(path, `must have a maximum value of ${rule.maximum}`)];
  return [];
}

function checkItems(value: unknown, rule: PropertyRule, path: string): DefinitionFault[] {
  const { items } = rule;
  if (!Array.isArray(value) || !items) return [];
  return value.flatMap((item, index) => checkValue(item, items, `${path}/${index}`));
}

function fault(property_path: string, message: string): DefinitionFault {
  return { property_path, message };
}

function typeOf(value: unknown): JsonType | 'null' {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value === 'string' ? 'string' : 'boolean';
  return 'object';
}
