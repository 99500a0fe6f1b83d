import type { StoredRecord } from '../contract';
import { isoSeconds, rfc2822 } from './dates';
import { propertyName, type Description } from './description';
import type { Schema } from './facts';

/** A record by property name. */
export type Fields = Readonly<Record<string, unknown>>;

/** A record's properties by name: TypeScript does not let an interface be read so, though every object can be. */
export function fieldsOf(record: StoredRecord): Fields {
  return record as unknown as Fields;
}

/**
 * A record as Twilio answers it: exactly the documented properties in their documented order, dates in the API's form, and its own URL and links.
 * `computed` goes before what is stored.
 */
export function presentRecord(
  description: Description,
  record: StoredRecord,
  computed: Fields = {},
): Record<string, unknown> {
  const fields = { ...fieldsOf(record), ...computed };
  const body: Record<string, unknown> = {};
  for (const [name, schema] of description.properties) {
    body[name] = ownAddress(description, name, fields) ?? format(fields[name] ?? null, schema);
  }
  return body;
}

/** `url` or `uri`, `links` or `subresource_uris`, when the record does not bring them. */
function ownAddress(description: Description, name: string, fields: Fields): unknown {
  if (fields[name] !== undefined && fields[name] !== null) return undefined;
  const origin = description.is2010 ? '' : description.origin;
  if (name === (description.is2010 ? 'uri' : 'url') && description.instancePath !== undefined) {
    return origin + fill(description.instancePath, fields);
  }
  if (name !== 'links' && name !== 'subresource_uris') return undefined;
  const links = Object.entries(description.links).map(([rel, path]) => [rel, origin + fill(path, fields)]);
  return Object.fromEntries(links);
}

/** Replaces `{WorkspaceSid}` and `{workspace_sid}` by the record's properties. */
export function fill(template: string, fields: Fields): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = fields[propertyName(name)];
    return typeof value === 'string' || typeof value === 'number' ? encodeURIComponent(value) : '';
  });
}

function format(value: unknown, schema: Schema): unknown {
  if (typeof value !== 'string' || value === '') return value;
  if (schema.format === 'date-time') return isoSeconds(value);
  if (schema.format === 'date-time-rfc-2822') return rfc2822(value);
  return value;
}
