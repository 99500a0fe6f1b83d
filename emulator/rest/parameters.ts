import type { Schema } from './facts';
import { invalid, type TwilioError } from './twilio-error';

/** A value of a request parameter after it was checked against the OpenAPI document. */
export type Parameter = string | number | boolean | string[];
/** Checked parameters by their documented names; absent ones are undefined. */
export type Parameters = Readonly<Record<string, Parameter | undefined>>;

/** Whether a resource looks at URLs itself: at all of them, or at those of these parameters. */
export type LeftUrls = boolean | readonly string[];

function isLeft(name: string, left: LeftUrls = false): boolean {
  return typeof left === 'boolean' ? left : left.includes(name);
}

/** What an operation takes. */
export interface Expected {
  readonly fields: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** The error for a required parameter that did not come; 400/20001 without it. */
  readonly missing?: ((parameter: string) => TwilioError | undefined) | undefined;
  /** For resources that have codes of their own for a URL that is none, as all of the API of 2010 have. */
  readonly leavesUrls?: LeftUrls;
}

/**
 * The documented parameters that came, typed; others are ignored, as Twilio does. Throws TwilioError 400/20001 that names the parameter when one
 * is missing or has a value outside its type, pattern, enumeration or bounds.
 */
export function checkParameters(given: URLSearchParams, expected: Expected): Parameters {
  for (const name of expected.required ?? []) {
    if (given.get(name)) continue;
    throw expected.missing?.(name) ?? invalid(`Missing required parameter ${name} in the post body`);
  }
  const checked: Record<string, Parameter> = {};
  for (const name of new Set(given.keys())) {
    const schema = expected.fields[name];
    if (!schema) continue;
    checked[name] = checkParameter(name, given.getAll(name), schema);
    if (!isLeft(name, expected.leavesUrls)) given.getAll(name).forEach(value => checkUrl(name, value, schema));
  }
  return checked;
}

function checkParameter(name: string, values: string[], schema: Schema): Parameter {
  if (schema.type === 'array') {
    for (const value of values) checkString(name, value, schema.items ?? {});
    return values;
  }
  const value = values.at(-1) ?? '';
  switch (schema.type) {
    case 'integer':
    case 'number':
      return checkNumber(name, value, schema);
    case 'boolean':
      if (!/^(true|false)$/i.test(value))
        throw invalid(`Invalid value for parameter ${name}: "${value}" is not true or false`);
      return value.toLowerCase() === 'true';
    default:
      return checkString(name, value, schema);
  }
}

function checkNumber(name: string, value: string, { type, minimum, maximum }: Schema): number {
  const form = type === 'integer' ? /^-?\d+$/ : /^-?\d+(\.\d+)?$/;
  if (!form.test(value)) throw invalid(`Invalid value for parameter ${name}: "${value}" is not a number`);
  const number = Number(value);
  if (number < (minimum ?? -Infinity) || number > (maximum ?? Infinity)) {
    throw invalid(
      `Invalid value for parameter ${name}: ${value} is not between ${minimum ?? 'any'} and ${maximum ?? 'any'}`,
    );
  }
  return number;
}

function checkString(name: string, value: string, schema: Schema): string {
  // An empty value clears a property, whatever form it has otherwise.
  if (value === '') return value;
  if (schema.enum && !schema.enum.includes(value)) {
    throw invalid(`Invalid value for parameter ${name}: "${value}" is not one of ${schema.enum.join(', ')}`);
  }
  if (schema.pattern !== undefined && !patternOf(schema.pattern).test(value)) {
    throw invalid(`Invalid value for parameter ${name}: "${value}" does not match ${schema.pattern}`);
  }
  if ((schema.format === 'date' || schema.format === 'date-time') && Number.isNaN(Date.parse(value))) {
    throw invalid(`Invalid value for parameter ${name}: "${value}" is not a date of ISO 8601`);
  }
  if (value.length > (schema.maxLength ?? Infinity)) {
    throw invalid(`Invalid value for parameter ${name}: longer than ${schema.maxLength ?? 0} characters`);
  }
  return value;
}

/** An absolute URL; of a server that is asked (`…Url`, `…Callback`) one of HTTP. An empty one clears it. */
function checkUrl(name: string, value: string, { format }: Schema): void {
  if (format !== 'uri' || value === '') return;
  const isHttp = /(Url|Callback)$/.test(name);
  if (!URL.canParse(value) || (isHttp && !/^https?:\/\/[^/]/i.test(value)))
    throw invalid(`Invalid value for parameter ${name}: "${value}" is not a valid URL`);
}

const patterns = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  const known = patterns.get(source) ?? new RegExp(source);
  patterns.set(source, known);
  return known;
}
