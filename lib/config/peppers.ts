import { AppError } from '../errors';

/** The peppers in LINEKIT_PIN_PEPPER, "new:secret old:secret": the first is for new PINs, the others for those of before. Throws CONFIG_MISSING. */
export function readPeppers(text: string): {
  readonly current: string;
  readonly secrets: Readonly<Record<string, string>>;
} {
  const pairs = text.split(' ').map((each): [string, string] => {
    const at = each.indexOf(':');
    return [each.slice(0, at), each.slice(at + 1)];
  });
  const [first] = pairs;
  if (!first || new Set(pairs.map(([name]) => name)).size < pairs.length)
    throw new AppError('CONFIG_MISSING', 'LINEKIT_PIN_PEPPER has a name twice, or none.');
  return { current: first[0], secrets: Object.fromEntries(pairs) };
}
