import type { Secrets } from '../assistant';
import { AppError } from '../errors';

/** Secrets by name out of LINEKIT_TOOL_SECRETS, a JSON object; asked for at first use. Throws CONFIG_MISSING, never with a value in its words. */
export function namedSecrets(read: () => string | undefined): Secrets {
  return {
    read: async name => {
      const value = secretsIn(read())[name];
      if (typeof value === 'string' && value !== '') return value;
      throw new AppError('CONFIG_MISSING', `LINEKIT_TOOL_SECRETS has no secret "${name}".`);
    },
  };
}

function secretsIn(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // The parser's own words would quote what it read.
    throw new AppError('CONFIG_MISSING', 'LINEKIT_TOOL_SECRETS is not JSON.');
  }
}
