import type { LinkFacts } from '../emulator/rest/facts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The links of each schema, as paths over the record's own properties: "/v1/Workspaces/{workspace_sid}/Tasks/{sid}/Reservations".
 * The documents give them only in examples, so each part of an example's link is traced back to the property that has that value.
 */
export function linksOf(document: Json): Record<string, LinkFacts> {
  const found: Record<string, LinkFacts> = {};
  visit(document, reply => {
    const name = schemaName(reply);
    if (name === undefined || found[name]) return;
    for (const record of examples(reply)) {
      const links = record['links'] ?? record['subresource_uris'];
      if (!isObject(links) || Object.keys(links).length === 0) continue;
      const given = Object.entries(links).filter((link): link is [string, string] => isAddress(link[1]));
      found[name] = Object.fromEntries(given.map(([rel, url]) => [rel, template({ rel, url, record })]));
      return;
    }
  });
  return Object.fromEntries(Object.entries(found).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Calls `seen` for each JSON reply of the document. */
function visit(value: unknown, seen: (reply: Json) => void): void {
  if (Array.isArray(value)) for (const part of value) visit(part, seen);
  if (!isObject(value)) return;
  if (isObject(value['schema']) && isObject(value['examples'])) seen(value);
  else for (const part of Object.values(value)) visit(part, seen);
}

function schemaName(reply: Json): string | undefined {
  const schema = reply['schema'];
  const reference = isObject(schema) ? schema['$ref'] : undefined;
  return typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
}

function examples(reply: Json): Json[] {
  const named = isObject(reply['examples']) ? Object.values(reply['examples']) : [];
  return named.map(example => (isObject(example) ? example['value'] : undefined)).filter(isObject);
}

function template({ rel, url, record }: { rel: string; url: string; record: Json }): string {
  const path = url.startsWith('/') ? url : new URL(url).pathname;
  const parts = path.split('/').map(part => {
    const value = decodeURIComponent(part.replace(/\.json$/, ''));
    if (!/^[A-Z]{2}\w{32}$/.test(value)) return part;
    const names = Object.keys(record).filter(name => record[name] === value);
    // The link's own name tells more than the value, and a record's own links start from its sid.
    const property = names.find(name => name === `${rel}_sid`) ?? names.find(name => name === 'sid') ?? names[0];
    const known = property ?? (value.startsWith('AC') ? 'account_sid' : undefined);
    return known === undefined ? part : part.replace(value, `{${known}}`);
  });
  return parts.join('/');
}

/** Some examples have null, or nothing, in place of a link. */
function isAddress(value: unknown): boolean {
  return typeof value === 'string' && (value.startsWith('/') || URL.canParse(value));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
