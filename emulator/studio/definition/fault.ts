/** One entry of `details.errors[]` of a refused flow: a JSON pointer from the definition's root, and what is wrong there. */
export interface DefinitionFault {
  readonly property_path: string;
  readonly message: string;
}

/** A JSON object, and not an array or null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
