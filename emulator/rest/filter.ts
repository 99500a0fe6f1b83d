import type { StoredRecord } from '../contract';
import { propertyName, type Description } from './description';
import type { Parameters } from './parameters';
import { fieldsOf } from './presentation';
import { notImplemented } from './twilio-error';

const PAGING = new Set(['PageSize', 'Page', 'PageToken']);

/**
 * Keeps records whose properties equal the same-named query parameters; of a repeated parameter any value will do. Throws 501 for a documented filter
 * that no property answers to: to ignore it would be a wrong answer.
 */
export function filterBy(query: Parameters, description: Description): (record: StoredRecord) => boolean {
  const wanted = Object.entries(query).flatMap(([parameter, value]) => {
    if (PAGING.has(parameter) || value === undefined) return [];
    const name = propertyName(parameter);
    if (!description.properties.has(name)) throw notImplemented(`the filter ${parameter} of ${description.listPath}`);
    return [{ name, values: Array.isArray(value) ? value : [String(value)] }];
  });
  return record => wanted.every(({ name, values }) => values.includes(String(fieldsOf(record)[name])));
}
