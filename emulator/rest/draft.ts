import type { StoredRecord } from '../contract';
import { propertyName, type Description } from './description';
import type { Parameter, Parameters } from './parameters';
import { fieldsOf } from './presentation';
import type { Context, Scope } from './resource';

/** Properties that a parameter of the same name does not set. */
const OWN = new Set(['sid', 'account_sid', 'url', 'uri', 'links', 'subresource_uris', 'date_created', 'date_updated']);

/** A new record: every documented property, same-named parameters, scope, sid and dates set, the rest null. */
export function draftRecord<R extends StoredRecord>(
  description: Description,
  context: Context,
  { sid, nowIso }: { sid: string; nowIso: string },
): R {
  const draft: Record<string, unknown> = {};
  for (const name of description.properties.keys()) draft[name] = null;
  if ('date_created' in draft) draft['date_created'] = nowIso;
  if ('date_updated' in draft) draft['date_updated'] = nowIso;
  if (description.is2010 && 'api_version' in draft) draft['api_version'] = '2010-04-01';
  Object.assign(draft, parameterFields(description, context.parameters), context.scope, { sid });
  // R names the documented properties of this resource, which are the ones just set.
  return draft as unknown as R;
}

/** The properties that same-named parameters set, in the type that the document gives the property. */
export function parameterFields(description: Description, parameters: Parameters): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [parameter, value] of Object.entries(parameters)) {
    const name = propertyName(parameter);
    const schema = description.properties.get(name);
    if (schema && value !== undefined && !OWN.has(name)) fields[name] = convert(value, schema.type);
  }
  return fields;
}

/** True when the record belongs to the account and the parents of the path. */
export function inScope(record: StoredRecord, scope: Scope): boolean {
  const fields = fieldsOf(record);
  for (const name in scope) {
    if (fields[name] !== undefined && fields[name] !== scope[name]) return false;
  }
  return true;
}

function convert(value: Parameter, type: string | undefined): unknown {
  if (type === 'string') return typeof value === 'object' ? value.join(',') : String(value);
  if (typeof value !== 'string') return value;
  if (type === 'boolean') return value.toLowerCase() === 'true';
  if (type === 'integer' || type === 'number') return value === '' ? null : Number(value);
  return value;
}
