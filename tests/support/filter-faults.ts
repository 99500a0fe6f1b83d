import type { OpenapiFacts, Schema } from '../../emulator/rest/facts';
import type { DocumentedOperation } from '../../emulator/rest/documented-paths';

/**
 * What a query has that takes no record away: it pages and orders, widens (`IncludeSoftDeleted`), means something only beside another (`Bounds` of `From`,
 * `Distance` of `NearNumber`, what is excluded of numbers that need an address), or looks back over more time than the test takes.
 */
const NO_FILTERS = /^(Page|PageSize|PageToken|Order|Ordering|Bounds|IncludeSoftDeleted|Distance|Exclude\w+|Minutes)$/;

/** Reads a list with that query; resolves with how many records there are, and with 0 when it is refused. */
export type CountRecords = (query: URLSearchParams) => Promise<number>;

/**
 * The documented filters of a list that has records, which filter nothing: a value that no record has must leave fewer of them; of an enumeration or a
 * boolean, some value must.
 */
export async function filterFaults(
  { operation, facts, path }: DocumentedOperation,
  query: URLSearchParams,
  count: CountRecords,
): Promise<string[]> {
  const all = await count(query);
  const faults: string[] = [];
  for (const [name, field] of Object.entries(operation.query)) {
    if (NO_FILTERS.test(name) || query.has(name)) continue;
    const counts: number[] = [];
    for (const value of valuesOf(name, resolve(facts, field)))
      counts.push(await count(new URLSearchParams([...query, [name, value]])));
    if (!counts.some(filtered => filtered < all)) faults.push(`GET ${path}: the filter ${name} changes nothing`);
  }
  return faults;
}

function resolve(facts: OpenapiFacts, schema: Schema): Schema {
  const { $ref } = schema.type === 'array' ? (schema.items ?? {}) : schema;
  return $ref === undefined ? schema : (facts.schemas[$ref] ?? schema);
}

function valuesOf(name: string, schema: Schema): readonly string[] {
  const { type, format, pattern, enum: words } = schema.type === 'array' ? (schema.items ?? {}) : schema;
  if (words) return words;
  if (type === 'boolean' || name === 'Available') return ['true', 'false'];
  if (type === 'integer' || type === 'number') return ['7', '987654'];
  if (pattern !== undefined) return [`${/^\^([A-Z]{2})/.exec(pattern)?.[1] ?? 'XX'}${'0'.repeat(32)}`];
  const isDate = format === 'date' || format === 'date-time';
  if (isDate) return /(>|Start\w*|From|After)$/.test(name) ? ['2099-01-01'] : ['1999-01-01'];
  return ['no-such-value'];
}
