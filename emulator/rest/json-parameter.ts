import type { Parameter } from './parameters';
import { invalid } from './twilio-error';

/** A parameter that is JSON of an object. `{}` when it did not come. Throws 400/20001 for anything else. */
export function jsonObject(name: string, value: Parameter | undefined): Readonly<Record<string, unknown>> {
  if (value === undefined || value === '') return {};
  try {
    const parsed: unknown = JSON.parse(String(value));
    // What is an object and no array can be read by name.
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Readonly<Record<string, unknown>>;
  } catch {
    // Refused below, with what is no object.
  }
  throw invalid(`Invalid value for parameter ${name}: it is not a JSON object`);
}
