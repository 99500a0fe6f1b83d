import { createHash } from 'node:crypto';
import type { ApiRequest, StoredRecord } from '../contract';
import type { Description } from './description';
import { fieldsOf } from './presentation';
import { TwilioError } from './twilio-error';

/** What a resource may say about its versions; see `ResourceOptions.etag`. */
export interface EtagOptions<R> {
  of?(record: R): string;
  readonly mismatch?: TwilioError;
}

/** How a resource tells its versions apart. */
export interface Etag<R> {
  /** The header's value: the version, in quotes. */
  header(record: R): string;
  /** Throws when the request has an `If-Match` for another version. */
  check(record: R, request: ApiRequest): void;
}

const contentHashes = new WeakMap<StoredRecord, string>();

/** The resource's ETag, or undefined when it sends none: neither asked for nor documented with a `revision`. */
export function etagOf<R extends StoredRecord>(
  description: Description,
  options?: EtagOptions<R>,
): Etag<R> | undefined {
  const hasRevision = description.properties.has('revision') && description.origin.includes('sync.');
  if (!options && !hasRevision) return undefined;
  const byDefault = hasRevision ? revision : contentHash;
  const of = options?.of?.bind(options) ?? byDefault;
  const mismatch = options?.mismatch ?? (hasRevision ? syncMismatch : otherMismatch);
  return {
    header: record => `"${of(record)}"`,
    check(record, request) {
      const wanted = request.headers['if-match'];
      if (wanted === undefined || wanted === '*' || bare(wanted) === of(record)) return;
      throw mismatch;
    },
  };
}

const syncMismatch = new TwilioError(412, 54103, 'The revision of the object does not match the expected revision');
const otherMismatch = new TwilioError(
  412,
  20412,
  'The resource was modified since it was read: If-Match does not match its ETag',
);

/** Without the quotes and the sign of a weak tag. */
function bare(etag: string): string {
  return etag.replace(/^W\//, '').replace(/^"|"$/g, '');
}

function revision(record: StoredRecord): string {
  return String(fieldsOf(record)['revision']);
}

/** Records are replaced, never changed in place, so a hash once made holds. */
function contentHash(record: StoredRecord): string {
  const known = contentHashes.get(record) ?? createHash('sha1').update(JSON.stringify(record)).digest('hex');
  contentHashes.set(record, known);
  return known;
}
