/** What the wiring did to one object of the account. */
export interface Change {
  /** "queue", "flow", "number" … */
  readonly kind: string;
  /** As the console shows it. */
  readonly name: string;
  readonly sid: string;
  readonly outcome: 'created' | 'updated' | 'unchanged';
  /** The properties that were updated. Names alone: values may be secret. */
  readonly properties?: readonly string[];
}

/** The names of `wanted` properties that `existing` lacks or has otherwise. */
export function differences<T extends object>(existing: { [K in keyof T]?: unknown }, wanted: T): (keyof T & string)[] {
  const names: (keyof T & string)[] = [];
  for (const name in wanted) if (existing[name] !== wanted[name]) names.push(name);
  return names;
}
