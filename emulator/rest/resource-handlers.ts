import type { ApiReply, ApiRequest, StoredRecord } from '../contract';
import { describe, type Description, type Operation } from './description';
import { draftRecord, inScope, parameterFields } from './draft';
import { etagOf, type Etag } from './etag';
import { pageOfList } from './paging';
import { checkParameters, type Parameters } from './parameters';
import { fieldsOf, presentRecord } from './presentation';
import { filterBy } from './filter';
import type { Context, ResourceOptions } from './resource';
import { resolveScope } from './scope';
import { notFound } from './twilio-error';

/** Answers each operation; rejects with TwilioError. */
export type Handlers = Readonly<Record<Operation, (request: ApiRequest) => Promise<ApiReply>>>;

/** What answers each operation of a resource. Throws when the document does not have its path. */
export function resourceHandlers<R extends StoredRecord>(
  options: ResourceOptions<R>,
): { description: Description; handlers: Handlers } {
  const description = describe(options.document, options.path);
  const handlers = new ResourceHandlers(options, description);
  return {
    description,
    handlers: {
      create: request => handlers.create(request),
      list: request => handlers.list(request),
      fetch: request => handlers.fetch(request),
      update: request => handlers.update(request),
      delete: request => handlers.delete(request),
    },
  };
}

type Shown = Exclude<Operation, 'delete'>;

class ResourceHandlers<R extends StoredRecord> {
  private readonly etag: Etag<R> | undefined;

  constructor(
    private readonly options: ResourceOptions<R>,
    private readonly description: Description,
  ) {
    this.etag = etagOf(description, options.etag);
  }

  async create(request: ApiRequest): Promise<ApiReply> {
    const { options, description } = this;
    const context = this.context(request, this.parameters(request, 'create'));
    const draft = draftRecord<R>(description, context, {
      sid: options.world.ids.sid(options.sidPrefix),
      nowIso: this.nowIso(),
    });
    const composed = options.create ? options.create(draft, context) : draft;
    // Nothing may come between the check that a name is free and the record that takes it.
    const completed = composed instanceof Promise ? await composed : composed;
    // A record that `create` has stored by itself is there already.
    const record = options.records.get(completed.sid) ?? options.records.insert(completed);
    await options.created?.(record, context);
    return this.reply('create', options.records.get(record.sid) ?? record, context);
  }

  async fetch(request: ApiRequest): Promise<ApiReply> {
    checkParameters(request.query, { fields: this.description.operations.fetch?.query ?? {} });
    const context = this.context(request, {});
    return this.reply('fetch', this.found(context), context);
  }

  async list(request: ApiRequest): Promise<ApiReply> {
    const { options, description } = this;
    const query = checkParameters(request.query, { fields: description.operations.list?.query ?? {} });
    const context = this.context(request, {});
    const keep = options.keep
      ? (record: R): boolean => options.keep?.(record, request.query, context) ?? true
      : filterBy(query, description);
    const arranged = (isListed: (record: R) => boolean): readonly R[] => {
      const records = options.records.filter(record => inScope(record, context.scope) && isListed(record));
      if (options.newestFirst) records.reverse();
      return options.order?.(records, request.query, context) ?? records;
    };
    const list = { records: arranged(keep), all: () => arranged(() => true) };
    const page = pageOfList(list, description, request.url);
    return { status: 200, body: page.body(page.records.map(record => this.present(record, context, 'list'))) };
  }

  async update(request: ApiRequest): Promise<ApiReply> {
    const { options, description } = this;
    const context = this.context(request, this.parameters(request, 'update'));
    const found = this.found(context);
    this.etag?.check(found, request);
    // The fields are those of R by their documented names; what they hold was checked against the document.
    const given = parameterFields(description, context.parameters) as Partial<R>;
    const decided = options.update ? options.update(found, given, context) : given;
    // … nor between If-Match and the write.
    const change = decided instanceof Promise ? await decided : decided;
    const dated = description.properties.has('date_updated') ? { date_updated: this.nowIso() } : {};
    const record = options.records.update(found.sid, { ...dated, ...change });
    await options.updated?.(record, context);
    return this.reply('update', options.records.get(record.sid) ?? record, context);
  }

  async delete(request: ApiRequest): Promise<ApiReply> {
    const context = this.context(request, {});
    const record = this.found(context);
    this.etag?.check(record, request);
    await this.options.remove?.(record, context);
    this.options.records.delete(record.sid);
    return { status: 204 };
  }

  private parameters(request: ApiRequest, operation: 'create' | 'update'): Parameters {
    const described = this.description.operations[operation];
    return checkParameters(request.form, {
      fields: described?.form ?? {},
      required: described?.required ?? [],
      missing: this.options.missing?.bind(this.options),
      leavesUrls: this.options.leavesUrls ?? this.description.is2010,
    });
  }

  private context(request: ApiRequest, parameters: Parameters): Context {
    const scope = resolveScope(request, this.description, this.options.parents ?? {});
    return { request, accountSid: scope['account_sid'] ?? '', scope, parameters };
  }

  private found(context: Context): R {
    const { options, description } = this;
    const key = context.request.path[description.keyName] ?? '';
    const record = options.find ? options.find(key, context) : this.byKey(key, context);
    if (!record || !inScope(record, context.scope)) throw notFound(context.request.url.pathname);
    return record;
  }

  private byKey(key: string, context: Context): R | undefined {
    const { records } = this.options;
    if (this.description.keyName === 'Sid') return records.get(key);
    const property = this.description.keyName.toLowerCase();
    return records.find(record => fieldsOf(record)[property] === key && inScope(record, context.scope));
  }

  private present(record: R, context: Context, operation: Shown): Record<string, unknown> {
    const { description } = this;
    const { createdProperties, listedProperties, properties } = description;
    const byOperation = { create: createdProperties, list: listedProperties, fetch: properties, update: properties };
    const shown = { ...description, properties: byOperation[operation] };
    return presentRecord(shown, record, { ...context.scope, ...this.options.present?.(record, context) });
  }

  private reply(operation: 'create' | 'fetch' | 'update', record: R, context: Context): ApiReply {
    const status = this.description.operations[operation]?.status ?? 200;
    const body = this.present(record, context, operation);
    return this.etag ? { status, body, headers: { etag: this.etag.header(record) } } : { status, body };
  }

  private nowIso(): string {
    return new Date(this.options.world.clock.now()).toISOString();
  }
}
