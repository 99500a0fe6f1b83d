import { z } from 'zod';
import type { HttpToolSettings, JsonSchema, JsonValue } from '../../assistant';
import { language, sentence, whole } from './fields';

const description = z.string().max(300, 'expected at most 300 characters').exactOptional();

/** The part of JSON Schema that tools take: what a strict tool of a language model can hold. */
const property: z.ZodType<JsonSchema> = z.lazy(() =>
  z.discriminatedUnion(
    'type',
    [
      z.strictObject({
        type: z.literal('string'),
        description,
        enum: z.array(z.string()).min(1).max(100).exactOptional(),
        minLength: whole(0, 500, 'characters').exactOptional(),
        maxLength: whole(1, 500, 'characters').exactOptional(),
        pattern: z.string().refine(isPattern, 'expected a regular expression').exactOptional(),
        format: z.enum(['date', 'date-time'], 'expected date or date-time').exactOptional(),
      }),
      z.strictObject({
        type: z.enum(['number', 'integer']),
        description,
        minimum: z.number().exactOptional(),
        maximum: z.number().exactOptional(),
      }),
      z.strictObject({ type: z.literal('boolean'), description }),
      z.strictObject({
        type: z.literal('array'),
        description,
        items: property,
        maxItems: whole(1, 50, 'items').exactOptional(),
      }),
      object,
    ],
    'expected a type: string, number, integer, boolean, array or object',
  ),
);

const object = z
  .strictObject({
    type: z.literal('object'),
    description,
    properties: z.record(
      z.string().regex(/^[a-zA-Z]\w{0,63}$/, 'expected the name of an input: letters, digits and "_"'),
      property,
    ),
    required: z.array(z.string()).default([]),
    additionalProperties: z.literal(false, 'expected false: no other input is sent').default(false),
  })
  .superRefine(({ properties, required }, context) => {
    for (const [index, name] of required.entries())
      if (!Object.hasOwn(properties, name))
        context.addIssue({ code: 'custom', path: ['required', index], message: 'expected one of the properties' });
  });

function isPattern(source: string): boolean {
  try {
    return source.length <= 200 && new RegExp(source, 'u').source !== '';
  } catch {
    return false;
  }
}

const header = z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'expected the name of a header');
const headerValue = z.string().regex(/^[\x20-\x7e]{0,1000}$/, 'expected one line of plain text');

const json: z.ZodType<JsonValue> = z.json();

/** A tool that asks a server of the client's. What could reach elsewhere than its host is found across the file. */
export const httpTool = z.strictObject({
  name: z.string().regex(/^[a-z][a-zA-Z0-9]{0,63}$/, 'expected a name in lower camel case, such as orderStatus'),
  description: sentence('what the tool does, for the language model'),
  permission: z.enum(['public', 'identified'], 'expected public or identified'),
  effect: z.enum(['none', 'idempotent', 'irreversible'], 'expected none, idempotent or irreversible'),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], 'expected GET, POST, PUT, PATCH or DELETE'),
  url: z
    .string()
    .max(2_000)
    .regex(/^https:\/\//, 'expected an https address'),
  input: object,
  auth: z
    .strictObject({
      header,
      secret: z.string().regex(/^[a-zA-Z]\w{0,63}$/, 'expected the name of a secret in LINEKIT_TOOL_SECRETS'),
      prefix: headerValue.optional(),
    })
    .optional(),
  headers: z.record(header, headerValue).optional(),
  body: z.record(z.string(), json).optional(),
  timeoutMs: whole(100, 8_000, 'milliseconds').default(4_000),
  maxBytes: whole(100, 100_000, 'bytes').default(20_000),
  readBack: z.record(language, sentence('the question that reads the call back')).optional(),
}) satisfies z.ZodType<HttpToolSettings>;
