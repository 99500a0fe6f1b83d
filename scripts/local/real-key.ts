import { badInput } from '../command-error';

/** The key for `--live`, by which the assistant's model is the real one. Throws ANTHROPIC_KEY_MISSING. */
export function realKeyIn(environment: Readonly<Record<string, string | undefined>>): string {
  const key = environment['ANTHROPIC_API_KEY'] ?? '';
  if (key !== '') return key;
  throw badInput(
    'ANTHROPIC_KEY_MISSING',
    '--live asks the real model: set ANTHROPIC_API_KEY to a key of console.anthropic.com. Without --live a double answers.',
  );
}
