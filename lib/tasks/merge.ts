import { AppError } from '../errors';

/** Twilio takes so many bytes of attributes on a task (https://www.twilio.com/docs/taskrouter/api/task: 4096). */
export const ATTRIBUTES_BYTES = 4_096;

/** Keys to set, objects within objects; `undefined` takes a key away. Keys that aren't named stay as they are. */
export interface AttributeChange {
  readonly [key: string]: unknown;
}

/** The attributes as Twilio takes them. Throws ATTRIBUTES_TOO_LARGE. */
export function writeAttributes(attributes: object): string {
  const text = JSON.stringify(attributes);
  const bytes = Buffer.byteLength(text);
  if (bytes > ATTRIBUTES_BYTES) {
    throw new AppError(
      'ATTRIBUTES_TOO_LARGE',
      `A task's attributes would have ${bytes} bytes; Twilio takes ${ATTRIBUTES_BYTES}.`,
    );
  }
  return text;
}

/**
 * A task's attributes with some changed and everything else as others wrote it, known or unknown. Objects are merged, all other values
 * (lists, too) replaced. Throws ATTRIBUTES_TOO_LARGE, and CONFLICT when the text is no JSON object.
 */
export function mergeAttributes(json: string, change: AttributeChange): string {
  const attributes = readObject(json);
  if (!attributes)
    throw new AppError('CONFLICT', "The task's attributes are no JSON object: somebody else writes there.");
  return writeAttributes(merged(attributes, change));
}

/** The object that the text holds; undefined when it holds none. */
export function readObject(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** True for `{…}`: no list, no null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function merged(value: Record<string, unknown>, change: AttributeChange): Record<string, unknown> {
  // Own keys one by one: "__proto__" in foreign attributes is a key like any other.
  const entries = new Map(Object.entries(value));
  for (const [key, next] of Object.entries(change)) {
    const current = entries.get(key);
    if (next === undefined) entries.delete(key);
    else entries.set(key, isObject(next) ? merged(isObject(current) ? current : {}, next) : next);
  }
  return Object.fromEntries(entries);
}
