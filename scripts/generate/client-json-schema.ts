import { z } from 'zod';
import { clientSchema } from '../../lib/config/client-schema';
import { described } from './described';
import { readDescriptions } from './descriptions';

/** What JSON Schema says of a number in E.164 form: the checker's own rule is code. */
const E164 = { type: 'string', pattern: '^\\+[1-9]\\d{6,14}$' };

/** `clients/client.schema.json`: editors complete and check a client's file with it. `typeSource` is lib/config/client.ts, whose comments become descriptions. */
export function clientJsonSchema(typeSource: string): object {
  const schema = z.toJSONSchema(clientSchema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'custom') Object.assign(jsonSchema, E164);
    },
  });
  const { $schema, ...rules } = schema;
  return { $schema, title: 'A client of linekit', ...described(rules, readDescriptions(typeSource)) };
}
