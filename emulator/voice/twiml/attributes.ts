import type { Element } from './element';

/** How one attribute of a verb is read. */
export interface Attribute<T> {
  readonly default: T;
  /** The value, or undefined when it isn't one of the documented. */
  read(raw: string): T | undefined;
  /** Twilio's warning for a bad value, such as 13611; 12200 (schema validation) when it has none of its own. */
  readonly warning: number | ((raw: string) => number);
  /** True: checked, but without effect in the local Twilio (docs/emulator.md lists them). */
  readonly isInert?: true;
}

/** Attribute name → how it is read. */
export type AttributeTable = Readonly<Record<string, Attribute<unknown>>>;
export type ValuesOf<T extends AttributeTable> = {
  readonly [K in keyof T]: T[K] extends Attribute<infer V> ? V : never;
};

/** Something in a document that Twilio ignores and warns of. */
export interface Warning {
  readonly code: number;
  readonly message: string;
}

/** Twilio's schema validation warning. */
export const SCHEMA_WARNING = 12200;
const INVALID_URL = 11100;

interface Rule<T> {
  readonly default: T;
  readonly warning?: number;
}

/** Any text. */
export function text<T extends string | undefined>({
  default: fallback,
  warning = SCHEMA_WARNING,
}: Rule<T>): Attribute<T | string> {
  return { default: fallback, warning, read: raw => raw };
}

/** An absolute http(s) URL, or one that a document's own URL completes. '' stands for none, or for what the verb makes of it. */
export function url<T extends string | undefined>({
  default: fallback,
  warning = INVALID_URL,
}: Rule<T>): Attribute<T | string> {
  return {
    default: fallback,
    warning,
    read: raw => {
      const value = raw.trim();
      if (!/^[a-z][a-z0-9+.-]*:/i.test(value)) return /\s/.test(value) ? undefined : value;
      return /^https?:\/\//i.test(value) && URL.canParse(value) ? value : undefined;
    },
  };
}

/** Text of a given form. */
export function matching<T extends string | undefined>(
  form: RegExp,
  { default: fallback, warning = SCHEMA_WARNING }: Rule<T>,
): Attribute<T | string> {
  return { default: fallback, warning, read: raw => (form.test(raw.trim()) ? raw.trim() : undefined) };
}

/** A whole number, seconds mostly. Out of range is a bad value. */
export function whole<T extends number | undefined>(
  rule: Rule<T> & { min?: number; max?: number },
): Attribute<T | number> {
  const { min = 0, max = Infinity, warning = SCHEMA_WARNING } = rule;
  return {
    default: rule.default,
    warning,
    read: raw => {
      const value = Number(raw);
      return /^\d+$/.test(raw.trim()) && value >= min && value <= max ? value : undefined;
    },
  };
}

/** true or false. */
export function flag({ default: fallback, warning = SCHEMA_WARNING }: Rule<boolean>): Attribute<boolean> {
  const values = new Map([
    ['true', true],
    ['false', false],
  ]);
  return { default: fallback, warning, read: raw => values.get(raw.trim().toLowerCase()) };
}

/** One of a few words. */
export function oneOf<const T extends string>(words: readonly T[], rule: Rule<NoInfer<T>>): Attribute<T>;
export function oneOf<const T extends string>(words: readonly T[], rule: Rule<undefined>): Attribute<T | undefined>;
export function oneOf<const T extends string>(
  words: readonly T[],
  rule: Rule<NoInfer<T> | undefined>,
): Attribute<T | undefined> {
  return {
    default: rule.default,
    warning: rule.warning ?? SCHEMA_WARNING,
    read: raw => words.find(word => word.toLowerCase() === raw.trim().toLowerCase()),
  };
}

/** Words separated by blanks, each one of a few. */
export function someOf<const T extends string>(
  words: readonly T[],
  rule: Rule<readonly NoInfer<T>[]>,
): Attribute<readonly T[]> {
  return {
    default: rule.default,
    warning: rule.warning ?? SCHEMA_WARNING,
    read: raw => {
      const given = raw.trim().split(/\s+/);
      const known = words.filter(word => given.includes(word));
      return known.length === given.length ? known : undefined;
    },
  };
}

/** Keys of a phone, or nothing at all. */
export function keys({ default: fallback, warning = SCHEMA_WARNING }: Rule<string>): Attribute<string> {
  return { default: fallback, warning, read: raw => (/^[0-9*#]*$/.test(raw.trim()) ? raw.trim() : undefined) };
}

/** An attribute that is checked and changes nothing: it is about how a voice sounds, or about what lies behind the local Twilio. */
export function inert<T>(attribute: Attribute<T>): Attribute<T> {
  return { ...attribute, isInert: true };
}

/** Attributes without effect whose values nothing is documented of: taken without a check. */
export function accepted<const N extends string>(...names: N[]): Record<N, Attribute<string | undefined>> {
  const table: Partial<Record<N, Attribute<string | undefined>>> = {};
  for (const name of names) table[name] = inert(text({ default: undefined }));
  // Every name was just given its entry.
  return table as Record<N, Attribute<string | undefined>>;
}

/** Reads an element's attributes: a bad or unknown one is ignored with a warning, as Twilio does. */
export function readAttributes<T extends AttributeTable>(
  element: Element,
  table: T,
): { values: ValuesOf<T>; warnings: Warning[] } {
  const values: Record<string, unknown> = {};
  const warnings: Warning[] = [];
  for (const [name, attribute] of Object.entries(table)) {
    const raw = element.attributes[name];
    const value = raw === undefined ? undefined : attribute.read(raw);
    if (raw !== undefined && value === undefined) {
      const { warning } = attribute;
      const code = typeof warning === 'number' ? warning : warning(raw);
      warnings.push({ code, message: `${element.name}: Invalid ${name} value "${raw}"` });
    }
    values[name] = value ?? attribute.default;
  }
  for (const name of Object.keys(element.attributes)) {
    if (!Object.hasOwn(table, name) && !name.startsWith('xml'))
      warnings.push({
        code: SCHEMA_WARNING,
        message: `Attribute '${name}' is not allowed to appear in <${element.name}>`,
      });
  }
  // The loop above gave every name of the table its value.
  return { values: values as ValuesOf<T>, warnings };
}
