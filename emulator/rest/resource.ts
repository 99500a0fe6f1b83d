import type { ApiRequest, Collection, Route, StoredRecord, World } from '../contract';
import type { Operation } from './description';
import type { EtagOptions } from './etag';
import type { LeftUrls, Parameters } from './parameters';
import { resourceHandlers } from './resource-handlers';
import type { TwilioError } from './twilio-error';

export type { Parameter, Parameters } from './parameters';

/** Property → value that every record at this path has: `account_sid`, and a `…_sid` for each `{…Sid}` of the list path. */
export type Scope = Readonly<Record<string, string>>;

/** One request to a resource, checked and placed. */
export interface Context {
  readonly request: ApiRequest;
  readonly accountSid: string;
  readonly scope: Scope;
  /** Body parameters by their documented name ("FriendlyName"), typed and checked: unknown enum, wrong pattern or missing required → 400/20001. */
  readonly parameters: Parameters;
}

/**
 * One resource of Twilio's REST API. Routes, parameters, response properties, links and SID patterns come from the OpenAPI facts;
 * what is written by hand is only what Twilio has rules for.
 */
export interface ResourceOptions<R extends StoredRecord> {
  readonly world: Pick<World, 'clock' | 'ids'>;
  /** "taskrouter_v1" */
  readonly document: string;
  /** The list path as documented: "/v1/Workspaces/{WorkspaceSid}/Tasks". The instance path is found from it. */
  readonly path: string;
  readonly sidPrefix: string;
  readonly records: Collection<R>;
  /** Which operations exist here; each must be in the document. */
  readonly operations: readonly Operation[];
  /**
   * Finds the record that a `{…Sid}` of the list path means; 404 when there is none or it is another account's. Parents may be addressed by
   * unique name this way: the scope gets the sid of what was found. Without an entry the path's value is taken as it is.
   */
  readonly parents?: Readonly<Record<string, (key: string, scope: Scope) => StoredRecord | undefined>>;
  /** The error for a required parameter that did not come; 400/20001 without it. */
  missing?(parameter: string): TwilioError | undefined;
  /** The URLs that the resource looks at itself, because it has codes of its own for one that is none. All in the API of 2010, elsewhere none. */
  readonly leavesUrls?: LeftUrls;
  /**
   * Sends an ETag and honours `If-Match` (update, delete). `of` defaults to the record's `revision`, else to a hash of its content;
   * `mismatch` to 412/20412. On by itself, with 412/54103, where the document has a `revision`.
   */
  readonly etag?: EtagOptions<R>;
  /**
   * Completes a new record. `record` has every documented property: same-named parameters applied, sid, account_sid, path values and dates set, the rest null.
   * Returns what is stored (usually `{ ...record, … }`); throws TwilioError. Insertion is done by the framework, unless it is stored already.
   */
  create?(record: R, context: Context): R | Promise<R>;
  /** After the insertion: side effects. */
  created?(record: R, context: Context): void | Promise<void>;
  /** `change` has the same-named parameters that were given. Returns the change to apply. */
  update?(record: R, change: Partial<R>, context: Context): Partial<R> | Promise<Partial<R>>;
  updated?(record: R, context: Context): void | Promise<void>;
  /** Before deletion; throws to refuse. */
  remove?(record: R, context: Context): void | Promise<void>;
  /** Replaces the default look-up by the last path value as sid (for resources with unique names). */
  find?(key: string, context: Context): R | undefined;
  /** Replaces the default filters of a list (equality of same-named query parameters). */
  keep?(record: R, query: URLSearchParams, context: Context): boolean;
  /** Sorts a list as its query asks (`Ordering`, `Order`); paging follows. */
  order?(records: readonly R[], query: URLSearchParams, context: Context): readonly R[];
  /** Newest first is Twilio's usual order for v2010 and Studio; the default here is order of insertion. */
  readonly newestFirst?: boolean;
  /** Documented properties that are computed at each answer (ages, counts, names of what is referred to). */
  present?(record: R, context: Context): object;
}

/** The routes of one resource. Throws at start when the document has no such path or operation. */
export function resource<R extends StoredRecord>(options: ResourceOptions<R>): Route[] {
  const { description, handlers } = resourceHandlers(options);
  return options.operations.map(operation => {
    const onList = operation === 'create' || operation === 'list';
    const path = onList ? description.listPath : description.instancePath;
    if (!description.operations[operation] || path === undefined) {
      throw new Error(`${options.document} has no ${operation} of ${options.path}`);
    }
    return { method: METHODS[operation], path, access: 'account', handle: handlers[operation] };
  });
}

const METHODS = { create: 'POST', list: 'GET', fetch: 'GET', update: 'POST', delete: 'DELETE' } as const;
