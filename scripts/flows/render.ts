import { CommandError } from '../command-error';

/** What goes where `${name}` stands in a template. */
export type TemplateValues = Readonly<Record<string, string | number | boolean>>;

export interface Rendered {
  /** The template's JSON with all values in place. */
  readonly value: unknown;
  /** Names that the template uses. */
  readonly used: ReadonlySet<string>;
}

const RAW = /^raw:\$\{([a-z0-9_]+)\}$/;
const EACH = /\$\{([^}]*)\}/g;

/**
 * Fills in a JSON template: `${name}` inside a string becomes the value's text, whatever quotes it has; a string that is
 * exactly "raw:${name}" becomes the bare number or boolean. Keys are left alone.
 * Throws TEMPLATE_INVALID for a file that is no JSON, PLACEHOLDER_UNKNOWN for a name without a value, PLACEHOLDER_NOT_RAW for raw text.
 */
export function renderTemplate(text: string, values: TemplateValues, file: string): Rendered {
  const used = new Set<string>();
  const take = (name: string): string | number | boolean => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      throw new CommandError(
        'PLACEHOLDER_UNKNOWN',
        `${file} asks for \${${name}}, which nothing sets. There is: ${Object.keys(values).sort().join(', ')}.`,
      );
    }
    used.add(name);
    return value;
  };
  const fill = (node: unknown): unknown => {
    if (typeof node === 'string') return fillString(node, take, file);
    if (Array.isArray(node)) return node.map(fill);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, fill(value)]));
  };
  return { value: fill(parse(text, file)), used };
}

/** The names among `values` that none of these templates uses: a value that nobody reads is a mistake on one side. */
export function unusedValues(rendered: readonly Rendered[], values: TemplateValues): string[] {
  const used = new Set(rendered.flatMap(each => [...each.used]));
  return Object.keys(values).filter(name => !used.has(name));
}

function fillString(text: string, take: (name: string) => string | number | boolean, file: string): unknown {
  const raw = RAW.exec(text)?.[1];
  if (raw === undefined) return text.replace(EACH, (_, name: string) => String(take(name)));
  const value = take(raw);
  if (typeof value !== 'string') return value;
  throw new CommandError(
    'PLACEHOLDER_NOT_RAW',
    `${file} takes \${${raw}} raw, but it is text, not a number or boolean.`,
  );
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError('TEMPLATE_INVALID', `${file} is not JSON: ${error instanceof Error ? error.message : ''}.`);
  }
}
